// What is owed on gift cards now, over the list of what moved it: the same figure as on the dashboard.
import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { giftCardsQuery } from '../api/queries.ts';
import { formatMoney } from '../format/money.ts';
import { LoadProblem } from '../notices/load-problem.tsx';
import { words } from '../words.ts';

const page = words.lists.giftCards;

export function GiftCardsOwed() {
  const { data, error, refetch } = useQuery(giftCardsQuery);
  if (error && !data) return <LoadProblem error={error} retry={refetch} />;
  return (
    <section className="panel" aria-label={page.owedTitle} style={{ marginBottom: 16 }}>
      <dl className="figures owed-figures">
        <Figure name={page.owed} amount={data?.balance} currency={data?.currency} />
        <Figure name={page.issued} amount={data?.issued} currency={data?.currency} />
        <Figure name={page.redeemed} amount={data?.redeemed} currency={data?.currency} />
      </dl>
    </section>
  );
}

interface FigureProps {
  readonly name: string;
  readonly amount: string | undefined;
  readonly currency: string | undefined;
}

/** As high before its amount is there as after. */
function Figure({ name, amount, currency }: FigureProps) {
  return (
    <div className="figure">
      <dt className="figure-name">{name}</dt>
      <dd className="figure-value">
        {amount === undefined || currency === undefined ? (
          <Skeleton height="1.25em" width={110} />
        ) : (
          formatMoney(amount, currency)
        )}
      </dd>
    </div>
  );
}
