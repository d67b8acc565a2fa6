// Net sales by day: the chart, once its library is there, and the same as a table.
import { Button, Skeleton, Table, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { Dashboard } from '../api/wire.ts';
import { formatDay } from '../format/dates.ts';
import { formatCount, formatMoney } from '../format/money.ts';
import { words } from '../words.ts';

const DailyChart = lazy(async () => ({ default: (await import('./daily-chart.tsx')).DailyChart }));

const chartHeight = 332;
const page = words.dashboard;
/** What scrolls takes the focus, so that arrow keys scroll it. */
const scrolling = { tabIndex: 0, role: 'region', 'aria-label': words.common.tableOf(page.daily) };

export function DailyPanel({ dashboard }: { readonly dashboard: Dashboard }) {
  const [asTable, { toggle }] = useDisclosure(false);
  const { compared } = dashboard;
  return (
    <section className="panel" aria-labelledby="daily-title">
      <div className="panel-head">
        <Title order={2} id="daily-title">
          {page.daily}
        </Title>
        <Button size="compact-xs" variant="default" aria-pressed={asTable} onClick={toggle}>
          {page.dailyTable}
        </Button>
      </div>
      {asTable ? (
        <div className="daily-table" {...scrolling}>
          <DailyTable dashboard={dashboard} />
        </div>
      ) : (
        <div className="panel-body daily-chart">
          <ChartAfterFigures dashboard={dashboard} />
          <Text size="xs" c="dimmed" className="daily-legend">
            <span className="swatch" aria-hidden /> {page.netSales}
            {compared === null ? null : (
              <>
                <span className="swatch" data-before aria-hidden /> {page.earlier}
              </>
            )}
          </Text>
        </div>
      )}
    </section>
  );
}

/** Its library is asked for once the figures are seen. */
function ChartAfterFigures({ dashboard }: { readonly dashboard: Dashboard }) {
  const [figuresSeen, setFiguresSeen] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => setFiguresSeen(true));
    return () => cancelAnimationFrame(frame);
  }, []);
  const waiting = <Skeleton height={chartHeight} />;
  if (!figuresSeen) return waiting;
  return (
    <Suspense fallback={waiting}>
      <DailyChart dashboard={dashboard} height={chartHeight} />
    </Suspense>
  );
}

function DailyTable({ dashboard: { days, currency, compared } }: { readonly dashboard: Dashboard }) {
  return (
    <Table aria-label={page.daily}>
      <Table.Thead className="daily-heading">
        <Table.Tr>
          <Table.Th>{page.day}</Table.Th>
          <Table.Th className="number">{page.tickets}</Table.Th>
          <Table.Th className="number">{page.netSales}</Table.Th>
          {compared === null ? null : <Table.Th className="number">{page.earlier}</Table.Th>}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {days.map((day) => (
          <Table.Tr key={day.date}>
            <Table.Td>{formatDay(day.date)}</Table.Td>
            <Table.Td className="number">{formatCount(day.tickets)}</Table.Td>
            <Table.Td className="number">{formatMoney(day.netSales, currency)}</Table.Td>
            {compared === null ? null : (
              <Table.Td className="number">
                {day.before === null ? words.common.none : formatMoney(day.before.netSales, currency)}
              </Table.Td>
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
