// Until when the books are closed in QuickBooks: what is dated within waits or goes on the first open day, as the company chose.
import type { Cause } from '../posting/causes.ts';
import { causeKey } from '../posting/causes.ts';
import {
  type ClosedPeriodPolicy,
  type ClosingDates,
  closedPeriodCause,
  closedUntil,
  dateEntry,
  dayAfter,
  firstOpenDay,
} from '../posting/closed-period.ts';
import type { ConnectionRow } from './connection-port.ts';
import type { PipelinePorts } from './ports.ts';
import type { PostingRow } from './posting-port.ts';
import { releaseSlices } from './release.ts';
import type { CompanyStore } from './storage-port.ts';

/** What the posting date of an entry depends on besides the entry. */
export interface Closing {
  readonly dates: ClosingDates;
  readonly policy: ClosedPeriodPolicy;
  readonly today: string;
}

const nothingKnown: ClosingDates = { closedUntil: null, refusedUntil: null };

/** `connection` null: these books were never connected. */
export async function loadClosing(
  store: CompanyStore,
  { connection, now }: { readonly connection: ConnectionRow | null; readonly now: Date },
): Promise<Closing> {
  const { closedPeriods: policy } = await store.company.read();
  return { dates: connection ?? nothingKnown, policy, today: now.toISOString().slice(0, 10) };
}

export function datePosting(
  { businessDate, closedChoice: choice }: Pick<PostingRow, 'businessDate' | 'closedChoice'>,
  closing: Closing,
): ReturnType<typeof dateEntry> {
  return dateEntry({ businessDate, choice, ...closing });
}

/** Why an entry that nobody has decided about would wait. */
export function closedPeriod(businessDate: string, closing: Closing): readonly Cause[] {
  const dated = datePosting({ businessDate, closedChoice: null }, closing);
  return dated.ok ? [] : [dated.cause];
}

/** The closing date where it covers this one; null where the books are open then, as far as we know. */
export function closingDateOver(date: string, connection: ConnectionRow | null): string | null {
  const closed = closedUntil(connection ?? nothingKnown);
  return closed !== null && date <= closed.date ? closed.date : null;
}

/**
 * Keeps the date as QuickBooks gave it. `believed`: a person asked for it, and what was refused before says nothing any more;
 * otherwise a refusal that the date does not explain still stands. Answers how many postings nothing holds any more.
 */
export async function saveClosingDate(
  ports: Pick<PipelinePorts, 'newId'>,
  store: CompanyStore,
  given: { closedUntil: string | null; believed: boolean; now: Date },
): Promise<number> {
  const { believed, now } = given;
  const before = (await store.connection.read()) ?? nothingKnown;
  const refused = believed ? null : before.refusedUntil;
  const isExplained = refused === null || (given.closedUntil !== null && refused <= given.closedUntil);
  const after = { closedUntil: given.closedUntil, refusedUntil: isExplained ? null : refused };
  await store.connection.noteClosingDates(after);
  if (before.closedUntil !== after.closedUntil || before.refusedUntil !== after.refusedUntil) {
    await store.postings.rebuildUnsent();
  }
  return releaseClosed(ports, store, now);
}

/** What QuickBooks refused as closed tells of these dates alone: until there at least. */
export async function learnClosed(
  ports: Pick<PipelinePorts, 'newId'>,
  store: CompanyStore,
  refused: { postingDates: readonly string[]; now: Date },
): Promise<void> {
  const last = refused.postingDates.toSorted().at(-1);
  if (last === undefined) return;
  const connection = await store.connection.read();
  if (closingDateOver(last, connection) === null) {
    await store.connection.noteClosingDates({ closedUntil: connection?.closedUntil ?? null, refusedUntil: last });
    await store.postings.rebuildUnsent();
  }
  await releaseClosed(ports, store, refused.now);
}

/** Where only refusals tell of a closing date, the first open day is today at the latest: each day may be one. Answers how many it lets go. */
export async function releaseOpenedDay(
  ports: Pick<PipelinePorts, 'newId'>,
  store: CompanyStore,
  now: Date,
): Promise<number> {
  const held = await store.causes.openOf(['closed-period']);
  const mayBeOpen = held.some(({ cause }) => cause.kind === 'closed-period' && cause.atLeast === true);
  return mayBeOpen ? releaseClosed(ports, store, now) : 0;
}

/** Lets go what waits for the books no longer, and tells the rest by the date that is known now. */
export async function releaseClosed(
  ports: Pick<PipelinePorts, 'newId'>,
  store: CompanyStore,
  now: Date,
): Promise<number> {
  const { dates, policy, today } = await loadClosing(store, { connection: await store.connection.read(), now });
  const closed = closedUntil(dates);
  const moves = { hold: 'none', 'first-open-day': 'all', ask: 'chosen' } as const;
  const open = {
    openFrom: closed === null ? null : dayAfter(closed.date),
    moved: firstOpenDay(dates, today) === null ? 'none' : moves[policy],
  } as const;
  const released = await releaseSlices(store, {
    letGo: (slice) => store.closedPeriods.letGo({ ...open, ...slice }),
    ...{ now, newId: ports.newId, why: 'The closed period holds it no longer.' },
  });
  await store.causes.resolveEmpty(['closed-period'], now);
  const waiting = await store.causes.openOf(['closed-period']);
  if (waiting.length > 0) {
    const cause = closedPeriodCause(dates);
    await store.causes.raise([{ id: ports.newId(now), key: causeKey(cause), cause }], now);
  }
  return released;
}
