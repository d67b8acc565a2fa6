// Adds recorded events to what is kept of their days. A void without lines takes away what its original added.
import { type DayFigures, type DaySum, dayFigures } from '../events/day-figures.ts';
import type { FinancialEvent } from '../events/financial-event.ts';
import { type EventContext, readStoredEvent } from './event-context.ts';
import type { CompanyStore } from './storage-port.ts';

export async function addToDays(
  store: CompanyStore,
  events: readonly FinancialEvent[],
  context: EventContext,
): Promise<void> {
  const given = new Map(events.map((event) => [event.key, event]));
  const mirrored = events.flatMap((event) => (event.mirrorsOriginal ? (event.reverses ?? []) : []));
  const originals = new Map(given);
  for (const [key, stored] of await store.events.byKeys(mirrored)) originals.set(key, readStoredEvent(stored, context));
  const figures = events.map((event) => dayFigures(event, originals.get(event.reverses ?? '') ?? null));
  // Voids that came before what they void counted nothing then.
  for (const stored of await store.events.reversalsOf([...given.keys()])) {
    const reversal = readStoredEvent(stored, context);
    if (given.has(reversal.key) || !reversal.mirrorsOriginal) continue;
    figures.push(dayFigures(reversal, given.get(reversal.reverses ?? '') ?? null));
  }
  await store.sales.add(addUp(figures));
}

/** One for each day, location and currency, with one sum for each kind and subject. */
function addUp(figures: readonly DayFigures[]): readonly DayFigures[] {
  const days = new Map<string, { day: DayFigures; sums: Map<string, DaySum> }>();
  for (const one of figures) {
    const key = JSON.stringify([one.businessDate, one.location, one.currency]);
    const known = days.get(key);
    const sums = known?.sums ?? new Map<string, DaySum>();
    for (const sum of one.sums) addSum(sums, sum);
    days.set(key, { day: known === undefined ? one : addSales(known.day, one), sums });
  }
  return [...days.values()].map(({ day, sums }) => ({ ...day, sums: [...sums.values()] }));
}

function addSum(sums: Map<string, DaySum>, { kind, subject, amountMinor }: DaySum): void {
  const key = `${kind} ${subject}`;
  sums.set(key, { kind, subject, amountMinor: (sums.get(key)?.amountMinor ?? 0n) + amountMinor });
}

function addSales(a: DayFigures, b: DayFigures): DayFigures {
  return {
    ...a,
    tickets: a.tickets + b.tickets,
    netSalesMinor: a.netSalesMinor + b.netSalesMinor,
    refundsMinor: a.refundsMinor + b.refundsMinor,
    taxMinor: a.taxMinor + b.taxMinor,
    discountsMinor: a.discountsMinor + b.discountsMinor,
  };
}
