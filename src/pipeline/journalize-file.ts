// From the events of a file, in its order, to their journal entries, without a database: each key once, voids as mirrors of what they void.
import { eventContent } from '../events/event-key.ts';
import { voidsInARowMax } from '../events/event-limits.ts';
import type { EventProblem, FinancialEvent } from '../events/financial-event.ts';
import { type ParsedEvent, type ParsingContext, parseEvent } from '../events/parse-event.ts';
import { type MappingSet, resolveAccounts } from '../journal/account-mapping.ts';
import { createJournalEntry, type DraftEntry, type JournalEntry } from '../journal/journal-entry.ts';
import { type Journalized, type JournalSettings, journalize } from '../journal/journalize.ts';
import { allWithinLineLimit } from '../journal/split-entry.ts';
import { type Cause, causeKey } from '../posting/causes.ts';
import { outOfBalance } from './draft-entries.ts';
import { PipelineError } from './errors.ts';
import {
  draftsToMirror,
  mirrorEntries,
  originalHeld,
  originalUnknown,
  reversalCause,
  reversalProblem,
  type ToMirror,
  tooManyInARow,
} from './reversals.ts';

/** A JavaScript Map holds no more keys than 2^24. */
export const eventsPerFileMax = 16_000_000;
const causesKeptMax = 1000;

/** What the events are read against, and the accounts their entries go to. */
export interface FileBooks {
  readonly context: ParsingContext;
  readonly settings: JournalSettings;
  readonly mapping: MappingSet;
}

export interface FileEvent {
  /** How a person finds it: "line 7". */
  readonly place: string;
  /** How `FileReading.inputAt` finds it. */
  readonly offset: number;
  readonly input: unknown;
}

export interface Refused {
  readonly place: string;
  readonly key: string | null;
  readonly status: 'invalid' | 'conflict';
  readonly problems: readonly EventProblem[];
}

export interface FileReading {
  readonly books: FileBooks;
  /** An event that was given before, once more. */
  inputAt(offset: number): unknown;
  refuse(refused: Refused): void;
}

/** What became of the events: every one is counted in exactly one of these. */
export interface EventCounts {
  journalized: number;
  duplicate: number;
  conflict: number;
  invalid: number;
  /** Held by a cause. */
  blocked: number;
  /** It never footed and was voided, or is the void of such a one. */
  takenOut: number;
}

export interface BlockedBy {
  readonly cause: Cause;
  readonly events: number;
  /** Of the first of them. */
  readonly place: string;
}

interface Placed {
  readonly event: FinancialEvent;
  readonly place: string;
}

/** Of an event nothing is kept but its key and where it stands; more only of voids that wait and of what is blocked. */
interface Journaling extends FileReading {
  given: number;
  readonly counts: EventCounts;
  readonly offsets: Map<string, number>;
  /** By the key of the original: the first event that voids it. */
  readonly firstVoids: Map<string, string>;
  /** By the key of the original, which has not come yet. */
  readonly waiting: Map<string, Placed[]>;
  /** Sales that do not foot: a void that comes later takes them out. */
  readonly unfooted: Map<string, { readonly cause: Cause; readonly place: string }>;
  readonly blocked: Map<string, BlockedBy>;
}

export interface FileJournal {
  /** The entries that this event makes, and those of voids that waited for it: they come behind what they void. */
  entriesOf(given: FileEvent): readonly JournalEntry[];
  /** Once all events were given. At most a thousand causes are named. */
  end(): { readonly counts: Readonly<EventCounts>; readonly blocked: readonly BlockedBy[] };
}

export function journalizeFile(reading: FileReading): FileJournal {
  const journaling: Journaling = {
    ...reading,
    given: 0,
    counts: { journalized: 0, duplicate: 0, conflict: 0, invalid: 0, blocked: 0, takenOut: 0 },
    offsets: new Map(),
    firstVoids: new Map(),
    waiting: new Map(),
    unfooted: new Map(),
    blocked: new Map(),
  };
  return { entriesOf: (given) => entriesOf(journaling, given), end: () => end(journaling) };
}

const none: readonly JournalEntry[] = [];

function entriesOf(journaling: Journaling, { place, offset, input }: FileEvent): readonly JournalEntry[] {
  journaling.given += 1;
  const parsed = parseEvent(input, journaling.books.context);
  if (!parsed.ok) {
    journaling.counts.invalid += 1;
    journaling.refuse({ place, key: parsed.key, status: 'invalid', problems: parsed.problems });
    return none;
  }
  const { event } = parsed;
  const known = journaling.offsets.get(event.key);
  if (known !== undefined) {
    const same = eventContent(parsed) === eventContent(parsedAt(journaling, known));
    journaling.counts[same ? 'duplicate' : 'conflict'] += 1;
    if (!same) journaling.refuse({ place, key: event.key, status: 'conflict', problems: [] });
    return none;
  }
  if (journaling.offsets.size >= eventsPerFileMax) {
    throw new PipelineError('too-many-events', `A file holds at most ${eventsPerFileMax} events: split it.`);
  }
  journaling.offsets.set(event.key, offset);
  const own =
    event.reverses === null ? plainEntries(journaling, { event, place }) : voidEntries(journaling, { event, place });
  const waited = journaling.waiting.get(event.key);
  if (waited === undefined) return own;
  journaling.waiting.delete(event.key);
  return [...own, ...waited.flatMap((one) => voidEntries(journaling, one))];
}

function plainEntries(journaling: Journaling, { event, place }: Placed): readonly JournalEntry[] {
  const journalized = journalize(event, journaling.books.settings);
  if (journalized.ok) {
    const drafts = allWithinLineLimit(journalized.entries);
    return resolved(journaling, drafts, { place, mappingDate: event.businessDate });
  }
  journaling.unfooted.set(event.key, { cause: outOfBalance(event, journalized.reason), place });
  return none;
}

function voidEntries(journaling: Journaling, placed: Placed): readonly JournalEntry[] {
  const { event, place } = placed;
  const { firstVoids, waiting, unfooted, counts } = journaling;
  const originalKey = event.reverses ?? '';
  if (!firstVoids.has(originalKey)) firstVoids.set(originalKey, event.key);
  const drafted = voidDrafts(journaling, event, 0);
  switch (drafted.outcome) {
    case 'waits':
      waiting.set(drafted.forKey, [...(waiting.get(drafted.forKey) ?? []), placed]);
      return none;
    case 'held':
      return hold(journaling, reversalCause(event, drafted.problem), place);
    case 'never-footed':
      counts.takenOut += unfooted.delete(originalKey) ? 2 : 1;
      return none;
    case 'entries':
      return resolved(journaling, drafted.drafts, { place, mappingDate: drafted.mappingDate });
  }
}

type VoidDrafts =
  | Exclude<ToMirror, { outcome: 'entries' }>
  | { readonly outcome: 'entries'; readonly drafts: readonly DraftEntry[]; readonly mappingDate: string }
  | { readonly outcome: 'waits'; readonly forKey: string };

/** What it voids may be a void itself, and so on. */
function voidDrafts(journaling: Journaling, event: FinancialEvent, voidsBefore: number): VoidDrafts {
  const { offsets, firstVoids, books } = journaling;
  if (voidsBefore >= voidsInARowMax) return { outcome: 'held', problem: tooManyInARow };
  const originalKey = event.reverses ?? '';
  const offset = offsets.get(originalKey);
  if (offset === undefined) return { outcome: 'waits', forKey: originalKey };
  const original = parsedAt(journaling, offset).event;
  const first = { id: firstVoids.get(originalKey) ?? event.key };
  const problem = reversalProblem({ event, id: event.key, original, first });
  if (problem !== null) return { outcome: 'held', problem };
  const voided = original.reverses === null ? null : voidDrafts(journaling, original, voidsBefore + 1);
  if (voided?.outcome === 'waits') return voided;
  if (voided !== null && voided.outcome !== 'entries') return { outcome: 'held', problem: originalHeld };
  const journalized: Journalized =
    voided === null ? journalize(original, books.settings) : { ok: true, entries: voided.drafts };
  const toMirror = draftsToMirror({ event, original: journalized }, books.settings);
  if (toMirror.outcome !== 'entries') return toMirror;
  const drafts = mirrorEntries(allWithinLineLimit(toMirror.drafts), event);
  return { outcome: 'entries', drafts, mappingDate: original.businessDate };
}

/** All entries of an event, or none. */
function resolved(
  journaling: Journaling,
  drafts: readonly DraftEntry[],
  of: { readonly place: string; readonly mappingDate: string },
): readonly JournalEntry[] {
  const { mapping } = journaling.books;
  const entries: JournalEntry[] = [];
  const causes: Cause[] = [];
  for (const draft of drafts) {
    const dated = draft.businessDate === of.mappingDate ? draft : { ...draft, businessDate: of.mappingDate };
    const accounts = resolveAccounts(dated, mapping);
    if (accounts.causes.length > 0) {
      causes.push(...accounts.causes);
      continue;
    }
    const created = createJournalEntry({ ...draft, lines: accounts.lines });
    if (!created.ok) throw new Error(`The entry of ${draft.events.join(', ')} is ${created.reason.kind}.`);
    entries.push(created.entry);
  }
  if (causes.length === 0) {
    journaling.counts.journalized += 1;
    return entries;
  }
  journaling.counts.blocked += 1;
  const distinct = new Map(causes.map((cause) => [causeKey(cause), cause]));
  for (const cause of distinct.values()) addCause(journaling.blocked, cause, of.place);
  return none;
}

function hold(journaling: Journaling, cause: Cause, place: string): readonly JournalEntry[] {
  journaling.counts.blocked += 1;
  addCause(journaling.blocked, cause, place);
  return none;
}

function addCause(blocked: Map<string, BlockedBy>, cause: Cause, place: string): void {
  const key = causeKey(cause);
  const known = blocked.get(key);
  if (known !== undefined) blocked.set(key, { ...known, events: known.events + 1 });
  else if (blocked.size < causesKeptMax) blocked.set(key, { cause, events: 1, place });
}

function end(journaling: Journaling): ReturnType<FileJournal['end']> {
  const { counts, waiting, unfooted, blocked } = journaling;
  for (const { cause, place } of unfooted.values()) hold(journaling, cause, place);
  for (const { event, place } of [...waiting.values()].flat()) {
    const isKnown = journaling.offsets.has(event.reverses ?? '');
    hold(journaling, reversalCause(event, isKnown ? originalHeld : originalUnknown), place);
  }
  const counted = Object.values(counts).reduce((sum: number, count: number) => sum + count, 0);
  if (counted !== journaling.given) throw new Error(`Of ${journaling.given} events ${counted} are accounted for.`);
  return { counts, blocked: [...blocked.values()] };
}

/** What was taken before is taken again: the file is the same. */
function parsedAt(journaling: Journaling, offset: number): Extract<ParsedEvent, { ok: true }> {
  const parsed = parseEvent(journaling.inputAt(offset), journaling.books.context);
  if (parsed.ok) return parsed;
  throw new PipelineError('file-changed', 'The file was changed while it was read: start again.');
}
