// When the daily digest goes.
import { Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { send } from '../api/client.ts';
import { useAction } from '../api/use-action.ts';
import type { Notifications } from '../api/wire.ts';
import { ActionButton } from '../roles/action-button.tsx';
import { Editable } from '../roles/editable.tsx';
import { words } from '../words.ts';

const page = words.notifications;

export function DigestTime({ saved }: { readonly saved: Pick<Notifications, 'digestAt' | 'timeZone'> }) {
  const [at, setAt] = useState(saved.digestAt);
  const save = useAction<void>({
    run: () => send('PUT', '/api/v1/notifications/digest', { at }),
    say: () => page.digestSaved(at),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <section className="panel" aria-label={page.digestTitle}>
      <form className="panel-body" onSubmit={submit}>
        <Group align="flex-end" gap="sm">
          <Editable needs="PUT /notifications/digest">
            <TextInput
              type="time"
              required
              withAsterisk={false}
              label={`${page.digestTitle}: ${page.digestAt.toLowerCase()}`}
              description={page.digestHint(saved.timeZone)}
              value={at}
              onChange={(event) => setAt(event.currentTarget.value)}
            />
          </Editable>
          <ActionButton
            needs="PUT /notifications/digest"
            type="submit"
            variant="default"
            loading={save.isPending}
            disabled={at === saved.digestAt || at === ''}
          >
            {words.common.save}
          </ActionButton>
        </Group>
      </form>
    </section>
  );
}
