// Gift cards: what is owed on them, and what of an event moved that: sold or reloaded, redeemed as a payment, adjusted.
import { type DaySum, dayFigures } from '../events/day-figures.ts';
import type { FinancialEvent } from '../events/financial-event.ts';
import type { Balance } from './dashboard-port.ts';
import { loadOriginals } from './draft-entries.ts';
import { readStoredEvent, recordingContext } from './event-context.ts';
import type { GiftCardsMoved, GiftCardsView, ListRow } from './event-list-port.ts';
import { giftCardTypes } from './gift-card-types.ts';
import type { CompanyStore } from './storage-port.ts';

/** After every event there is. */
const endOfTime = '9999-12-31';

export async function viewGiftCards(store: CompanyStore): Promise<GiftCardsView> {
  const { currency } = await store.company.read();
  const since = await store.sales.sumsUntil({ to: endOfTime, location: null, currency });
  return { currency, ...giftCardBalance({ sums: since, since, types: await giftCardTypes(store) }) };
}

/** Of sums of a period and of those since the first event. */
export function giftCardBalance({
  sums,
  since,
  types,
}: {
  readonly sums: readonly DaySum[];
  readonly since: readonly DaySum[];
  readonly types: ReadonlySet<string>;
}): Balance {
  return {
    addedMinor: issuedOf(sums),
    usedMinor: redeemedOf(sums, types),
    balanceMinor: issuedOf(since) - redeemedOf(since, types),
  };
}

const issuedOf = (sums: readonly DaySum[]): bigint => add(sums.filter(({ kind }) => kind === 'gift-card-issued'));

const redeemedOf = (sums: readonly DaySum[], types: ReadonlySet<string>): bigint =>
  add(sums.filter(({ kind, subject }) => (kind === 'tender' || kind === 'other-payment') && types.has(subject)));

const add = (sums: readonly DaySum[]): bigint => sums.reduce((total, { amountMinor }) => total + amountMinor, 0n);

/** By key, of a page of rows: in the same figures as add up to what is owed. */
export async function giftCardsMoved(
  store: CompanyStore,
  rows: readonly ListRow[],
): Promise<ReadonlyMap<string, GiftCardsMoved>> {
  const stored = await store.events.byKeys(rows.map(({ key }) => key));
  const context = await recordingContext(store, await store.company.read());
  const originals = await loadOriginals(store, [...stored.values()]);
  const known = new Map<string, FinancialEvent>();
  for (const [key, event] of [...originals, ...stored]) known.set(key, readStoredEvent(event, context));
  const types = await giftCardTypes(store);
  const moved = new Map<string, GiftCardsMoved>();
  for (const { key } of rows) {
    const event = known.get(key);
    if (event === undefined) continue;
    const { sums } = dayFigures(event, known);
    const issuedMinor = issuedOf(sums);
    const isAdjustment = event.kind === 'gift-card-adjustment';
    moved.set(key, {
      soldMinor: isAdjustment ? 0n : issuedMinor,
      redeemedMinor: redeemedOf(sums, types),
      adjustedMinor: isAdjustment ? issuedMinor : 0n,
    });
  }
  return moved;
}
