// A part of the settings with fields of its own: saved together, and what the server refuses is said where it belongs.
import { Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId } from 'react';
import { ApiError, send } from '../api/client.ts';
import { settingsQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import { SaveButtons } from '../notices/save-buttons.tsx';
import { Editable } from '../roles/editable.tsx';
import { words } from '../words.ts';
import { ChangedMeanwhile } from './changed-meanwhile.tsx';
import { type SettingsProblem, settingsProblem } from './settings-problem.ts';
import { useDraft } from './use-draft.ts';

export interface SettingsPanelProps<Values> {
  readonly title: string;
  readonly hint?: string;
  readonly saved: Values;
  readonly fields: (form: Values, change: (form: Values) => void, problem: SettingsProblem) => ReactNode;
  /** Beneath the fields. */
  readonly children?: ReactNode;
}

export function SettingsPanel<Values extends object>(props: SettingsPanelProps<Values>) {
  const { title, hint, saved, fields, children } = props;
  const draft = useDraft(saved);
  const { form, changed } = draft;
  const id = useId();
  const client = useQueryClient();
  const save = useAction({
    run: () => send('PUT', '/api/v1/settings', { ...form, seen: draft.base }),
    say: () => words.common.saved,
    quietErrors: true,
  });
  // What was changed meanwhile is said by the draft, once it is read.
  const isMeanwhile = save.error instanceof ApiError && save.error.code === 'changed-meanwhile';
  const problem = settingsProblem(isMeanwhile ? null : save.error);
  const change = (values: Values) => {
    save.reset();
    draft.change(values);
  };
  const cancel = () => {
    save.reset();
    draft.drop();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(undefined, {
      onSuccess: draft.drop,
      onError: () => void client.invalidateQueries({ queryKey: settingsQuery.queryKey }),
    });
  };
  return (
    <form className="panel" style={{ marginBottom: 16 }} onSubmit={submit} aria-labelledby={id} noValidate>
      <div className="panel-head">
        <div>
          <Title order={2} id={id}>
            {title}
          </Title>
          {hint === undefined ? null : (
            <Text size="sm" c="dimmed">
              {hint}
            </Text>
          )}
        </div>
      </div>
      <div className="panel-body">
        <ChangedMeanwhile draft={draft} />
        <Editable needs="PUT /settings">{fields(form, change, problem)}</Editable>
        {problem.form === undefined ? null : (
          <Text size="sm" className="fault" role="alert" mt="md">
            {problem.form}
          </Text>
        )}
        {changed ? <SaveButtons isSaving={save.isPending} onCancel={cancel} /> : null}
      </div>
      {children}
    </form>
  );
}
