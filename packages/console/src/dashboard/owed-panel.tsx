// What the shop owes its customers: gift cards not redeemed yet, and deposits held.
import { Text } from '@mantine/core';
import type { Dashboard } from '../api/wire.ts';
import { formatDay } from '../format/dates.ts';
import { formatMoney } from '../format/money.ts';
import { Panel } from '../notices/panel.tsx';
import { words } from '../words.ts';

const page = words.dashboard;

export function OwedPanel({ dashboard: { giftCards, deposits, currency, to } }: { readonly dashboard: Dashboard }) {
  return (
    <Panel title={page.owed}>
      <Balance
        name={page.giftCards}
        balance={formatMoney(giftCards.balance, currency)}
        moves={[
          [page.issued, formatMoney(giftCards.issued, currency)],
          [page.redeemed, formatMoney(giftCards.redeemed, currency)],
        ]}
      />
      <Balance
        name={page.deposits}
        balance={formatMoney(deposits.balance, currency)}
        moves={[
          [page.taken, formatMoney(deposits.taken, currency)],
          [page.applied, formatMoney(deposits.applied, currency)],
        ]}
      />
      <Text size="xs" c="dimmed" mt="sm">
        {page.owedHint(formatDay(to))}
      </Text>
    </Panel>
  );
}

interface BalanceProps {
  readonly name: string;
  readonly balance: string;
  readonly moves: readonly (readonly [name: string, amount: string])[];
}

function Balance({ name, balance, moves }: BalanceProps) {
  return (
    <dl className="balance">
      <div>
        <dt className="figure-name">{name}</dt>
        <dd className="balance-value">{balance}</dd>
      </div>
      {moves.map(([move, amount]) => (
        <div key={move} className="balance-move">
          <dt>{move}</dt>
          <dd className="number">{amount}</dd>
        </div>
      ))}
    </dl>
  );
}
