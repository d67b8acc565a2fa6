// Parts of a whole as a table in which each has its bar: payment types, item classes.
import { Table, Text } from '@mantine/core';
import { formatMoney, formatPercent, sharePercent, sumAmounts } from '../format/money.ts';
import { Panel } from '../notices/panel.tsx';
import { words } from '../words.ts';

export interface Part {
  readonly key: string;
  readonly name: string;
  readonly amount: string;
}

export interface ShareTableProps {
  readonly title: string;
  /** Heading of the names. */
  readonly what: string;
  readonly parts: readonly Part[];
  readonly currency: string;
  readonly empty: string;
}

/** So many have a row of their own; the rest is one. */
const partsShown = 6;

export function ShareTable({ title, what, parts, currency, empty }: ShareTableProps) {
  const whole = sumAmounts(parts.map(({ amount }) => amount));
  return (
    <Panel title={title}>
      {parts.length === 0 ? (
        <Text size="sm" c="dimmed">
          {empty}
        </Text>
      ) : (
        <Table className="shares" aria-label={title} withRowBorders={false} verticalSpacing={5} horizontalSpacing={0}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th className="share-name">{what}</Table.Th>
              <Table.Th className="number share-number">{words.dashboard.amount}</Table.Th>
              <Table.Th className="number share-number">{words.dashboard.share}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown(parts).map((part) => (
              <ShareRow key={part.key} part={part} share={sharePercent(part.amount, whole)} currency={currency} />
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Panel>
  );
}

function ShareRow({
  part,
  share,
  currency,
}: {
  readonly part: Part;
  readonly share: number;
  readonly currency: string;
}) {
  return (
    <Table.Tr>
      <Table.Td className="share-name">
        <bdi>{part.name}</bdi>
        <div className="share-bar" aria-hidden>
          <span style={{ width: `${Math.min(100, Math.max(0, share))}%` }} />
        </div>
      </Table.Td>
      <Table.Td className="number share-number">{formatMoney(part.amount, currency)}</Table.Td>
      <Table.Td className="number share-number">{formatPercent(share)}</Table.Td>
    </Table.Tr>
  );
}

function shown(parts: readonly Part[]): readonly Part[] {
  if (parts.length <= partsShown) return parts;
  const rest = parts.slice(partsShown - 1);
  const others = words.dashboard.otherClasses(String(rest.length));
  const amount = sumAmounts(rest.map((part) => part.amount));
  return [...parts.slice(0, partsShown - 1), { key: '', name: others, amount }];
}
