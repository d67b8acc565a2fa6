// Adds a receiver, or changes one: what is secret is written here and never shown again.
import { Alert, Checkbox, Group, PasswordInput, Radio, Stack, Text, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { messageOf, send } from '../api/client.ts';
import { useAction } from '../api/use-action.ts';
import type { Receiver } from '../api/wire.ts';
import { Dialog } from '../notices/dialog.tsx';
import { SaveButtons } from '../notices/save-buttons.tsx';
import { useDraft } from '../unsaved/use-draft.ts';
import { words } from '../words.ts';

const page = words.notifications;
const kinds = ['email', 'slack', 'webhook'] as const;
type Kind = (typeof kinds)[number];

/** `new` or the one that is changed; null: no dialog is open. */
export type Edited = Receiver | 'new' | null;

interface DialogProps {
  readonly edited: Edited;
  readonly mails: boolean;
  readonly onClose: () => void;
}

export function ReceiverDialog({ edited, mails, onClose }: DialogProps) {
  const title = edited === null || edited === 'new' ? page.add : page.changeOf(edited.name);
  return (
    <Dialog opened={edited !== null} onClose={onClose} title={title} size="lg">
      {edited === null ? null : (
        <ReceiverForm before={edited === 'new' ? null : edited} mails={mails} onClose={onClose} />
      )}
    </Dialog>
  );
}

interface FormProps {
  /** Null: a new one. */
  readonly before: Receiver | null;
  readonly mails: boolean;
  readonly onClose: () => void;
}

interface Values {
  readonly kind: Kind;
  readonly name: string;
  readonly address: string;
  readonly secret: string;
  readonly wantsAlerts: boolean;
  readonly wantsDigest: boolean;
}

const valuesOf = (before: Receiver | null, mails: boolean): Values => ({
  kind: before?.kind ?? (mails ? 'email' : 'slack'),
  name: before?.name ?? '',
  address: '',
  secret: '',
  wantsAlerts: before?.wantsAlerts ?? true,
  wantsDigest: before?.wantsDigest ?? false,
});

function ReceiverForm({ before, mails, onClose }: FormProps) {
  const { form: values, change } = useDraft(valuesOf(before, mails));
  const { kind, name, address, secret, wantsAlerts, wantsDigest } = values;
  const save = useAction<void>({
    run: () => {
      const receiver = {
        ...{ kind, name: name.trim(), wantsAlerts, wantsDigest },
        ...(address.trim() !== '' && { address: address.trim() }),
        ...(kind === 'webhook' && secret !== '' && { secret }),
      };
      return before === null
        ? send('POST', '/api/v1/notifications/receivers', receiver)
        : send('PUT', `/api/v1/notifications/receivers/${before.id}`, receiver);
    },
    after: onClose,
    quietErrors: true,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const without = kind === 'email' && !mails;
  const incomplete = name.trim() === '' || (before === null && address.trim() === '');
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <ReceiverFields
          before={before}
          mails={mails}
          values={values}
          change={(changed) => change({ ...values, ...changed })}
        />
        {save.error === null ? null : (
          <Alert color="red" role="alert">
            {messageOf(save.error)}
          </Alert>
        )}
        <SaveButtons isSaving={save.isPending} isDisabled={without || incomplete} onCancel={onClose} />
      </Stack>
    </form>
  );
}

interface FieldsProps extends Pick<FormProps, 'before' | 'mails'> {
  readonly values: Values;
  readonly change: (changed: Partial<Values>) => void;
}

function ReceiverFields({ before, mails, values, change }: FieldsProps) {
  const { kind } = values;
  return (
    <>
      {before === null ? <KindChoice kind={kind} onChange={(chosen) => change({ kind: chosen })} /> : null}
      <Text size="sm" c="dimmed">
        {kind === 'email' && !mails ? page.noMail : page.kindHints[kind]}
      </Text>
      <TextInput
        label={page.name}
        placeholder={page.nameHint}
        value={values.name}
        maxLength={100}
        onChange={(event) => change({ name: event.currentTarget.value })}
        data-autofocus
      />
      <TextInput
        label={page.address[kind]}
        {...(before !== null && { description: page.addressKept(before.shownAs ?? '') })}
        value={values.address}
        type={kind === 'email' ? 'email' : 'url'}
        maxLength={2000}
        onChange={(event) => change({ address: event.currentTarget.value })}
      />
      {kind === 'webhook' ? (
        <PasswordInput
          label={page.secret}
          description={before?.signed ? page.secretKept : page.secretHint}
          value={values.secret}
          minLength={16}
          maxLength={200}
          autoComplete="off"
          visibilityToggleButtonProps={{ 'aria-hidden': true }}
          onChange={(event) => change({ secret: event.currentTarget.value })}
        />
      ) : null}
      <Group gap="lg" role="group" aria-label={page.wants}>
        <Checkbox
          label={page.alerts}
          checked={values.wantsAlerts}
          onChange={(event) => change({ wantsAlerts: event.currentTarget.checked })}
        />
        <Checkbox
          label={page.digest}
          checked={values.wantsDigest}
          onChange={(event) => change({ wantsDigest: event.currentTarget.checked })}
        />
      </Group>
    </>
  );
}

function KindChoice({ kind, onChange }: { readonly kind: Kind; readonly onChange: (kind: Kind) => void }) {
  return (
    <Radio.Group
      label={page.kind}
      value={kind}
      onChange={(value) => onChange(kinds.find((one) => one === value) ?? 'email')}
    >
      <Group gap="lg" mt={4}>
        {kinds.map((value) => (
          <Radio key={value} value={value} label={page.kinds[value]} />
        ))}
      </Group>
    </Radio.Group>
  );
}
