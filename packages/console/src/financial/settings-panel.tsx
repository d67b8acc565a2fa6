// A part of the settings with fields of its own: saved together, and what the server refuses is said where it belongs.
import { Button, Group, Text, Title } from '@mantine/core';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { send } from '../api/client.ts';
import { useAction } from '../api/use-action.ts';
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
  const [form, setForm] = useState(saved);
  const id = useId();
  const save = useAction({
    run: () => send('PUT', '/api/v1/settings', form),
    say: () => words.common.saved,
    quietErrors: true,
  });
  const problem = settingsProblem(save.error);
  const changed = JSON.stringify(form) !== JSON.stringify(saved);
  const change = (values: Values) => {
    save.reset();
    setForm(values);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
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
        {fields(form, change, problem)}
        {problem.form === undefined ? null : (
          <Text size="sm" className="fault" role="alert" mt="md">
            {problem.form}
          </Text>
        )}
        {changed ? (
          <Group justify="flex-end" mt="md">
            <Button variant="default" onClick={() => change(saved)}>
              {words.common.cancel}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {words.common.save}
            </Button>
          </Group>
        ) : null}
      </div>
      {children}
    </form>
  );
}
