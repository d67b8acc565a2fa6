// What a filter over events means for one company at the moment: its amounts, and how ready events stand.
import { decimalPlaces, parseAmount } from '../money.ts';
import type { EventFilter } from './company-books.ts';
import type { AmountRange, FilterContext } from './event-list-port.ts';
import { giftCardTypes } from './gift-card-types.ts';
import { isLaneHeld } from './lane-causes.ts';
import type { CompanyStore } from './storage-port.ts';

export async function filterContext(store: CompanyStore, filter: Partial<EventFilter>): Promise<FilterContext> {
  const company = await store.company.read();
  const decimals = decimalPlaces(company.currency);
  const asked = filter.q?.replace(/[$,\s]/g, '') ?? '';
  const parsed = parseAmount(asked, decimals);
  return {
    laneHeld: await isLaneHeld(store),
    amountMinor: parsed.ok ? parsed.amountMinor : null,
    amounts: amountRange(filter, decimals),
    giftCardTypes: filter.moved === 'gift-cards' ? [...(await giftCardTypes(store))] : [],
  };
}

function amountRange({ amountFrom, amountTo }: Partial<EventFilter>, decimals: number): AmountRange | null {
  if (amountFrom === undefined && amountTo === undefined) return null;
  return {
    fromMinor: amountFrom === undefined ? null : wholeMinor(amountFrom, decimals, 'up'),
    toMinor: amountTo === undefined ? null : wholeMinor(amountTo, decimals, 'down'),
    decimals,
  };
}

/** A bound between two amounts of the currency counts from the next one within: 0.005 is 0.01 from below. */
function wholeMinor(text: string, decimals: number, towards: 'up' | 'down'): bigint {
  const places = Math.max(decimals, text.split('.')[1]?.length ?? 0);
  const parsed = parseAmount(text, places);
  if (!parsed.ok) throw new Error(`${text} was to be checked before: ${parsed.rule}.`);
  const scale = 10n ** BigInt(places - decimals);
  const down = parsed.amountMinor / scale - (parsed.amountMinor % scale < 0n ? 1n : 0n);
  const isWhole = parsed.amountMinor % scale === 0n;
  return isWhole || towards === 'down' ? down : down + 1n;
}
