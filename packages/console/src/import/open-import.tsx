// The import that is open: how far it is, what it would be, and the buttons that start and end it.
import { Group, Progress, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconClock } from '@tabler/icons-react';
import { send } from '../api/client.ts';
import { useAction } from '../api/use-action.ts';
import type { Import } from '../api/wire.ts';
import { formatCount } from '../format/money.ts';
import { useShopClock } from '../format/use-shop-clock.ts';
import { Panel } from '../notices/panel.tsx';
import { ActionButton } from '../roles/action-button.tsx';
import { words } from '../words.ts';
import { ImportPreview } from './import-preview.tsx';
import { ImportProblems } from './import-problems.tsx';
import { isUnderWay } from './import-queries.ts';
import { ImportTotals } from './import-totals.tsx';
import { ReadAs } from './read-as.tsx';
import { Tally } from './tally.tsx';

const page = words.import;

export interface OpenImportProps {
  readonly one: Import;
  readonly problemsKept: number;
}

export function OpenImport({ one, problemsKept }: OpenImportProps) {
  const { formatInstant } = useShopClock();
  const counts = one.imported === null ? one.checked : { ...one.imported, faults: 0 };
  return (
    <>
      <Panel title={one.fileName}>
        <Stack gap="md">
          <Group justify="space-between" gap="sm">
            <div>
              <StateMark one={one} />
              <Text size="sm" c="dimmed">
                {page.brought(one.who, formatInstant(one.at))}
              </Text>
            </div>
            <Buttons one={one} />
          </Group>
          {isUnderWay(one) ? <HowFar one={one} /> : <ReadAs key={`${one.format}/${one.kind}`} one={one} />}
          {counts === null ? null : <Tally counts={counts} />}
          {one.state === 'checked' ? <Verdict one={one} /> : null}
        </Stack>
      </Panel>
      {one.problems > 0 && !isUnderWay(one) ? <ImportProblems one={one} kept={problemsKept} /> : null}
      {one.kinds.length > 0 ? <ImportTotals kinds={one.kinds} /> : null}
      {one.state === 'checked' ? <ImportPreview one={one} /> : null}
    </>
  );
}

function StateMark({ one }: { readonly one: Import }) {
  return (
    <span className="state" role="status">
      <IconClock size={16} aria-hidden />
      {page.states[one.state]}
    </span>
  );
}

function HowFar({ one }: { readonly one: Import }) {
  const percent = one.state === 'receiving' ? 0 : Math.floor((one.bytesRead / Math.max(one.bytes, 1)) * 100);
  return (
    <div>
      <Progress value={percent} aria-label={page.states[one.state]} mb={6} />
      <Text size="sm">
        {one.state === 'receiving'
          ? null
          : `${page.progress(formatCount(one.eventsRead), one.eventsRead === 1, percent)}. `}
        {one.state === 'receiving' ? null : page.leave}
      </Text>
    </div>
  );
}

function Buttons({ one }: { readonly one: Import }) {
  const path = `/api/v1/imports/${encodeURIComponent(one.id)}`;
  const start = useAction({ run: () => send('POST', `${path}/start`, {}), say: () => page.started });
  const cancel = useAction({ run: () => send('POST', `${path}/cancel`, {}), say: () => page.cancelled });
  const count = one.checked?.new ?? 0;
  return (
    <Group gap="xs">
      {one.state === 'checked' && one.sound && count > 0 ? (
        <ActionButton needs="POST /imports/:id/start" onClick={() => start.mutate()} loading={start.isPending}>
          {page.start(formatCount(count), count === 1)}
        </ActionButton>
      ) : null}
      <ActionButton
        needs="POST /imports/:id/cancel"
        variant="default"
        onClick={() => cancel.mutate()}
        loading={cancel.isPending}
      >
        {one.state === 'checked' ? page.discard : page.cancel}
      </ActionButton>
    </Group>
  );
}

/** What the dry run says, in a sentence. */
function Verdict({ one }: { readonly one: Import }) {
  const bad = (one.checked?.invalid ?? 0) + (one.checked?.conflict ?? 0);
  if (!one.sound) {
    const needsKind = one.format === 'csv' && one.kind === null && one.checked?.new === 0;
    return (
      <div className="notice" data-tone="fault">
        <IconAlertTriangle size={20} className="fault" aria-hidden />
        <Text size="sm">{needsKind ? `${page.torn} ${page.chooseKind}` : page.torn}</Text>
      </div>
    );
  }
  if (one.checked?.new === 0) return <Text size="sm">{page.nothingNew}</Text>;
  if (bad > 0) {
    return (
      <div className="notice" data-tone="warn">
        <IconAlertTriangle size={20} className="warn" aria-hidden />
        <Text size="sm">{page.leftOut(formatCount(bad), bad === 1)}</Text>
      </div>
    );
  }
  return (
    <span className="state good">
      <IconCircleCheck size={16} aria-hidden />
      {page.sound}
    </span>
  );
}
