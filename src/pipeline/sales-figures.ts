// Adds recorded events to the dashboard's days. A void without lines takes away what its original added.
import type { FinancialEvent } from '../events/financial-event.ts';
import { type SalesFigures, salesFigures } from '../events/sales-figures.ts';
import { type EventContext, readStoredEvent } from './event-context.ts';
import type { CompanyStore, SalesFiguresOfDay } from './storage-port.ts';

export async function addSales(
  store: CompanyStore,
  events: readonly FinancialEvent[],
  context: EventContext,
): Promise<void> {
  const days = new Map<string, SalesFiguresOfDay>();
  const given = new Map(events.map((event) => [event.key, event]));
  const originals = await originalsOf(store, events, context);
  for (const event of events) {
    const original = event.mirrorsOriginal
      ? (originals.get(event.reverses ?? '') ?? given.get(event.reverses ?? ''))
      : null;
    const figures =
      original === null ? salesFigures(event) : original === undefined ? null : negated(salesFigures(original));
    if (figures !== null) addTo(days, event, figures);
  }
  // Voids that came before what they void.
  for (const stored of await store.events.reversalsOf([...given.keys()])) {
    const original = given.get(stored.reverses ?? '');
    const reversal = readStoredEvent(stored, context);
    if (original === undefined || !reversal.mirrorsOriginal || given.has(reversal.key)) continue;
    const figures = salesFigures(original);
    if (figures !== null) addTo(days, reversal, negated(figures));
  }
  await store.sales.add([...days.values()]);
}

async function originalsOf(
  store: CompanyStore,
  events: readonly FinancialEvent[],
  context: EventContext,
): Promise<ReadonlyMap<string, FinancialEvent>> {
  const keys = events.flatMap((event) => (event.mirrorsOriginal ? (event.reverses ?? []) : []));
  const stored = await store.events.byKeys(keys);
  return new Map([...stored].map(([key, event]) => [key, readStoredEvent(event, context)]));
}

function addTo(days: Map<string, SalesFiguresOfDay>, event: FinancialEvent, figures: SalesFigures): void {
  const { businessDate, location, currency } = event;
  const key = JSON.stringify([businessDate, location, currency]);
  const day = days.get(key);
  const tenders = new Map(day?.tenders ?? []);
  for (const tender of figures.tenders) {
    tenders.set(tender.paymentType, (tenders.get(tender.paymentType) ?? 0n) + tender.amountMinor);
  }
  days.set(key, {
    businessDate,
    location,
    currency,
    tickets: (day?.tickets ?? 0) + figures.tickets,
    netSalesMinor: (day?.netSalesMinor ?? 0n) + figures.netSalesMinor,
    refundsMinor: (day?.refundsMinor ?? 0n) + figures.refundsMinor,
    taxMinor: (day?.taxMinor ?? 0n) + figures.taxMinor,
    discountsMinor: (day?.discountsMinor ?? 0n) + figures.discountsMinor,
    tenders,
  });
}

const negated = (figures: SalesFigures): SalesFigures => ({
  tickets: -figures.tickets,
  netSalesMinor: -figures.netSalesMinor,
  refundsMinor: -figures.refundsMinor,
  taxMinor: -figures.taxMinor,
  discountsMinor: -figures.discountsMinor,
  tenders: figures.tenders.map((tender) => ({ ...tender, amountMinor: -tender.amountMinor })),
});
