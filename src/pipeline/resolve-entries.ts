// From a draft to the entry that can be posted: accounts by the mapping in force, checked to balance and to be writable.
import { keepAccounts, type MappingSet, type ResolvedAccounts, resolveAccounts } from '../journal/account-mapping.ts';
import { createJournalEntry, type JournalEntry, type ResolvedEntry } from '../journal/journal-entry.ts';
import { roundEntry } from '../journal/round-entry.ts';
import { roundSummary } from '../journal/round-summary.ts';
import type { Cause } from '../posting/causes.ts';
import { chosenDimensions, type HeldByDimensions, heldByDimensions } from './chosen-dimensions.ts';
import { type Closing, datePosting, loadClosing } from './closing-date.ts';
import type { ConnectionRow } from './connection-port.ts';
import type { DraftedEntry } from './draft-entries.ts';
import type { Ledger } from './ledger-port.ts';
import { loadMappingSet } from './mapping-set.ts';
import { heldByCurrency } from './multicurrency.ts';
import type { PostingRow } from './posting-port.ts';
import type { CompanyStore } from './storage-port.ts';

export interface EntryBuilding {
  readonly mapping: MappingSet;
  readonly connection: ConnectionRow | null;
  readonly closing: Closing;
  readonly heldByDimensions: HeldByDimensions;
  /** Postings, by id, that QuickBooks holds on their business date already: whatever has been closed since, they keep it. */
  readonly heldOnTheirDate: ReadonlySet<string>;
  readonly cannotHold: Ledger['cannotHold'];
  readonly versionOf: Ledger['versionOf'];
  readonly mergedBody: Ledger['mergedBody'];
}

export async function loadBuilding(ledger: Ledger, store: CompanyStore, now: Date): Promise<EntryBuilding> {
  const connection = await store.connection.read();
  const chosen = await chosenDimensions(store, connection);
  return {
    mapping: await loadMappingSet(store),
    connection,
    closing: await loadClosing(store, { connection, now }),
    heldByDimensions: await heldByDimensions(store, chosen),
    heldOnTheirDate: new Set(),
    cannotHold: (entry) => ledger.cannotHold(entry),
    versionOf: (body) => ledger.versionOf(body),
    mergedBody: (body, merged) => ledger.mergedBody(body, merged),
  };
}

export function dateOf(posting: PostingRow, building: EntryBuilding): ReturnType<typeof datePosting> {
  if (building.heldOnTheirDate.has(posting.id)) return { ok: true, postingDate: posting.businessDate };
  return datePosting(posting, building.closing);
}

/** A void keeps the accounts of the entry that it reverses; everything else takes those of the mapping in force. */
export function accountsOf({ draft, accounts }: DraftedEntry, set: MappingSet): ResolvedAccounts {
  switch (accounts.from) {
    case 'mapping':
      return resolveAccounts({ ...draft, businessDate: accounts.date }, set);
    case 'original':
      return keepAccounts(draft, { lines: accounts.lines, set });
  }
}

/** As it goes to QuickBooks, which has two decimals; the journal of an event stays exact. A void of what was sent is so already. */
export function draftToSend({ draft, accounts }: DraftedEntry): DraftedEntry {
  return { draft: roundEntry(draft), accounts };
}

/** A day's summary as it goes there: of the account of `rounding` it asks only where rounding leaves something. */
export function summaryToSend(
  exact: ResolvedEntry,
  of: { readonly mapping: MappingSet; readonly heldByDimensions: HeldByDimensions },
): { readonly entry: ResolvedEntry; readonly causes: readonly Cause[] } {
  const { lines, rounding } = roundSummary(exact);
  if (rounding.length === 0) return { entry: { ...exact, lines }, causes: [] };
  const resolved = resolveAccounts({ ...exact, lines: rounding }, of.mapping);
  return {
    entry: { ...exact, lines: [...lines, ...resolved.lines] },
    causes: [...resolved.causes, ...of.heldByDimensions(rounding)],
  };
}

/** No entry: nothing of it is left to post. */
export function resolveDraft(
  exact: DraftedEntry,
  of: { posting: PostingRow; building: EntryBuilding; entries: readonly DraftedEntry[] },
): { ok: true; entry: JournalEntry | null; postingDate: string } | { ok: false; causes: readonly Cause[] } {
  const { posting, building } = of;
  const drafted = draftToSend(exact);
  const { draft } = drafted;
  if (draft.lines.length === 0) return { ok: true, entry: null, postingDate: posting.businessDate };
  const resolved = accountsOf(drafted, building.mapping);
  const dated = dateOf(posting, building);
  const causes = [
    ...resolved.causes,
    ...building.heldByDimensions(draft.lines),
    ...(dated.ok ? [] : [dated.cause]),
    ...heldByCurrency(of.entries, building.connection, building.mapping.companyCurrency),
  ];
  if (!dated.ok || causes.length > 0) return { ok: false, causes };
  const created = createJournalEntry({ ...draft, lines: resolved.lines });
  if (!created.ok) throw new Error(`The entry of ${draft.events.join(', ')} does not balance.`);
  const problem = building.cannotHold(created.entry);
  if (problem === null) return { ok: true, entry: created.entry, postingDate: dated.postingDate };
  return { ok: false, causes: [{ kind: 'refused', code: '', message: problem, detail: '' }] };
}
