// A part of the settings with fields of its own: saved together, and what the server refuses is said where it belongs.
import { Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId } from 'react';
import { ApiError, send } from '../api/client.ts';
import { settingsQuery } from '../api/queries.ts';
import { SaveButtons } from '../notices/save-buttons.tsx';
import { Editable } from '../roles/editable.tsx';
import { ChangedMeanwhile } from '../unsaved/changed-meanwhile.tsx';
import { useDraft, useSaveDraft } from '../unsaved/use-draft.ts';
import { words } from '../words.ts';
import { type SettingsProblem, settingsProblem } from './settings-problem.ts';

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
  const saving = useSaveDraft(draft, {
    run: (values) => send('PUT', '/api/v1/settings', { ...values, seen: draft.base }),
    say: () => words.common.saved,
    quietErrors: true,
  });
  // What was changed meanwhile is said by the draft, once it is read.
  const isMeanwhile = saving.error instanceof ApiError && saving.error.code === 'changed-meanwhile';
  const problem = settingsProblem(isMeanwhile ? null : saving.error);
  const change = (values: Values) => {
    saving.reset();
    draft.change(values);
  };
  const cancel = () => {
    saving.reset();
    draft.drop();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.save({ onError: () => void client.invalidateQueries({ queryKey: settingsQuery.queryKey }) });
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
        {changed ? <SaveButtons isSaving={saving.isPending} onCancel={cancel} /> : null}
      </div>
      {children}
    </form>
  );
}
