// From a recorded event to the entries it makes before accounts are known; voids take theirs from what they void.
import type { FinancialEvent } from '../events/financial-event.ts';
import type { DraftEntry } from '../journal/journal-entry.ts';
import { journalize } from '../journal/journalize.ts';
import type { Cause } from '../posting/causes.ts';
import { type EventContext, readStoredEvent, recordingContext } from './event-context.ts';
import { linesProblem, mirrorEntries, reversalCause, reversalProblem } from './reversals.ts';
import type { CompanyRow, CompanyStore, StoredEvent } from './storage-port.ts';

export type Drafted =
  | { readonly outcome: 'entries'; readonly entries: readonly DraftEntry[]; readonly mappingDate: string }
  | { readonly outcome: 'held'; readonly cause: Cause }
  /** Nothing of it, nor of the others named, is ever posted. */
  | { readonly outcome: 'taken-out'; readonly why: string; readonly events: readonly StoredEvent[] };

export interface Drafting {
  readonly company: CompanyRow;
  readonly context: EventContext;
  readonly originals: ReadonlyMap<string, StoredEvent>;
  /** By the key of the original: the first event recorded that reverses it. */
  readonly firstReversals: ReadonlyMap<string, StoredEvent>;
}

const voidedBeforePosting = 'voided before posting';
const originalOutside = 'what it voids was handled outside';

/** What the drafts of these events depend on besides themselves. */
export async function loadDrafting(store: CompanyStore, events: readonly StoredEvent[]): Promise<Drafting> {
  const company = await store.company.read();
  const originalKeys = [...new Set(events.flatMap((event) => event.reverses ?? []))];
  const firstReversals = new Map<string, StoredEvent>();
  for (const reversal of await store.events.reversalsOf(originalKeys)) {
    if (reversal.reverses !== null && !firstReversals.has(reversal.reverses)) {
      firstReversals.set(reversal.reverses, reversal);
    }
  }
  return {
    company,
    context: await recordingContext(store, company),
    originals: await store.events.byKeys(originalKeys),
    firstReversals,
  };
}

export function draftsOf(stored: StoredEvent, drafting: Drafting): Drafted {
  const event = readStoredEvent(stored, drafting.context);
  return event.reverses === null ? plain(event, drafting) : reversing(stored, event, drafting);
}

function plain(event: FinancialEvent, drafting: Drafting): Drafted {
  const journalized = journalize(event, drafting.company);
  if (journalized.ok) {
    return { outcome: 'entries', entries: journalized.entries, mappingDate: event.businessDate };
  }
  const cause: Cause = {
    kind: 'out-of-balance',
    eventKey: event.key,
    number: event.number,
    amountMinor: journalized.reason.amountMinor,
    currency: event.currency,
  };
  return { outcome: 'held', cause };
}

function reversing(stored: StoredEvent, event: FinancialEvent, drafting: Drafting): Drafted {
  const original = drafting.originals.get(event.reverses ?? '') ?? null;
  const first = drafting.firstReversals.get(event.reverses ?? '') ?? null;
  const problem = reversalProblem({ event, id: stored.id, original, first });
  if (problem !== null || original === null) {
    return { outcome: 'held', cause: reversalCause(event, problem ?? '') };
  }
  if (original.status === 'handled-outside') {
    return { outcome: 'taken-out', why: originalOutside, events: [stored] };
  }
  const journalized = journalize(readStoredEvent(original, drafting.context), drafting.company);
  if (!journalized.ok) return { outcome: 'taken-out', why: voidedBeforePosting, events: [stored, original] };
  const mirrored = mirrorEntries(journalized.entries, event);
  if (!event.mirrorsOriginal) {
    const given = journalize(event, drafting.company);
    const mismatch = given.ok ? linesProblem(given.entries, mirrored) : 'its lines do not foot';
    if (mismatch !== null) return { outcome: 'held', cause: reversalCause(event, mismatch) };
  }
  return { outcome: 'entries', entries: mirrored, mappingDate: original.businessDate };
}
