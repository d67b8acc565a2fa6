// Preflight: what would block, with the fix beside each, what was outstanding at sync start, and the first day's entries as they would be posted.
import { Button, Group, Progress, Stack, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { connectionQuery, sessionQuery, syncQuery } from '../api/queries.ts';
import type { PreflightProblem } from '../api/wire.ts';
import { formatDay } from '../format/dates.ts';
import { formatCount, formatMoney } from '../format/money.ts';
import { type MissingKind, MissingRows } from '../mapping/missing-rows.tsx';
import { CauseText } from '../notices/cause-text.tsx';
import { EmptyState } from '../notices/empty-state.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { PageHead } from '../notices/page-head.tsx';
import { Panel } from '../notices/panel.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { ActionButton } from '../roles/action-button.tsx';
import { words } from '../words.ts';
import { FirstDay } from './first-day.tsx';
import { OutstandingPanel } from './outstanding-panel.tsx';
import { type PreflightRun, usePreflight } from './preflight-run.ts';
import { ProblemFix } from './problem-fix.tsx';

const page = words.preflight;
const status = '/settings/integrations/quickbooks-online';

export function PreflightPage() {
  const { data: sync } = useQuery(syncQuery);
  const [chosen, setChosen] = useState<string | null>(null);
  const from = sync?.state === 'not-started' ? chosen : null;
  const run = usePreflight(from);
  const isLooking = run.state === 'looking';
  // Here, so that it stays open when the last row has gone.
  const [mapping, setMapping] = useState<Mapping | null>(null);
  return (
    <>
      <PageHead title={page.title} hint={page.hint}>
        <Button variant="default" onClick={isLooking ? run.stop : run.again}>
          {isLooking ? page.stop : page.again}
        </Button>
      </PageHead>
      <Stack gap="md">
        {run.error ? <LoadProblem error={run.error} retry={run.again} /> : null}
        <Panel title={page.what}>
          <HowFar run={run} />
          <Outcome run={run} setMapping={setMapping} />
        </Panel>
        <OutstandingPanel run={run} from={from} onFrom={setChosen} />
        <FirstDay />
      </Stack>
      {mapping === null ? null : (
        <MissingRows kind={mapping.kind} alerts={mapping.alerts} onClose={() => setMapping(null)} />
      )}
    </>
  );
}

function HowFar({ run }: { readonly run: PreflightRun }) {
  const { data: sync } = useQuery(syncQuery);
  const { counts } = sync ?? {};
  const all = counts === undefined ? 0 : counts['never-synced'] + counts.ready + counts['action-required'];
  const checked = formatCount(run.checked);
  if (run.state === 'done') return null;
  if (run.state === 'stopped') return <Text size="sm">{page.stopped(checked)}</Text>;
  return (
    <div>
      <Progress value={(run.checked / Math.max(all, run.checked, 1)) * 100} aria-label={page.title} mb={6} />
      <Text size="sm" role="status">
        {page.looking(checked)}
      </Text>
    </div>
  );
}

function Outcome({ run, setMapping }: ProblemTableProps) {
  const { data: connection } = useQuery(connectionQuery);
  const { data: sync } = useQuery(syncQuery);
  const notConnected = connection?.state === 'not-connected';
  // Before it is known neither is said.
  const isConnected = connection !== undefined && !notConnected;
  const blocking = run.problems.filter(({ kind }) => kind !== 'missing-deposit-account');
  const asked = run.problems.filter(({ kind }) => kind === 'missing-deposit-account');
  if (run.state === 'done' && run.checked === 0 && run.problems.length === 0) {
    return (
      <EmptyState title={page.none} hint={page.noneHint}>
        <Button component={Link} to="/import" variant="default" size="xs" mt="xs">
          {page.bring}
        </Button>
      </EmptyState>
    );
  }
  return (
    <Stack gap="sm">
      {notConnected ? (
        <Group gap="sm">
          <span className="state fault">
            <IconAlertTriangle size={16} aria-hidden />
            {page.notConnected}
          </span>
          <Button component={Link} to={status} size="xs" variant="default">
            {page.connection}
          </Button>
        </Group>
      ) : null}
      {blocking.length > 0 ? <ProblemTable run={{ ...run, problems: blocking }} setMapping={setMapping} /> : null}
      {run.state === 'done' && blocking.length === 0 && isConnected ? (
        <Group gap="md">
          <span className="state good">
            <IconCircleCheck size={18} aria-hidden />
            {page.clean}
          </span>
          <Text size="sm">{page.cleanHint(formatCount(run.checked), run.checked === 1)}</Text>
          {sync?.state === 'not-started' ? (
            <Button component={Link} to={status} size="xs">
              {page.start}
            </Button>
          ) : null}
        </Group>
      ) : null}
      {asked.length === 0 ? null : (
        <Group gap="md">
          <Text size="sm" c="dimmed">
            {page.asked(formatCount(asked.length), asked.length === 1)}
          </Text>
          <ActionButton
            needs="PUT /mappings"
            size="xs"
            variant="default"
            onClick={() => setMapping({ kind: 'missing-account', alerts: asked })}
          >
            {page.mapAsked}
          </ActionButton>
        </Group>
      )}
    </Stack>
  );
}

interface Mapping {
  readonly kind: MissingKind;
  readonly alerts: readonly PreflightProblem[];
}

interface ProblemTableProps {
  readonly run: PreflightRun;
  readonly setMapping: (mapping: Mapping) => void;
}

function ProblemTable({ run, setMapping }: ProblemTableProps) {
  const { problems } = run;
  return (
    <>
      {run.state === 'done' ? (
        <Group justify="space-between">
          <Text size="sm" role="status">
            {page.found(formatCount(problems.length), problems.length === 1, formatCount(run.checked))}
          </Text>
          {problems.filter(({ kind }) => kind === 'missing-account').length > 1 ? (
            <ActionButton
              needs="PUT /mappings"
              size="xs"
              onClick={() => setMapping({ kind: 'missing-account', alerts: problems })}
            >
              {page.mapAll}
            </ActionButton>
          ) : null}
        </Group>
      ) : null}
      <WideTable minWidth={720} label={page.what}>
        <Table aria-label={page.what}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{page.what}</Table.Th>
              <Table.Th className="number">{page.events}</Table.Th>
              <Table.Th className="number">{page.amount}</Table.Th>
              <Table.Th>{page.days}</Table.Th>
              <Table.Th>{page.fix}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {[...problems].sort(mostFirst).map((problem) => (
              <ProblemRow
                key={problem.key}
                problem={problem}
                onMap={(kind) => setMapping({ kind, alerts: problem.role === null ? problems : [problem] })}
              />
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
    </>
  );
}

const mostFirst = (one: PreflightProblem, other: PreflightProblem): number => other.events - one.events;

interface ProblemRowProps {
  readonly problem: PreflightProblem;
  readonly onMap: (kind: MissingKind) => void;
}

function ProblemRow({ problem, onMap }: ProblemRowProps) {
  const { data: session } = useQuery(sessionQuery);
  const { events, amount, from, to } = problem;
  return (
    <Table.Tr>
      <Table.Td>
        <CauseText cause={problem} />
      </Table.Td>
      <Table.Td className="number">{events === 0 ? '' : formatCount(events)}</Table.Td>
      <Table.Td className="number">
        {events === 0 ? '' : formatMoney(amount, session?.company?.currency ?? 'USD')}
      </Table.Td>
      <Table.Td>{from === null || to === null ? '' : words.period.days(formatDay(from), formatDay(to))}</Table.Td>
      <Table.Td>
        <ProblemFix problem={problem} onMap={onMap} />
      </Table.Td>
    </Table.Tr>
  );
}
