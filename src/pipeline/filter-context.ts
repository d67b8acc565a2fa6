// What a filter over events means for one company at the moment: its amounts, and how ready events stand.
import { decimalPlaces, parseAmount } from '../money.ts';
import type { EventFilter } from './company-books.ts';
import { isLaneHeld } from './lane-causes.ts';
import type { CompanyStore, FilterContext } from './storage-port.ts';

export async function filterContext(store: CompanyStore, filter: Partial<EventFilter>): Promise<FilterContext> {
  const company = await store.company.read();
  const asked = filter.q?.replace(/[$,\s]/g, '') ?? '';
  const parsed = parseAmount(asked, decimalPlaces(company.currency));
  return { laneHeld: await isLaneHeld(store), amountMinor: parsed.ok ? parsed.amountMinor : null };
}
