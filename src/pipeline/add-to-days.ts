// Adds recorded events to what is kept of their days. A void without lines takes back what its original added; one that came before it
// learns only then what that is.
import { type DayFigures, type DaySum, dayFigures } from '../events/day-figures.ts';
import { eventAmount } from '../events/event-amount.ts';
import type { FinancialEvent } from '../events/financial-event.ts';
import { loadOriginals, loadVoids } from './draft-entries.ts';
import { type EventContext, readStoredEvent } from './event-context.ts';
import type { CompanyStore, StoredEvent } from './storage-port.ts';

export async function addToDays(
  store: CompanyStore,
  events: readonly FinancialEvent[],
  context: EventContext,
): Promise<void> {
  const known = new Map(events.map((event) => [event.key, event]));
  const read = { store, context, known };
  const voids = await voidsOf(events, read);
  const counted = [...events, ...voids];
  await learnVoided(counted, read);
  await store.events.giveAmounts(voids.map((event) => ({ key: event.key, ...eventAmount(event, known) })));
  await store.sales.add(addUp(counted.map((event) => dayFigures(event, known))));
}

interface Reading {
  readonly store: CompanyStore;
  readonly context: EventContext;
  /** By key; what is read is added. */
  readonly known: Map<string, FinancialEvent>;
}

/** Voids that came before what they void counted nothing then, and voids of these neither. */
async function voidsOf(events: readonly FinancialEvent[], { store, context, known }: Reading) {
  const read = (stored: StoredEvent) => readStoredEvent(stored, context);
  const found = await loadVoids(store, {
    keys: events.map(({ key }) => key),
    isMeant: (stored) => !known.has(stored.key) && read(stored).mirrorsOriginal,
  });
  const voids = found.map(read);
  for (const event of voids) known.set(event.key, event);
  return voids;
}

/** What they take back, and what that took back. */
async function learnVoided(events: readonly FinancialEvent[], { store, context, known }: Reading): Promise<void> {
  const voids = events.filter(({ mirrorsOriginal }) => mirrorsOriginal);
  for (const [key, stored] of await loadOriginals(store, voids)) {
    if (!known.has(key)) known.set(key, readStoredEvent(stored, context));
  }
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
