// Drifts as a person sees them, with the names of accounts, locations, classes and events.
import { type EntryVersion, type LinePair, versionDifference } from '../posting/entry-version.ts';
import { meteredMonth } from '../posting/sweep.ts';
import type { DriftFilter, DriftList, DriftRow, DriftView } from './drift-port.ts';
import { type LineNames, loadLineNames, namedPair } from './line-names.ts';
import { mergedBodies } from './merged-bodies.ts';
import type { PipelinePorts } from './ports.ts';
import type { PostingRow } from './posting-port.ts';
import type { CompanyStore } from './storage-port.ts';

const eventsNamedMax = 20;

export async function listDrift(
  ports: PipelinePorts,
  store: CompanyStore,
  of: { filter: DriftFilter; companyId: string },
): Promise<DriftList> {
  const { settled, cursor, limit } = of.filter;
  const rows = await store.drifts.list({ settled, after: cursor, limit: limit + 1 });
  const names = await loadLineNames(store);
  const drift: DriftView[] = [];
  for (const row of rows.slice(0, limit)) drift.push(await view(ports, store, { row, companyId: of.companyId, names }));
  const connection = await store.connection.read();
  const sweep = connection === null ? null : await store.sweeps.read(connection.realmId);
  return {
    drift,
    nextCursor: rows.length > limit ? (drift.at(-1)?.id ?? null) : null,
    openCount: await store.drifts.openCount(),
    coveredUntil: sweep?.coveredUntil ?? connection?.connectedAt ?? null,
    skippedSince: (await store.metered.read(meteredMonth(ports.clock.now()))).skippedSince,
  };
}

export async function viewDrift(
  ports: PipelinePorts,
  store: CompanyStore,
  of: { row: DriftRow; companyId: string },
): Promise<DriftView> {
  return view(ports, store, { ...of, names: await loadLineNames(store) });
}

/** By posting: what is not settled, or was last accepted as theirs. */
export async function driftOfPostings(
  ports: PipelinePorts,
  store: CompanyStore,
  of: { postings: readonly PostingRow[]; companyId: string },
): Promise<ReadonlyMap<string, DriftView>> {
  const ids = of.postings.map(({ id }) => id);
  const rows = new Map([...(await store.drifts.theirsInForce(ids)), ...(await store.drifts.unsettled(ids))]);
  if (rows.size === 0) return new Map();
  const names = await loadLineNames(store);
  const views = new Map<string, DriftView>();
  for (const [id, row] of rows) views.set(id, await view(ports, store, { row, companyId: of.companyId, names }));
  return views;
}

async function view(
  ports: PipelinePorts,
  store: CompanyStore,
  of: { row: DriftRow; companyId: string; names: LineNames },
): Promise<DriftView> {
  const { row, names } = of;
  const [posting] = await store.postings.byIds([row.postingId]);
  if (posting === undefined) throw new Error(`Drift ${row.id} is of no posting.`);
  const { ours, wasTheirs } = await oursBefore(store, posting, row);
  const ledger = ports.ledgerOf(of.companyId);
  const merged = await mergedBodies(store, ledger);
  const versionOf = (body: string): EntryVersion | null => ledger.versionOf(merged(body));
  const difference = differenceOf(versionOf(ours), row.theirs === null ? null : versionOf(row.theirs));
  const events = await store.events.byPostingKeys([posting.key]);
  const { id, postingId, state, settledAs, quickbooksId, syncToken, foundAt, changedAt, problem, who, settledAt } = row;
  return {
    ...{ id, postingId, state, settledAs, quickbooksId, syncToken, foundAt, changedAt, problem, who, settledAt },
    kind: row.theirs === null ? 'deleted' : difference.kind,
    documentNumber: posting.documentNumber ?? '',
    businessDate: posting.businessDate,
    currency: versionOf(ours)?.currency ?? null,
    quickbooksUrl: row.theirs === null ? null : ports.entryUrl(row.realmId, quickbooksId),
    oursWasTheirs: wasTheirs,
    fields: difference.fields,
    lines: difference.lines.map((pair) => namedPair(pair, names)),
    events: events.slice(0, eventsNamedMax).map(({ id: event, key, number }) => ({ id: event, key, number })),
    eventCount: events.length,
  };
}

/** What counted as ours when this drift was found; of what is gone, what putting ours back would post: the entry as it was built. */
async function oursBefore(
  store: CompanyStore,
  posting: PostingRow,
  row: DriftRow,
): Promise<{ ours: string; wasTheirs: boolean }> {
  const inForce = (await store.drifts.theirsInForce([posting.id])).get(posting.id);
  const accepted = inForce !== undefined && inForce.id < row.id ? inForce.theirs : null;
  if (row.theirs !== null && accepted !== null) return { ours: accepted, wasTheirs: true };
  if (posting.body === null) throw new Error(`Posting ${posting.id} was accepted and has no body.`);
  return { ours: posting.body, wasTheirs: false };
}

function differenceOf(
  ours: EntryVersion | null,
  theirs: EntryVersion | null,
): Pick<DriftView, 'kind' | 'fields'> & { readonly lines: readonly LinePair[] } {
  if (ours !== null && theirs !== null) return { kind: 'changed', ...versionDifference(ours, theirs) };
  const lines = (ours?.lines ?? []).map((line) => ({ ours: line, theirs: null, same: false }));
  return { kind: 'unreadable', fields: [], lines };
}
