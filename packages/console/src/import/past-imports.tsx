// Imports that have ended: who brought which file when, and what came of it.
import { Button, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { Import } from '../api/wire.ts';
import { formatCount } from '../format/money.ts';
import { useShopClock } from '../format/use-shop-clock.ts';
import { Dialog } from '../notices/dialog.tsx';
import { EmptyState } from '../notices/empty-state.tsx';
import { Panel } from '../notices/panel.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { words } from '../words.ts';
import { ProblemTable } from './import-problems.tsx';

const page = words.import;

export function PastImports({ imports }: { readonly imports: readonly Import[] }) {
  const { formatInstant } = useShopClock();
  const [shown, setShown] = useState<Import | null>(null);
  return (
    <Panel title={page.past}>
      {imports.length === 0 ? (
        <EmptyState title={page.empty} hint={page.emptyHint} />
      ) : (
        <WideTable minWidth={780} label={page.past}>
          <Table aria-label={page.past} className="even-table">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{page.file}</Table.Th>
                <Table.Th>{page.who}</Table.Th>
                <Table.Th>{page.when}</Table.Th>
                <Table.Th>{page.outcome}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {imports.map((one) => (
                <Table.Tr key={one.id}>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>{one.fileName}</Table.Td>
                  <Table.Td>{one.startedBy ?? one.who}</Table.Td>
                  <Table.Td className="unbroken">{formatInstant(one.endedAt ?? one.at)}</Table.Td>
                  <Table.Td>
                    <Text size="sm">{outcomeOf(one)}</Text>
                    {one.problems === 0 ? null : (
                      <Button size="compact-xs" variant="default" mt={4} onClick={() => setShown(one)}>
                        {page.show}
                      </Button>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
      <Dialog opened={shown !== null} onClose={() => setShown(null)} title={shown?.fileName ?? ''} size="xl">
        {shown === null ? null : <ProblemTable one={shown} kept={Number.POSITIVE_INFINITY} />}
      </Dialog>
    </Panel>
  );
}

function outcomeOf({ state, imported, cancelledBy }: Import): string {
  const { outcomes } = page;
  const counted = (['recorded', 'duplicate', 'conflict', 'invalid'] as const)
    .map((name) => ({ name, count: imported?.[name] ?? 0 }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => outcomes[name](formatCount(count)));
  const what = counted.length === 0 ? outcomes.nothing : counted.join(', ');
  return state === 'cancelled' ? `${what}; ${page.stoppedBy(cancelledBy ?? '')}` : what;
}
