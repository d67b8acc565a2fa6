// Asks QuickBooks by document number what became of an entry whose outcome is not known: a metered read, so only then.
import { afterLookUp } from '../posting/next-step.ts';
import { closingDateOver } from './closing-date.ts';
import type { HeldLane } from './lane.ts';
import type { FoundEntry, PostOutcome } from './ledger-port.ts';
import { mergedBodies } from './merged-bodies.ts';
import type { PipelinePorts } from './ports.ts';
import type { PostingRow } from './posting-port.ts';
import { readUnanswered } from './read-unanswered.ts';
import { savePostings } from './save-postings.ts';
import type { StepResult } from './step-result.ts';
import type { CompanyStore } from './storage-port.ts';
import { takeCall } from './take-call.ts';

/** `refusal`: what led here, where it was one. */
export async function lookUp(lane: HeldLane, posting: PostingRow, refusal: PostOutcome | null): Promise<StepResult> {
  const { ports } = lane;
  const ledger = ports.ledgerOf(lane.companyId);
  const begun = await lane.write(async (store, now) => ({
    allowed: await takeCall(store, { ports, kind: 'read', now }),
    connection: await store.connection.read(),
    merged: await mergedBodies(store, ledger),
  }));
  const { allowed, connection, merged } = begun;
  if (!allowed.ok) return { did: 'wait', until: allowed.until };
  if (connection === null) throw new Error('A lane without a connection looks nothing up.');
  if (posting.realmId === null) throw new Error(`Posting ${posting.id} is looked up and was never sent.`);
  const guard = lane.guardOf(posting.realmId);
  // Compared as QuickBooks would hold it since.
  const body = posting.body === null ? '' : merged(posting.body);
  const found = await ledger.findEntry({ guard, documentNumber: posting.documentNumber ?? '', body });
  await lane.write((store, now) =>
    found.ok
      ? saveFound(ports, store, { posting, found: found.found, refusal, now })
      : readUnanswered(ports, store, { answer: found, asked: connection, now }),
  );
  return { did: 'something' };
}

async function saveFound(
  ports: PipelinePorts,
  store: CompanyStore,
  request: { posting: PostingRow; found: readonly FoundEntry[]; refusal: PostOutcome | null; now: Date },
): Promise<void> {
  const { posting, found, refusal, now } = request;
  if (posting.firstSentAt === null) throw new Error(`Posting ${posting.id} is looked up and was never sent.`);
  const connection = await store.connection.read();
  const merged = await movedByMerge(store, found);
  const known = found.map((entry) => (merged.includes(entry) ? { ...entry, equal: true } : entry));
  const after = afterLookUp(known, {
    documentNumber: posting.documentNumber ?? '',
    firstSentAt: posting.firstSentAt,
    refusal,
    foundThere: posting.foundThere,
    unanswered: posting.unanswered,
    entryAnsweredAt: connection?.entryAnsweredAt ?? null,
    closedUntil: closingDateOver(posting.postingDate, connection),
    now,
  });
  const accepted = after.state === 'accepted';
  await savePostings(
    ports,
    store,
    [
      {
        // What the look-up was made for stood as unknown, whatever it was when it was sent.
        posting: { ...posting, state: 'unknown' },
        cause: 'cause' in after ? after.cause : null,
        // Compared as it is now: nothing that was done to it before is left to be seen.
        heldAt: now,
        change: {
          postingId: posting.id,
          state: after.state,
          // Not there: sent anew, under a request id that QuickBooks cannot have seen.
          attempt: after.state === 'ready' ? posting.attempt + 1 : posting.attempt,
          quickbooksId: accepted ? after.quickbooksId : null,
          syncToken: accepted ? after.syncToken : null,
          realmId: after.state === 'ready' ? null : posting.realmId,
          acceptedAt: accepted ? now : null,
          nextStepAt: after.state === 'unknown' ? after.nextStepAt : null,
          // Whatever was wrong with its batch is not to happen to another one.
          goesAlone: posting.goesAlone || posting.batchId !== null,
          unanswered: after.state === 'ready' ? after.unanswered : posting.unanswered,
        },
        record: {
          id: ports.newId(now),
          postingId: posting.id,
          at: now,
          what: after.state === 'number-taken' ? 'number-taken' : 'looked-up',
          requestId: posting.requestId,
          httpStatus: null,
          intuitTid: null,
          detail: {
            documentNumber: posting.documentNumber,
            found: known.map((entry) => ({ ...entry })),
            state: after.state,
          },
        },
      },
    ],
    now,
  );
  // What they were merged into is found out as ever: by this entry, now that it is known.
  const left = merged.flatMap(({ quickbooksId, leftAccounts }) =>
    accepted && quickbooksId === after.quickbooksId ? leftAccounts : [],
  );
  if (posting.realmId !== null && left.length > 0) await store.merges.ask(posting.realmId, left, now);
}

/** QuickBooks' count of an entry that nobody has changed since it was written. */
const neverChanged = '0';

/** Ours on other accounts, although nobody changed them: those that were sent are gone, and were merged away. */
async function movedByMerge(store: CompanyStore, found: readonly FoundEntry[]): Promise<readonly FoundEntry[]> {
  const moved = found.filter(
    ({ ours, syncToken, leftAccounts }) => ours && syncToken === neverChanged && leftAccounts.length > 0,
  );
  if (moved.length === 0) return [];
  const active = new Set((await store.chart.accounts()).flatMap(({ id, active: isActive }) => (isActive ? [id] : [])));
  return moved.filter(({ leftAccounts }) => leftAccounts.every((id) => !active.has(id)));
}
