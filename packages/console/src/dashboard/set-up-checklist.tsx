// Until the sync runs: the steps that are left, with the next one to click.
import { Button, Group, Text, Title } from '@mantine/core';
import { IconCircle, IconCircleCheckFilled, IconCircleDot } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { syncQuery } from '../api/queries.ts';
import type { Connection, Sync } from '../api/wire.ts';
import { words } from '../words.ts';

interface Step {
  readonly name: string;
  readonly done: boolean;
  readonly note: string | null;
  readonly go: string | null;
  readonly to: '/settings/integrations/quickbooks-online' | '/settings/mapping' | '/preflight' | '/import';
  /** Can be done although a step before it was not. */
  readonly isOpen?: boolean;
}

const page = words.checklist;

export function SetUpChecklist({ connection }: { readonly connection: Connection | undefined }) {
  const { data: sync } = useQuery(syncQuery);
  if (!connection || !sync || sync.state !== 'not-started') return null;
  const steps = stepsOf(connection, sync);
  const next = steps.findIndex((step) => !step.done);
  return (
    <section className="panel" aria-labelledby="checklist-title">
      <div className="panel-head">
        <Title order={2} id="checklist-title">
          {page.title}
        </Title>
        <Text size="sm" c="dimmed">
          {words.common.of(steps.filter((step) => step.done).length, steps.length)}
        </Text>
      </div>
      <ol className="steps">
        {steps.map((step, index) => (
          <StepRow key={step.name} step={step} isNext={index === next} />
        ))}
      </ol>
    </section>
  );
}

function StepRow({ step, isNext }: { readonly step: Step; readonly isNext: boolean }) {
  return (
    <li className="step">
      <Group gap={10} wrap="nowrap">
        <StepIcon done={step.done} isNext={isNext} />
        <Text size="sm" fw={isNext ? 600 : 400}>
          {step.name}
        </Text>
      </Group>
      <Text size="xs" c="dimmed">
        {step.done ? page.done : (step.note ?? (isNext ? page.next : page.later))}
      </Text>
      {(isNext || step.isOpen === true) && step.go !== null ? (
        <Button component={Link} to={step.to} size="compact-xs" mt={6} variant={isNext ? 'filled' : 'default'}>
          {step.go}
        </Button>
      ) : null}
    </li>
  );
}

function StepIcon({ done, isNext }: { readonly done: boolean; readonly isNext: boolean }) {
  if (done) return <IconCircleCheckFilled size={18} className="good" aria-hidden />;
  return isNext ? <IconCircleDot size={18} className="good" aria-hidden /> : <IconCircle size={18} aria-hidden />;
}

function stepsOf(connection: Connection, sync: Sync): Step[] {
  const linked = connection.state !== 'not-connected';
  const status = '/settings/integrations/quickbooks-online' as const;
  const mapped = connection.state === 'connected';
  return [
    { name: page.sales, done: true, note: null, go: null, to: '/import' },
    { name: page.connect, done: linked, note: null, go: page.goConnect, to: status },
    {
      name: words.preflight.accounts,
      done: linked && connection.accountsImportedAt !== null,
      note: null,
      go: words.preflight.goAccounts,
      to: status,
    },
    {
      name: page.map,
      done: mapped,
      note: linked && connection.left > 0 ? page.mapLeft(connection.left) : null,
      go: page.goMap,
      to: '/settings/mapping',
    },
    // A look leaves nothing behind that would say that it was taken: it is offered until the sync runs.
    {
      name: words.preflight.step,
      done: false,
      note: words.preflight.stepNote,
      go: words.preflight.goStep,
      to: '/preflight',
    },
    { name: page.sync, done: sync.state !== 'not-started', note: null, go: page.goSync, to: status, isOpen: mapped },
  ];
}
