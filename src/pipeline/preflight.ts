// Preflight: everything that would block, over the events in scope, and what was outstanding at sync start; nothing is sent.
import { isCalendarDate } from '../events/dates.ts';
import type { MappingSet } from '../journal/account-mapping.ts';
import { type CauseNames, causeWords } from '../posting/cause-words.ts';
import { type Cause, causeKey } from '../posting/causes.ts';
import { blockingCauses, loadBlocking } from './blocking-causes.ts';
import { causeNames } from './cause-names.ts';
import type { EventStatus, PreflightPage, PreflightProblem, PreflightRequest } from './company-books.ts';
import { draftsOf, loadDrafting } from './draft-entries.ts';
import { InvalidCursorError } from './errors.ts';
import { giftCardTypes } from './gift-card-types.ts';
import { laneCauseKinds } from './lane-causes.ts';
import type { Ledger } from './ledger-port.ts';
import { listMappings } from './list-mappings.ts';
import { loadMappingSet } from './mapping-set.ts';
import {
  addOutstanding,
  type OutstandingSums,
  outstandingAmounts,
  outstandingSince,
} from './outstanding-before-sync.ts';
import type { PipelinePorts } from './ports.ts';
import type { CompanyStore, EventCursor, StoredEvent } from './storage-port.ts';

/** What is still to be posted, or could be. */
const inScope: readonly EventStatus[] = ['never-synced', 'ready', 'action-required'];
const eventsPerChunk = 1000;
const examplesMax = 3;

interface Tally {
  readonly cause: Cause;
  events: number;
  amountMinor: bigint;
  readonly from: string;
  to: string;
  readonly examples: { readonly id: string; readonly number: string }[];
}

/** What the events that were looked at add up to. */
interface Found {
  readonly tallies: Map<string, Tally>;
  readonly outstanding: OutstandingSums;
}

/** What is told of it names accounts and subjects. */
interface ToName {
  readonly set: MappingSet;
  readonly names: CauseNames;
}

export async function preflight(ports: PipelinePorts, companyId: string): Promise<readonly PreflightProblem[]> {
  const all = { cursor: null, events: Number.POSITIVE_INFINITY, outstandingBefore: null };
  return (await preflightPage(ports, companyId, all)).problems;
}

export async function preflightPage(
  ports: PipelinePorts,
  companyId: string,
  request: PreflightRequest,
): Promise<PreflightPage> {
  const inTransaction = <T>(work: (store: CompanyStore) => Promise<T>): Promise<T> =>
    ports.storage.transaction(companyId, work);
  let after = readCursor(request.cursor);
  const found = await inTransaction((store) => nothingFound(store, request, ports.clock.now()));
  let checked = 0;
  while (checked < request.events) {
    const from: EventCursor = after;
    const limit = Math.min(eventsPerChunk, request.events - checked);
    // A transaction a chunk: a long history must not hold one open.
    const events: readonly StoredEvent[] = await inTransaction((store) =>
      checkChunk(store, { after: from, found, ledger: ports.ledgerOf(companyId), now: ports.clock.now(), limit }),
    );
    checked += events.length;
    const last = events.at(-1);
    after = events.length < limit || last === undefined ? null : { businessDate: last.businessDate, id: last.id };
    if (after === null) break;
  }
  const isLast = after === null;
  const nextCursor = after === null ? null : `${after.businessDate} ${after.id}`;
  return inTransaction(async (store) => {
    const of: ToName = { set: await loadMappingSet(store), names: await causeNames(store) };
    const problems = await problemsOf(store, { ...of, tallies: [...found.tallies.values()], isLast });
    const outstanding = outstandingAmounts(found.outstanding, of);
    return { problems, outstanding, outstandingBefore: found.outstanding.before, checked, nextCursor };
  });
}

async function nothingFound(store: CompanyStore, request: PreflightRequest, now: Date): Promise<Found> {
  const before = request.outstandingBefore ?? (await outstandingSince(store, now));
  return {
    tallies: new Map(),
    outstanding: { before, giftCardTypes: await giftCardTypes(store), sums: new Map() },
  };
}

const cursorForm = /^(\d{4}-\d{2}-\d{2}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

function readCursor(text: string | null): EventCursor {
  if (text === null) return null;
  const [, businessDate, id] = cursorForm.exec(text) ?? [];
  if (businessDate === undefined || id === undefined || !isCalendarDate(businessDate)) throw new InvalidCursorError();
  return { businessDate, id };
}

async function checkChunk(
  store: CompanyStore,
  of: { after: EventCursor; found: Found; ledger: Ledger; now: Date; limit: number },
): Promise<readonly StoredEvent[]> {
  const { after, found, ledger, now, limit } = of;
  const events = await store.events.scan({ statuses: inScope, dateFrom: null, after, limit });
  const drafting = await loadDrafting(store, events, ledger);
  const blocking = await loadBlocking(store, now);
  for (const event of events) {
    const drafted = draftsOf(event, drafting);
    addCauses(found.tallies, {
      event,
      causes: blockingCauses(drafted, blocking),
      currency: blocking.set.companyCurrency,
    });
    addOutstanding(found.outstanding, { event, drafted });
  }
  return events;
}

function addCauses(
  tallies: Map<string, Tally>,
  of: { readonly event: StoredEvent; readonly causes: readonly Cause[]; readonly currency: string },
): void {
  const { businessDate, id, number } = of.event;
  const amountMinor = of.event.amountMinor < 0n ? -of.event.amountMinor : of.event.amountMinor;
  for (const [key, cause] of new Map(of.causes.map((cause) => [causeKey(cause), cause]))) {
    const tally = tallies.get(key) ?? {
      ...{ cause, events: 0, amountMinor: 0n, from: businessDate, to: businessDate },
      examples: [],
    };
    tally.events += 1;
    tally.to = businessDate;
    if (tally.examples.length < examplesMax) tally.examples.push({ id, number });
    if (of.event.currency === of.currency) tally.amountMinor += amountMinor;
    tallies.set(key, tally);
  }
}

/** What belongs to no single event is told with the last ones. */
async function problemsOf(
  store: CompanyStore,
  of: ToName & { readonly tallies: readonly Tally[]; readonly isLast: boolean },
): Promise<readonly PreflightProblem[]> {
  const { names } = of;
  const problems = of.tallies.map(
    ({ cause, ...tally }): PreflightProblem => ({
      key: causeKey(cause),
      kind: cause.kind,
      role: cause.kind === 'missing-account' ? cause.role : null,
      subject:
        cause.kind === 'missing-account' ? cause.subject : cause.kind === 'inactive-account' ? cause.accountId : null,
      ...causeWords(cause, names),
      ...tally,
    }),
  );
  if (!of.isLast) return problems;
  return [...problems, ...(await laneProblems(store, names)), ...(await depositProblems(store, { ...of, problems }))];
}

const ofNoEvent = { events: 0, amountMinor: 0n, from: null, to: null, examples: [] };

/** What holds all of it, whatever each event is. */
async function laneProblems(store: CompanyStore, names: CauseNames): Promise<readonly PreflightProblem[]> {
  const open = await store.causes.openOf(laneCauseKinds);
  return open.map(({ cause }) => ({
    ...{ key: causeKey(cause), kind: cause.kind, role: null, subject: null },
    ...causeWords(cause, names),
    ...ofNoEvent,
  }));
}

/** Asked for although the shop may take no deposits: it blocks only what uses it. */
async function depositProblems(
  store: CompanyStore,
  { set, names, problems }: ToName & { readonly problems: readonly PreflightProblem[] },
): Promise<readonly PreflightProblem[]> {
  if (set.mappings.some((mapping) => mapping.role === 'deposit' && mapping.subject === null)) return [];
  const asked = new Set(problems.flatMap((problem) => (problem.role === 'deposit' ? [problem.subject] : [])));
  const deposits = (await listMappings(store, { includeInactive: false })).filter(
    (row) => row.role === 'deposit' && row.subject !== null && row.accountId === null && !asked.has(row.subject),
  );
  return deposits.map(({ subject }): PreflightProblem => {
    const cause: Cause = { kind: 'missing-account', role: 'deposit', subject };
    return {
      ...{ key: `deposit ${causeKey(cause)}`, kind: 'missing-deposit-account', role: 'deposit', subject },
      ...causeWords(cause, names),
      ...ofNoEvent,
    };
  });
}
