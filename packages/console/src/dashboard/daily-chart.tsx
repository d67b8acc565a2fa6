// The chart alone, loaded after the figures: its library is larger than the rest of the page.
import '@mantine/charts/styles.css';
import { CompositeChart } from '@mantine/charts';
import type { Dashboard } from '../api/wire.ts';
import { formatShortDay } from '../format/dates.ts';
import { formatCompact, formatMoney } from '../format/money.ts';
import { words } from '../words.ts';

export interface DailyChartProps {
  readonly dashboard: Dashboard;
  readonly height: number;
}

const page = words.dashboard;

export function DailyChart({ dashboard, height }: DailyChartProps) {
  const { currency, figures, compared } = dashboard;
  // Numbers here are only drawn; every figure in words comes from the decimal text.
  const days = dashboard.days.map(({ date, netSales, before }) => ({
    day: formatShortDay(date),
    now: Number(netSales),
    before: before === null ? null : Number(before.netSales),
  }));
  const now = { name: 'now', label: page.netSales, color: 'var(--till-chart)', type: 'bar' } as const;
  const before = { name: 'before', label: page.earlier, color: 'var(--till-chart-before)', type: 'line' } as const;
  return (
    <div role="img" aria-label={`${page.daily}: ${formatMoney(figures.netSales.value, currency)}`}>
      <CompositeChart
        h={height}
        data={days}
        dataKey="day"
        series={compared === null ? [now] : [now, before]}
        valueFormatter={(value) => formatMoney(value.toFixed(2), currency)}
        tickLine="none"
        gridAxis="x"
        withDots={false}
        curveType="linear"
        strokeWidth={1.5}
        yAxisProps={{ width: 60, tickFormatter: (value: number) => formatCompact(value, currency) }}
        xAxisProps={{ minTickGap: 28 }}
        barProps={{ isAnimationActive: false, radius: [2, 2, 0, 0] }}
        lineProps={{ isAnimationActive: false, strokeDasharray: '4 3' }}
        composedChartProps={{ accessibilityLayer: false }}
        maxBarWidth={28}
      />
    </div>
  );
}
