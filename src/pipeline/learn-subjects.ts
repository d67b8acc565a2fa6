// Payment types, item classes, reason and tax codes and locations show up by being used: unmapped, never unknown.
import { locationsOf, subjectsOf } from '../events/event-subjects.ts';
import type { FinancialEvent } from '../events/financial-event.ts';
import type { CompanyStore, LearnedSubject } from './storage-port.ts';

export async function learnFrom(store: CompanyStore, events: readonly FinancialEvent[], now: Date): Promise<void> {
  const learned = new Map<string, LearnedSubject>();
  const locations = new Set<string>();
  for (const event of events) {
    for (const code of locationsOf(event)) locations.add(code);
    for (const used of subjectsOf(event)) {
      const key = JSON.stringify([used.kind, used.purpose, used.code]);
      const known = learned.get(key);
      learned.set(key, {
        kind: used.kind,
        purpose: used.purpose,
        code: used.code,
        name: nameOf(used.code),
        takesDeposits: used.takesDeposits || (known?.takesDeposits ?? false),
        lastUsed: known !== undefined && known.lastUsed > event.businessDate ? known.lastUsed : event.businessDate,
      });
    }
  }
  await store.subjects.learn([...learned.values()], now);
  await store.subjects.learnLocations(
    [...locations].map((code) => ({ code, name: nameOf(code) })),
    now,
  );
}

/** `gift-card` → `Gift Card`, until a person names it. */
export function nameOf(code: string): string {
  const name = code
    // Marks that turn the reading direction would turn the sentences that the name stands in.
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[-_.]+/g, ' ')
    .trim()
    .replace(/(^|\s)(\p{Ll})/gu, (_match, before: string, letter: string) => before + letter.toUpperCase());
  return name === '' ? code : name;
}
