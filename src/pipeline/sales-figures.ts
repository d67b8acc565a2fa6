// Adds recorded events to the dashboard's days. A void without lines takes away what its original added.
import { salesFigures } from '../events/event-amount.ts';
import type { FinancialEvent } from '../events/financial-event.ts';
import { type EventContext, readStoredEvent } from './event-context.ts';
import type { CompanyStore, SalesFiguresOfDay } from './storage-port.ts';

export async function addSales(
  store: CompanyStore,
  events: readonly FinancialEvent[],
  context: EventContext,
): Promise<void> {
  const sales = events.filter((event) => event.kind === 'sale');
  const given = new Map(sales.map((sale) => [sale.key, sale]));
  const mirrored = sales.flatMap((sale) => (sale.mirrorsOriginal ? (sale.reverses ?? []) : []));
  const originals = new Map(given);
  for (const [key, stored] of await store.events.byKeys(mirrored)) {
    const original = readStoredEvent(stored, context);
    if (original.kind === 'sale') originals.set(key, original);
  }
  const figures = sales.map((sale) => salesFigures(sale, originals.get(sale.reverses ?? '') ?? null));
  // Voids that came before what they void counted nothing then.
  for (const stored of await store.events.reversalsOf([...given.keys()])) {
    const reversal = readStoredEvent(stored, context);
    if (given.has(reversal.key) || reversal.kind !== 'sale' || !reversal.mirrorsOriginal) continue;
    figures.push(salesFigures(reversal, given.get(reversal.reverses ?? '') ?? null));
  }
  await store.sales.add(sumByDay(figures));
}

function sumByDay(figures: readonly SalesFiguresOfDay[]): readonly SalesFiguresOfDay[] {
  const days = new Map<string, SalesFiguresOfDay>();
  for (const one of figures) {
    const key = JSON.stringify([one.businessDate, one.location, one.currency]);
    const day = days.get(key);
    days.set(key, day === undefined ? one : sum(day, one));
  }
  return [...days.values()];
}

function sum(a: SalesFiguresOfDay, b: SalesFiguresOfDay): SalesFiguresOfDay {
  const tenders = new Map(a.tenders);
  for (const [paymentType, amountMinor] of b.tenders) {
    tenders.set(paymentType, (tenders.get(paymentType) ?? 0n) + amountMinor);
  }
  return {
    ...a,
    tickets: a.tickets + b.tickets,
    netSalesMinor: a.netSalesMinor + b.netSalesMinor,
    refundsMinor: a.refundsMinor + b.refundsMinor,
    taxMinor: a.taxMinor + b.taxMinor,
    discountsMinor: a.discountsMinor + b.discountsMinor,
    tenders,
  };
}
