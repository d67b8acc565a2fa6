// Net sales, tickets, average ticket, refunds, tax and discounts, each beside what it was before.
import { Text, Title, VisuallyHidden } from '@mantine/core';
import type { Dashboard } from '../api/wire.ts';
import { formatDay } from '../format/dates.ts';
import { formatCount, formatMoney, formatPercent } from '../format/money.ts';
import { words } from '../words.ts';

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly before: string | null;
  readonly changePercent: number | null;
}

const page = words.dashboard;

export function FiguresPanel({ dashboard }: { readonly dashboard: Dashboard }) {
  const { compared, otherCurrencies } = dashboard;
  return (
    <section className="panel" aria-labelledby="figures-title">
      <div className="panel-head">
        <Title order={2} id="figures-title">
          {page.figuresTitle}
        </Title>
        <Text size="sm" c="dimmed">
          {daysOf(dashboard)}
          {compared === null ? null : ` ${page.comparedWith(daysOf(compared))}`}
        </Text>
      </div>
      <dl className="figures dashboard-figures">
        {figuresOf(dashboard).map((figure) => (
          <div key={figure.name} className="figure">
            <dt className="figure-name">{figure.name}</dt>
            <dd className="figure-value">{figure.value}</dd>
            {figure.before === null ? null : (
              <dd className="figure-change">
                <Change before={figure.before} changePercent={figure.changePercent} />
              </dd>
            )}
          </div>
        ))}
      </dl>
      {otherCurrencies.length === 0 ? null : (
        <Text size="sm" c="dimmed" px={18} pb={12}>
          {page.otherCurrencies(
            otherCurrencies
              .map(({ tickets, netSales, currency }) =>
                page.otherCurrency(formatCount(tickets), tickets === 1, formatMoney(netSales, currency)),
              )
              .join('; '),
          )}
        </Text>
      )}
    </section>
  );
}

/** The arrow says it to the eye, the word to a screen reader. */
function Change({ before, changePercent }: { readonly before: string; readonly changePercent: number | null }) {
  const way = changePercent === null || changePercent === 0 ? 'same' : changePercent > 0 ? 'up' : 'down';
  return (
    <>
      {changePercent === null ? null : (
        <span className="change">
          <span aria-hidden>{arrows[way]}</span>
          <VisuallyHidden>{page.change[way]}</VisuallyHidden> {formatPercent(Math.abs(changePercent))}
        </span>
      )}{' '}
      <span>{page.before(before)}</span>
    </>
  );
}

const arrows = { up: '▲', down: '▼', same: '=' } as const;

export function daysOf({ from, to }: { readonly from: string; readonly to: string }): string {
  return page.days(formatDay(from), formatDay(to));
}

function figuresOf({ figures, currency }: Dashboard): readonly Figure[] {
  const money = (name: string, figure: Dashboard['figures']['netSales']): Figure => ({
    ...{ name, changePercent: figure.changePercent },
    value: formatMoney(figure.value, currency),
    before: figure.before === null ? null : formatMoney(figure.before, currency),
  });
  const { tickets } = figures;
  return [
    money(page.netSales, figures.netSales),
    {
      ...{ name: page.tickets, changePercent: tickets.changePercent },
      value: formatCount(tickets.value),
      before: tickets.before === null ? null : formatCount(tickets.before),
    },
    money(page.averageTicket, figures.averageTicket),
    money(page.refunds, figures.refunds),
    money(page.tax, figures.tax),
    money(page.discounts, figures.discounts),
  ];
}
