// Net sales, tickets, average ticket, refunds; the days as a chart; the tenders as shares.
import { Button, Skeleton, Table, Text, Title } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { SalesSummary } from '../api/wire.ts';
import { formatDay } from '../format/dates.ts';
import { formatCount, formatMoney, sharePercent, sumAmounts } from '../format/money.ts';
import { EmptyState } from '../notices/empty-state.tsx';
import { useChangeSearch } from '../use-page-parameter.ts';
import { words } from '../words.ts';

const DailyChart = lazy(async () => ({ default: (await import('./daily-chart.tsx')).DailyChart }));

const chartHeight = 260;

export function SalesFigures({ summary, stale }: { readonly summary: SalesSummary; readonly stale: boolean }) {
  const change = useChangeSearch();
  const { currency } = summary;
  const figures = [
    { name: words.dashboard.netSales, value: formatMoney(summary.netSales, currency) },
    { name: words.dashboard.tickets, value: formatCount(summary.tickets) },
    { name: words.dashboard.averageTicket, value: formatMoney(summary.averageTicket, currency) },
    { name: words.dashboard.refunds, value: formatMoney(summary.refunds, currency) },
  ];
  return (
    <div style={{ opacity: stale ? 0.6 : 1 }} aria-busy={stale}>
      <section className="panel" style={{ marginBottom: 16 }}>
        <dl className="figures" style={{ margin: 0 }}>
          {figures.map((figure) => (
            <div key={figure.name} className="figure">
              <dt className="figure-name">{figure.name}</dt>
              <dd className="figure-value">{figure.value}</dd>
            </div>
          ))}
        </dl>
      </section>
      {summary.tickets === 0 && summary.firstDate !== null && summary.lastDate !== null ? (
        <section className="panel">
          <EmptyState
            title={words.dashboard.quiet}
            hint={words.dashboard.quietHint(formatDay(summary.firstDate), formatDay(summary.lastDate))}
          >
            <Button
              variant="default"
              onClick={() =>
                change({
                  period: 'custom',
                  from: summary.firstDate ?? undefined,
                  to: summary.lastDate ?? undefined,
                  location: undefined,
                })
              }
            >
              {words.dashboard.showThem}
            </Button>
          </EmptyState>
        </section>
      ) : (
        <div className="split">
          <DailyPanel summary={summary} />
          <TenderMix summary={summary} />
        </div>
      )}
    </div>
  );
}

function DailyPanel({ summary }: { readonly summary: SalesSummary }) {
  return (
    <section className="panel" aria-labelledby="daily-title">
      <div className="panel-head">
        <Title order={2} id="daily-title">
          {words.dashboard.daily}
        </Title>
        <Text size="sm" c="dimmed">
          {formatDay(summary.from)} – {formatDay(summary.to)}
        </Text>
      </div>
      <div className="panel-body">
        <Suspense fallback={<Skeleton height={chartHeight} />}>
          <DailyChart summary={summary} height={chartHeight} />
        </Suspense>
        <details style={{ marginTop: 8 }}>
          <summary>
            <Text span size="sm" c="dimmed">
              {words.dashboard.dailyTable}
            </Text>
          </summary>
          <DailyTable summary={summary} />
        </details>
      </div>
    </section>
  );
}

function DailyTable({ summary }: { readonly summary: SalesSummary }) {
  return (
    <Table mt="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{words.dashboard.day}</Table.Th>
          <Table.Th className="number">{words.dashboard.tickets}</Table.Th>
          <Table.Th className="number">{words.dashboard.netSales}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {summary.days.map((day) => (
          <Table.Tr key={day.date}>
            <Table.Td>{formatDay(day.date)}</Table.Td>
            <Table.Td className="number">{formatCount(day.tickets)}</Table.Td>
            <Table.Td className="number">{formatMoney(day.netSales, summary.currency)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function TenderMix({ summary }: { readonly summary: SalesSummary }) {
  const whole = sumAmounts(summary.tenders.map((tender) => tender.amount));
  return (
    <section className="panel" aria-labelledby="tender-title">
      <div className="panel-head">
        <Title order={2} id="tender-title">
          {words.dashboard.tenders}
        </Title>
      </div>
      <div className="panel-body">
        {summary.tenders.map((tender) => {
          const share = sharePercent(tender.amount, whole);
          return (
            <div key={tender.paymentType} style={{ marginBottom: 14 }}>
              <div className="tender">
                <bdi>{tender.name}</bdi>
                <span className="number">
                  {formatMoney(tender.amount, summary.currency)}{' '}
                  <Text span size="sm" c="dimmed" style={{ display: 'inline-block', minWidth: 46 }}>
                    {share.toFixed(1)}%
                  </Text>
                </span>
              </div>
              <div className="tender-bar" aria-hidden>
                <span style={{ width: `${Math.min(100, Math.max(0, share))}%` }} />
              </div>
            </div>
          );
        })}
      </div>
    </section>
  );
}
