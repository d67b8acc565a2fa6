// Calls the roll: which entries of Tillbook QuickBooks holds that these books do not know. Before anything is sent, since a
// database may have been put back to an older state, and another Tillbook may post to the same company.
import { aloneMs, rollFreshMs } from '../posting/beginning.ts';
import { mayBeAtQuickbooks } from '../posting/posting.ts';
import { documentNumberPrefix, findMarker, findOwner } from '../posting/posting-key.ts';
import { clockMarginMs } from '../posting/sweep.ts';
import type { ConnectionRow } from './connection-port.ts';
import type { HeldLane } from './lane.ts';
import { requireReconnect } from './lane-causes.ts';
import type { HeldVersion } from './ledger-port.ts';
import { pageAfter, type TimedPage } from './page-by-time.ts';
import type { PipelinePorts } from './ports.ts';
import { readUnanswered } from './read-unanswered.ts';
import type { FoundRow } from './roll-call-port.ts';
import { isSameConnection } from './same-connection.ts';
import type { StepResult } from './step-result.ts';
import type { CompanyStore } from './storage-port.ts';
import { takeCall, waitForRead } from './take-call.ts';

/** A last page that was longer under way than a look may be old is read again; so often, since a slow QuickBooks must not keep us from beginning. */
const slowPagesMax = 2;

interface Calling {
  readonly asked: ConnectionRow;
  readonly startedAt: Date;
  /** Null: since ever. */
  readonly since: Date | null;
  /** The first page: its call is counted. */
  readonly mayRead: boolean;
}

/** Page by page, a metered call each: the first time all that was ever entered, later what was since it was last looked through. */
export async function callRoll(lane: HeldLane): Promise<StepResult> {
  const calling = await lane.write((store, now) => beginCall(lane.ports, store, now));
  if (calling === null) return { did: 'nothing' };
  if (!calling.mayRead) await waitForRead(lane);
  let page: TimedPage<Date | null> = { since: calling.since, page: 0 };
  for (let slowPages = 0; ; ) {
    const read = await readPage(lane, calling, { page, slowPages });
    if (read === null) return { did: 'something' };
    if (read.last) slowPages += 1;
    else page = pageAfter(page, read.lastEnteredAt);
    await waitForRead(lane);
  }
}

async function beginCall(ports: PipelinePorts, store: CompanyStore, now: Date): Promise<Calling | null> {
  const connection = await store.connection.read();
  if (connection === null) return null;
  const covered = await store.rollCalls.coveredUntil(connection.realmId);
  const since = covered === null ? null : new Date(covered.getTime() - clockMarginMs);
  const allowed = await takeCall(store, { ports, kind: 'read', now });
  return { asked: connection, startedAt: now, since, mayRead: allowed.ok };
}

interface ReadPage {
  readonly last: boolean;
  readonly lastEnteredAt: Date | null;
}

/** Null where that is the end: it was the last page, QuickBooks did not answer, or another company is connected by now. */
async function readPage(
  lane: HeldLane,
  calling: Calling,
  { page, slowPages }: { readonly page: TimedPage<Date | null>; readonly slowPages: number },
): Promise<ReadPage | null> {
  const { ports, companyId } = lane;
  const { asked } = calling;
  const { realmId } = asked;
  const askedAt = ports.clock.now();
  const guard = lane.guardOf(realmId);
  const numbered = calling.since === null;
  const answer = await ports.ledgerOf(companyId).readEntered({ guard, numbered, ...page });
  return lane.write(async (store, now) => {
    if (!answer.ok) {
      await readUnanswered(ports, store, { answer, asked, now });
      return null;
    }
    if (!(await isSameConnection(store, asked))) return null;
    const { held, last } = answer;
    await noteFound(store, { companyId, realmId, held, now });
    const isFresh = now.getTime() - askedAt.getTime() <= rollFreshMs;
    if (!last || !(isFresh || slowPages >= slowPagesMax))
      return { last, lastEnteredAt: held.at(-1)?.enteredAt ?? null };
    // The first roll call asks for all that bears a number of ours.
    const isEmpty = page.since === null && page.page === 0 && held.length === 0;
    await endCall(ports, store, { calling, isEmpty, now });
    return null;
  });
}

async function endCall(
  ports: PipelinePorts,
  store: CompanyStore,
  { calling, isEmpty, now }: { calling: Calling; isEmpty: boolean; now: Date },
): Promise<void> {
  const { realmId } = calling.asked;
  if (isEmpty) await store.sweeps.noteNoOthers(realmId);
  const aloneUntil = new Date(now.getTime() + aloneMs);
  // However many pages came before, the last one was read a moment ago.
  await store.rollCalls.save(realmId, { calledAt: now, coveredUntil: calling.startedAt, aloneUntil });
  await stopForStrangers(ports, store, { realmId, now });
}

/** Of anybody's entries: keeps those of Tillbook that no posting of these books is known to be. */
export async function noteFound(
  store: CompanyStore,
  of: { companyId: string; realmId: string; held: readonly HeldVersion[]; now: Date },
): Promise<void> {
  const { companyId, realmId, now } = of;
  const held = of.held.filter((entry) => isMarked(entry) || entry.documentNumber.startsWith(documentNumberPrefix));
  if (held.length === 0) return;
  const known = await knownAmong(store, realmId, held);
  const rows = held.map(
    (entry): FoundRow => ({
      ...{ quickbooksId: entry.quickbooksId, syncToken: entry.syncToken, body: entry.body },
      ...{ realmId, documentNumber: entry.documentNumber, foundAt: now },
      date: entry.version?.date || null,
      ownerId: findOwner(entry.note),
      isOurs: isMarked(entry) && (findOwner(entry.note) ?? companyId) === companyId,
    }),
  );
  // A stranger's is told even where our own call was answered with it.
  const isStrangers = ({ ownerId }: FoundRow): boolean => ownerId !== null && ownerId !== companyId;
  await store.rollCalls.addFound(rows.filter((row) => isStrangers(row) || !known.has(row.quickbooksId)));
}

const isMarked = ({ note }: HeldVersion): boolean => findMarker(note) !== null;

/** By their QuickBooks id, or by a number that a posting was sent under: what became of that one is found out otherwise. */
async function knownAmong(
  store: CompanyStore,
  realmId: string,
  held: readonly HeldVersion[],
): Promise<ReadonlySet<string>> {
  const byId = await store.drifts.ofQuickbooksIds(
    realmId,
    held.map(({ quickbooksId }) => quickbooksId),
  );
  const numbers = await store.audit.byDocumentNumbers(held.map(({ documentNumber }) => documentNumber));
  const sent = new Set(numbers.filter(mayBeAtQuickbooks).map(({ documentNumber }) => documentNumber));
  return new Set([
    ...byId.flatMap(({ quickbooksId }) => quickbooksId ?? []),
    ...held.flatMap(({ documentNumber, quickbooksId }) => (sent.has(documentNumber) ? [quickbooksId] : [])),
  ]);
}

/** Whether any of these bears a number of ours and is not ours, nor one whose outcome is not known yet. */
export async function isOthersAmong(
  store: CompanyStore,
  of: { readonly realmId: string; readonly held: readonly HeldVersion[] },
): Promise<boolean> {
  const numbered = of.held.filter(({ documentNumber }) => documentNumber.startsWith(documentNumberPrefix));
  const ids = numbered.map(({ quickbooksId }) => quickbooksId);
  const ours = new Set((await store.drifts.ofQuickbooksIds(of.realmId, ids)).map(({ quickbooksId }) => quickbooksId));
  return numbered.some(({ quickbooksId }) => !ours.has(quickbooksId));
}

/** Two that post to one company may each post the same: nothing more is sent until a person has chosen. */
export async function stopForStrangers(
  ports: Pick<PipelinePorts, 'newId'>,
  store: CompanyStore,
  of: { realmId: string; now: Date },
): Promise<void> {
  const { realmId, now } = of;
  if (!(await store.rollCalls.hasStrangers(realmId))) return;
  const reason = 'another Tillbook posts to this QuickBooks company';
  await requireReconnect(store, { now, newId: ports.newId, reason, because: 'another-tillbook' });
}
