// Takes up what QuickBooks holds already though these books did not know: what was found under its number is compared, not sent.
import { isSameEntry } from '../posting/entry-version.ts';
import { afterLookUp, type Found } from '../posting/next-step.ts';
import { documentNumber } from '../posting/posting-key.ts';
import { closingDateOver } from './closing-date.ts';
import type { ConnectionRow } from './connection-port.ts';
import { entryId } from './entry-id.ts';
import type { LaneOf } from './lane.ts';
import type { Ledger } from './ledger-port.ts';
import { mergedBodies } from './merged-bodies.ts';
import type { Intent, PostingRow } from './posting-port.ts';
import type { FoundRow } from './roll-call-port.ts';
import { type SavedPosting, savePostings } from './save-postings.ts';
import type { CompanyStore } from './storage-port.ts';
import { writeIntents } from './write-intents.ts';

interface TakingUp {
  readonly ready: readonly PostingRow[];
  readonly connection: ConnectionRow;
  readonly now: Date;
}

/** How many: those have their outcome, without a call. */
export async function takeUp(lane: LaneOf, store: CompanyStore, { ready, connection, now }: TakingUp): Promise<number> {
  const { ports, companyId } = lane;
  const { realmId } = connection;
  const found = await foundUnder(store, realmId, ready);
  if (found.length === 0) return 0;
  const numbers = new Set(found.map((row) => row.documentNumber));
  const there = ready.filter((posting) => numbers.has(documentNumber(entryId(posting))));
  const intents = await writeIntents(lane, store, {
    calls: there.map((posting) => [posting]),
    batch: false,
    connection,
    now,
  });
  const merged = await mergedBodies(store, ports.ledgerOf(companyId));
  const saved = intents.map((intent) =>
    recognised(intent, {
      ledger: ports.ledgerOf(companyId),
      posting: postingOf(there, intent),
      rows: found
        .filter((row) => row.documentNumber === intent.documentNumber)
        .map((row) => ({ ...row, body: merged(row.body) })),
      connection,
      id: ports.newId(now),
      now,
    }),
  );
  await savePostings(ports, store, saved, now);
  await store.rollCalls.noteTakenUp(
    realmId,
    found.map(({ quickbooksId }) => quickbooksId),
    now,
  );
  return there.length;
}

/** Which of these it holds on their business date, by id. */
export async function heldOnTheirDate(
  store: CompanyStore,
  { connection, postings }: { readonly connection: ConnectionRow | null; readonly postings: readonly PostingRow[] },
): Promise<ReadonlySet<string>> {
  if (connection === null) return new Set();
  const found = await foundUnder(store, connection.realmId, postings);
  if (found.length === 0) return new Set();
  const byNumber = new Map(postings.map((posting) => [documentNumber(entryId(posting)), posting]));
  return new Set(
    found.flatMap((row) => {
      const posting = byNumber.get(row.documentNumber);
      return posting !== undefined && posting.businessDate === row.date ? [posting.id] : [];
    }),
  );
}

/** Nearly always nothing was found, and no number is worked out. */
async function foundUnder(
  store: CompanyStore,
  realmId: string,
  postings: readonly PostingRow[],
): Promise<readonly FoundRow[]> {
  if (!(await store.rollCalls.hasFound(realmId))) return [];
  return store.rollCalls.found(
    realmId,
    postings.map((posting) => documentNumber(entryId(posting))),
  );
}

function postingOf(postings: readonly PostingRow[], { postingId }: Intent): PostingRow {
  const posting = postings.find(({ id }) => id === postingId);
  if (posting === undefined) throw new Error(`Posting ${postingId} has an intent and was not asked for one.`);
  return posting;
}

interface Recognising {
  readonly ledger: Pick<Ledger, 'versionOf'>;
  readonly posting: PostingRow;
  readonly rows: readonly FoundRow[];
  readonly connection: ConnectionRow;
  readonly id: string;
  readonly now: Date;
}

/** As a look-up would decide it: the same entry is it, and what is not the same is for a person to see. */
function recognised(intent: Intent, of: Recognising): SavedPosting {
  const { posting, rows, connection, now } = of;
  const after = afterLookUp(
    rows.map((row) => compare(of.ledger, intent, row)),
    {
      documentNumber: intent.documentNumber,
      firstSentAt: now,
      refusal: null,
      foundThere: true,
      unanswered: 0,
      entryAnsweredAt: null,
      closedUntil: closingDateOver(posting.postingDate, connection),
      now,
    },
  );
  const accepted = after.state === 'accepted';
  return {
    posting: { ...posting, state: 'intent-saved' },
    cause: 'cause' in after ? after.cause : null,
    // What was done to it since it was read is seen by the next sweep.
    heldAt: new Date(Math.min(...rows.map(({ foundAt }) => foundAt.getTime()))),
    change: {
      postingId: posting.id,
      state: after.state,
      attempt: posting.attempt,
      quickbooksId: accepted ? after.quickbooksId : null,
      syncToken: accepted ? after.syncToken : null,
      realmId: intent.realmId,
      acceptedAt: accepted ? now : null,
      nextStepAt: null,
      goesAlone: posting.goesAlone,
      unanswered: 0,
    },
    record: {
      ...{ id: of.id, postingId: posting.id, at: now, what: accepted ? 'recognised' : 'number-taken' },
      ...{ requestId: null, httpStatus: null, intuitTid: null },
      detail: { documentNumber: intent.documentNumber, quickbooksId: rows[0]?.quickbooksId ?? null },
    },
  };
}

function compare(ledger: Pick<Ledger, 'versionOf'>, { body }: Intent, row: FoundRow): Found {
  const [ours, theirs] = [ledger.versionOf(body), ledger.versionOf(row.body)];
  return {
    quickbooksId: row.quickbooksId,
    syncToken: row.syncToken,
    ours: ours !== null && theirs !== null && ours.entryId === theirs.entryId,
    // What cannot be read is not known to be as it would be sent.
    equal: ours !== null && theirs !== null && isSameEntry(ours, theirs),
  };
}
