// Preflight: everything that would block, over the events in scope, without sending any.
import { isCalendarDate } from '../events/dates.ts';
import { causeWords } from '../posting/cause-words.ts';
import { type Cause, causeKey } from '../posting/causes.ts';
import { blockingCauses, loadBlocking } from './blocking-causes.ts';
import { causeNames } from './cause-names.ts';
import type { EventStatus, PreflightPage, PreflightProblem } from './company-books.ts';
import { draftsOf, loadDrafting } from './draft-entries.ts';
import { InvalidCursorError } from './errors.ts';
import { laneCauseKinds } from './lane-causes.ts';
import type { Ledger } from './ledger-port.ts';
import { listMappings } from './list-mappings.ts';
import { loadMappingSet } from './mapping-set.ts';
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

export async function preflight(ports: PipelinePorts, companyId: string): Promise<readonly PreflightProblem[]> {
  return (await preflightPage(ports, companyId, { cursor: null, events: Number.POSITIVE_INFINITY })).problems;
}

export async function preflightPage(
  ports: PipelinePorts,
  companyId: string,
  page: { readonly cursor: string | null; readonly events: number },
): Promise<PreflightPage> {
  const tallies = new Map<string, Tally>();
  let after = readCursor(page.cursor);
  let checked = 0;
  while (checked < page.events) {
    const from: EventCursor = after;
    const limit = Math.min(eventsPerChunk, page.events - checked);
    // A transaction a chunk: a long history must not hold one open.
    const events: readonly StoredEvent[] = await ports.storage.transaction(companyId, (store) =>
      checkChunk(store, { after: from, tallies, ledger: ports.ledgerOf(companyId), now: ports.clock.now(), limit }),
    );
    checked += events.length;
    const last = events.at(-1);
    after = events.length < limit || last === undefined ? null : { businessDate: last.businessDate, id: last.id };
    if (after === null) break;
  }
  const isLast = after === null;
  const problems = await ports.storage.transaction(companyId, (store) =>
    problemsOf(store, { tallies: [...tallies.values()], isLast }),
  );
  return { problems, checked, nextCursor: after === null ? null : `${after.businessDate} ${after.id}` };
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
  of: { after: EventCursor; tallies: Map<string, Tally>; ledger: Ledger; now: Date; limit: number },
): Promise<readonly StoredEvent[]> {
  const { after, tallies, ledger, now, limit } = of;
  const events = await store.events.scan({ statuses: inScope, dateFrom: null, after, limit });
  const drafting = await loadDrafting(store, events, ledger);
  const blocking = await loadBlocking(store, now);
  for (const event of events) {
    const causes = blockingCauses(draftsOf(event, drafting), blocking);
    const amountMinor = event.amountMinor < 0n ? -event.amountMinor : event.amountMinor;
    for (const [key, cause] of new Map(causes.map((cause) => [causeKey(cause), cause]))) {
      const { businessDate, id, number } = event;
      const tally = tallies.get(key) ?? {
        ...{ cause, events: 0, amountMinor: 0n, from: businessDate, to: businessDate },
        examples: [],
      };
      tally.events += 1;
      tally.to = businessDate;
      if (tally.examples.length < examplesMax) tally.examples.push({ id, number });
      if (event.currency === blocking.set.companyCurrency) tally.amountMinor += amountMinor;
      tallies.set(key, tally);
    }
  }
  return events;
}

/** What belongs to no single event is told with the last ones. */
async function problemsOf(
  store: CompanyStore,
  of: { readonly tallies: readonly Tally[]; readonly isLast: boolean },
): Promise<readonly PreflightProblem[]> {
  const names = await causeNames(store);
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
  return [...problems, ...(await laneProblems(store, names)), ...(await depositProblems(store, problems))];
}

const ofNoEvent = { events: 0, amountMinor: 0n, from: null, to: null, examples: [] };

/** What holds all of it, whatever each event is. */
async function laneProblems(
  store: CompanyStore,
  names: Awaited<ReturnType<typeof causeNames>>,
): Promise<readonly PreflightProblem[]> {
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
  problems: readonly PreflightProblem[],
): Promise<readonly PreflightProblem[]> {
  const set = await loadMappingSet(store);
  if (set.mappings.some((mapping) => mapping.role === 'deposit' && mapping.subject === null)) return [];
  const names = await causeNames(store);
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
