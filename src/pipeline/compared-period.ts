// Which days a period is compared with, and by how much a figure has changed since then.

export const comparisons = ['none', 'previous-period', 'last-year'] as const;

/** With as many days right before, with the same days of the year before, or with nothing. */
export type Comparison = (typeof comparisons)[number];

export interface Days {
  readonly from: string;
  readonly to: string;
}

const dayMs = 86_400_000;

export function comparedDays(period: Days, comparison: Comparison): Days | null {
  switch (comparison) {
    case 'none':
      return null;
    case 'previous-period': {
      const to = addDays(period.from, -1);
      return { from: addDays(to, 1 - dayCount(period)), to };
    }
    case 'last-year':
      return { from: yearBefore(period.from), to: yearBefore(period.to) };
  }
}

export function dayCount({ from, to }: Days): number {
  return Math.round((at(to) - at(from)) / dayMs) + 1;
}

export function addDays(date: string, days: number): string {
  return new Date(at(date) + days * dayMs).toISOString().slice(0, 10);
}

/** First and last day of a month, YYYY-MM. */
export function daysOfMonth(month: string): Days {
  const from = `${month}-01`;
  const next = addDays(from, 31).slice(0, 7);
  return { from, to: addDays(`${next}-01`, -1) };
}

/** To a tenth of a percent, half away from zero; null where there was nothing to compare with. */
export function changePercent(now: bigint, before: bigint): number | null {
  if (before === 0n) return null;
  const size = before < 0n ? -before : before;
  const change = now - before;
  const sign = change < 0n ? -1n : 1n;
  const thousandths = (sign * change * 2000n + size) / (2n * size);
  return Number(sign * thousandths) / 10;
}

/** A leap day has the day before it. */
function yearBefore(date: string): string {
  const year = String(Number(date.slice(0, 4)) - 1).padStart(4, '0');
  return `${year}${date.slice(4) === '-02-29' ? '-02-28' : date.slice(4)}`;
}

const at = (date: string): number => Date.parse(`${date}T00:00:00Z`);
