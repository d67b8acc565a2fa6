// What a person changes of a payment type, class or code itself: its name, and whether it is in use.
import { ActionIcon, Menu, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDots } from '@tabler/icons-react';
import { type FormEvent, useRef } from 'react';
import { messageOf, send } from '../api/client.ts';
import { useAction } from '../api/use-action.ts';
import type { MappingRow } from '../api/wire.ts';
import { Dialog } from '../notices/dialog.tsx';
import { SaveButtons } from '../notices/save-buttons.tsx';
import { useMayUse } from '../roles/why-not.ts';
import { useDraft } from '../unsaved/use-draft.ts';
import { words } from '../words.ts';

const page = words.mapping.subject;

export interface SubjectActionsProps {
  /** One of the subject's rows. */
  readonly row: MappingRow;
  readonly name: string;
}

export function SubjectActions({ row, name }: SubjectActionsProps) {
  const [renaming, { open, close }] = useDisclosure(false);
  const button = useRef<HTMLButtonElement>(null);
  const path = subjectPath(row);
  const activate = useAction<boolean>({
    run: (active) => send('PUT', path ?? '', { active }),
    say: (_answer, active) => (active ? page.activeNow(name) : page.inactiveNow(name)),
  });
  const mayUse = useMayUse();
  if (path === null || !mayUse('PUT /payment-types/:code')) return null;
  return (
    <>
      <Menu position="bottom-end" withinPortal transitionProps={{ duration: 0 }}>
        <Menu.Target>
          <ActionIcon
            ref={button}
            variant="subtle"
            color="gray"
            aria-label={page.actions(name)}
            loading={activate.isPending}
          >
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            onClick={() => {
              // The item goes with its menu: the dialog gives the focus back to what opened both.
              button.current?.focus();
              open();
            }}
          >
            {page.rename}
          </Menu.Item>
          <Menu.Item onClick={() => activate.mutate(!row.subjectActive)}>
            {row.subjectActive ? page.deactivate : page.activate}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {renaming ? <RenameDialog path={path} name={name} onClose={close} /> : null}
    </>
  );
}

const nameLengthMax = 200;

interface RenameProps {
  readonly path: string;
  readonly name: string;
  readonly onClose: () => void;
}

function RenameDialog(props: RenameProps) {
  return (
    <Dialog opened onClose={props.onClose} title={page.renameTitle(props.name)} size="sm">
      <RenameForm {...props} />
    </Dialog>
  );
}

function RenameForm({ path, name, onClose }: RenameProps) {
  const { form, change } = useDraft({ name });
  const save = useAction({
    run: () => send('PUT', path, form),
    say: () => words.common.saved,
    after: onClose,
    quietErrors: true,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        label={words.common.name}
        description={page.renameHint}
        value={form.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={save.isError ? messageOf(save.error) : null}
        maxLength={nameLengthMax}
        required
        withAsterisk={false}
        data-autofocus
      />
      <SaveButtons isSaving={save.isPending} onCancel={onClose} />
    </form>
  );
}

/** Null for a company default. */
function subjectPath({ subject, subjectKind, role }: MappingRow): string | null {
  if (subject === null || subjectKind === null) return null;
  const code = encodeURIComponent(subject);
  switch (subjectKind) {
    case 'payment-type':
      return `/api/v1/payment-types/${code}`;
    case 'item-class':
      return `/api/v1/item-classes/${code}`;
    case 'tax-code':
      return `/api/v1/tax-codes/${code}`;
    case 'reason-code':
      return `/api/v1/reason-codes/${role === 'adjustment' ? 'inventory-adjustment' : role}/${code}`;
  }
}
