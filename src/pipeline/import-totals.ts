// What the events of a file come to, by kind and currency.
import type { CheckedEvent } from './company-books.ts';
import type { KindTotal } from './import-port.ts';

export const totalsByKind = (events: readonly CheckedEvent[]): readonly KindTotal[] =>
  addedTotals(
    [],
    events.map(({ kind, currency, amountMinor, businessDate }) => {
      return { kind, currency, events: 1, amountMinor, from: businessDate, to: businessDate };
    }),
  );

export function addedTotals(one: readonly KindTotal[], other: readonly KindTotal[]): readonly KindTotal[] {
  const sums = new Map<string, KindTotal>();
  for (const total of [...one, ...other]) {
    const name = `${total.kind} ${total.currency}`;
    const sum = sums.get(name);
    sums.set(name, sum === undefined ? total : added(sum, total));
  }
  return [...sums.values()];
}

function added(one: KindTotal, other: KindTotal): KindTotal {
  const days = [one.from, one.to, other.from, other.to].sort();
  return {
    ...one,
    events: one.events + other.events,
    amountMinor: one.amountMinor + other.amountMinor,
    from: days.at(0) ?? one.from,
    to: days.at(-1) ?? one.to,
  };
}
