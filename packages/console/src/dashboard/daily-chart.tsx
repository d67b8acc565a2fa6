// The chart alone, loaded after the figures: its library is larger than the rest of the page.
import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import type { SalesSummary } from '../api/wire.ts';
import { formatShortDay } from '../format/dates.ts';
import { formatMoney } from '../format/money.ts';
import { words } from '../words.ts';

export interface DailyChartProps {
  readonly summary: SalesSummary;
  readonly height: number;
}

export function DailyChart({ summary, height }: DailyChartProps) {
  const compact = new Intl.NumberFormat('en', { notation: 'compact', style: 'currency', currency: summary.currency });
  // Numbers here are only drawn; every figure in words comes from the decimal text.
  const bars = summary.days.map((day) => ({ day: formatShortDay(day.date), sales: Number(day.netSales) }));
  const label = `${words.dashboard.daily}: ${formatMoney(summary.netSales, summary.currency)}`;
  return (
    <div role="img" aria-label={label}>
      <BarChart
        h={height}
        data={bars}
        dataKey="day"
        series={[{ name: 'sales', label: words.dashboard.netSales, color: 'petrol.6' }]}
        valueFormatter={(value) => formatMoney(value.toFixed(2), summary.currency)}
        tickLine="none"
        gridAxis="x"
        yAxisProps={{ width: 56, tickFormatter: (value: number) => compact.format(value) }}
        xAxisProps={{ minTickGap: 28 }}
        barProps={{ isAnimationActive: false, radius: [2, 2, 0, 0] }}
        barChartProps={{ accessibilityLayer: false }}
        maxBarWidth={28}
      />
    </div>
  );
}
