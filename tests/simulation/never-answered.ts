// What QuickBooks never answers usably, as bad days of the local one: an entry is known by its number, whatever it is sent with.
import { entryId } from '../../src/pipeline/entry-id.ts';
import { documentNumber, summaryKey } from '../../src/posting/posting-key.ts';
import type { Deed } from './deeds.ts';
import { keyOf } from './draw-events.ts';
import type { NeverAnswered } from './draw-never-answered.ts';
import type { Shop } from './shop.ts';

type Rules = Extract<Deed, { does: 'bad-day' }>['rules'];

/** Those of a bad day, behind what is never answered while it is not. */
export function badDayOf({ plan, isNeverAnswered }: Shop, rules: Rules): Rules {
  const { neverAnswered } = plan;
  if (neverAnswered === null || !isNeverAnswered) return rules;
  const { calls, fault } = neverAnswered;
  const never = textsIn(neverAnswered).flatMap((containing) => calls.map((call) => ({ call, ...fault, containing })));
  return [...never, ...rules];
}

/** Each is in the body of what is never answered, and of nothing else. */
function textsIn(neverAnswered: NeverAnswered): readonly string[] {
  return neverAnswered.of === 'changes' ? ['"SyncToken":'] : numbersOf(neverAnswered);
}

/** Of its own entry, and of the first that its day has. */
export function numbersOf({ event }: NeverAnswered): readonly string[] {
  const { businessDate, location } = event;
  const keys = [keyOf(event), summaryKey({ businessDate, location, sequence: 1 })];
  return keys.map((key) => documentNumber(entryId({ key, part: 1 })));
}

/** In every company in which the books are or were kept. */
export async function answerAgain(shop: Shop): Promise<void> {
  shop.isNeverAnswered = false;
  for (const { quickbooks } of [shop, ...shop.former]) await quickbooks.control('PUT', '/faults', []);
}
