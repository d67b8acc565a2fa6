// Preflight: everything that would block, over the events in scope, without sending any.
import { causeMessage } from '../posting/cause-words.ts';
import { type Cause, causeKey } from '../posting/causes.ts';
import { causeNames } from './cause-names.ts';
import { chosenDimensions, heldByDimensions } from './chosen-dimensions.ts';
import { closedPeriod, loadClosing } from './closing-date.ts';
import type { EventStatus, PreflightProblem } from './company-books.ts';
import { draftsOf, loadDrafting } from './draft-entries.ts';
import { listMappings } from './list-mappings.ts';
import { loadMappingSet } from './mapping-set.ts';
import { heldByCurrency } from './multicurrency.ts';
import type { PipelinePorts } from './ports.ts';
import { accountsOf, draftToSend } from './resolve-entries.ts';
import type { CompanyStore, EventCursor, StoredEvent } from './storage-port.ts';

/** What is still to be posted, or could be. */
const inScope: readonly EventStatus[] = ['never-synced', 'ready', 'action-required'];
const eventsPerChunk = 1000;

interface Tally {
  readonly cause: Cause;
  events: number;
  amountMinor: bigint;
}

export async function preflight(ports: PipelinePorts, companyId: string): Promise<readonly PreflightProblem[]> {
  const tallies = new Map<string, Tally>();
  let after: EventCursor = null;
  for (;;) {
    const from: EventCursor = after;
    // A transaction a chunk: a long history must not hold one open.
    const events: readonly StoredEvent[] = await ports.storage.transaction(companyId, (store) =>
      checkChunk(store, { after: from, tallies, now: ports.clock.now() }),
    );
    const last = events.at(-1);
    if (events.length < eventsPerChunk || last === undefined) break;
    after = { businessDate: last.businessDate, id: last.id };
  }
  return ports.storage.transaction(companyId, (store) => problemsOf(store, [...tallies.values()]));
}

async function checkChunk(
  store: CompanyStore,
  { after, tallies, now }: { after: EventCursor; tallies: Map<string, Tally>; now: Date },
): Promise<readonly StoredEvent[]> {
  const events = await store.events.scan({ statuses: inScope, dateFrom: null, after, limit: eventsPerChunk });
  const drafting = await loadDrafting(store, events);
  const set = await loadMappingSet(store);
  const connection = await store.connection.read();
  const closing = await loadClosing(store, now);
  const heldBy = await heldByDimensions(store, await chosenDimensions(store, connection));
  for (const event of events) {
    const drafted = draftsOf(event, drafting);
    const causes =
      drafted.outcome === 'held'
        ? [drafted.cause]
        : drafted.outcome === 'entries'
          ? drafted.entries
              .map(draftToSend)
              .flatMap((entry): readonly Cause[] => [
                ...accountsOf(entry, set).causes,
                ...heldBy(entry.draft.lines),
                ...(entry.draft.lines.length === 0 ? [] : closedPeriod(entry.draft.businessDate, closing)),
              ])
              .concat(heldByCurrency(drafted.entries, connection, set.companyCurrency))
          : [];
    const amountMinor = event.amountMinor < 0n ? -event.amountMinor : event.amountMinor;
    for (const [key, cause] of new Map(causes.map((cause) => [causeKey(cause), cause]))) {
      const tally = tallies.get(key) ?? { cause, events: 0, amountMinor: 0n };
      tally.events += 1;
      if (event.currency === set.companyCurrency) tally.amountMinor += amountMinor;
      tallies.set(key, tally);
    }
  }
  return events;
}

async function problemsOf(store: CompanyStore, tallies: readonly Tally[]): Promise<readonly PreflightProblem[]> {
  const names = await causeNames(store);
  const problems = tallies.map(
    ({ cause, events, amountMinor }): PreflightProblem => ({
      kind: cause.kind,
      role: cause.kind === 'missing-account' ? cause.role : null,
      subject:
        cause.kind === 'missing-account' ? cause.subject : cause.kind === 'inactive-account' ? cause.accountId : null,
      message: causeMessage(cause, names),
      events,
      amountMinor,
    }),
  );
  const asked = new Set(problems.flatMap((problem) => (problem.role === 'deposit' ? [problem.subject] : [])));
  // Asked for although the shop may take no deposits: it blocks only what uses it.
  const deposits = (await listMappings(store, { includeInactive: false })).filter(
    (row) => row.role === 'deposit' && row.subject !== null && row.accountId === null && !asked.has(row.subject),
  );
  const set = await loadMappingSet(store);
  const hasDefault = set.mappings.some((mapping) => mapping.role === 'deposit' && mapping.subject === null);
  return [
    ...problems,
    ...(hasDefault ? [] : deposits).map(
      (row): PreflightProblem => ({
        kind: 'missing-deposit-account',
        role: 'deposit',
        subject: row.subject,
        message: causeMessage({ kind: 'missing-account', role: 'deposit', subject: row.subject }, names),
        events: 0,
        amountMinor: 0n,
      }),
    ),
  ];
}
