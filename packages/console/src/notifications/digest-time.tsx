// When the daily digest goes.
import { Group, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { send } from '../api/client.ts';
import type { Notifications } from '../api/wire.ts';
import { ActionButton } from '../roles/action-button.tsx';
import { Editable } from '../roles/editable.tsx';
import { ChangedMeanwhile } from '../unsaved/changed-meanwhile.tsx';
import { useDraft, useSaveDraft } from '../unsaved/use-draft.ts';
import { words } from '../words.ts';

const page = words.notifications;

export function DigestTime({ saved }: { readonly saved: Pick<Notifications, 'digestAt' | 'timeZone'> }) {
  const draft = useDraft({ digestAt: saved.digestAt });
  const { digestAt } = draft.form;
  const saving = useSaveDraft(draft, {
    run: (form) => send('PUT', '/api/v1/notifications/digest', form),
    say: (_answer, form) => page.digestSaved(form.digestAt),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.save();
  };
  return (
    <section className="panel" aria-label={page.digestTitle}>
      <form className="panel-body" onSubmit={submit}>
        <ChangedMeanwhile draft={draft} />
        <Group align="flex-end" gap="sm">
          <Editable needs="PUT /notifications/digest">
            <TextInput
              type="time"
              required
              withAsterisk={false}
              label={`${page.digestTitle}: ${page.digestAt.toLowerCase()}`}
              description={page.digestHint(saved.timeZone)}
              value={digestAt}
              onChange={(event) => draft.change({ digestAt: event.currentTarget.value })}
            />
          </Editable>
          <ActionButton
            needs="PUT /notifications/digest"
            type="submit"
            variant="default"
            loading={saving.isPending}
            disabled={!draft.changed || digestAt === ''}
          >
            {words.common.save}
          </ActionButton>
        </Group>
      </form>
    </section>
  );
}
