// What somebody made of entries of ours in QuickBooks, for what mirrors them: what was accepted as theirs counts as ours.
import { versionDifference } from '../posting/entry-version.ts';
import type { DriftRow } from './drift-port.ts';
import type { Ledger } from './ledger-port.ts';
import { mergedBodies } from './merged-bodies.ts';
import type { PostingRow } from './posting-port.ts';
import type { CompanyStore } from './storage-port.ts';

/**
 * `none`: its lines are as we posted them. `undecided`: they may be changed or gone, and a person decides. `changed`, `gone`: so it
 * is, and that was accepted.
 */
export type Theirs = 'none' | 'undecided' | 'changed' | 'gone';

/** Reads what was sent or seen. */
export type VersionReading = Pick<Ledger, 'versionOf' | 'mergedBody'>;

/** Of several entries as one, by the ids of their postings; `reading` null: whatever was changed counts. */
export async function loadTheirs(
  store: CompanyStore,
  { postings, reading }: { readonly postings: readonly PostingRow[]; readonly reading: VersionReading | null },
): Promise<(postingIds: readonly string[]) => Theirs> {
  const ids = postings.map(({ id }) => id);
  const [unsettled, inForce] = [await store.drifts.unsettled(ids), await store.drifts.theirsInForce(ids)];
  if (unsettled.size + inForce.size === 0) return () => 'none';
  const isSame = await sameLines(store, reading);
  const found = new Map(
    postings.map((posting): [string, Theirs] => {
      const ofRow = (row: DriftRow | undefined): Theirs => {
        if (row === undefined) return 'none';
        if (row.theirs === null) return 'gone';
        return posting.body !== null && isSame(posting.body, row.theirs) ? 'none' : 'changed';
      };
      const [open, accepted] = [ofRow(unsettled.get(posting.id)), ofRow(inForce.get(posting.id))];
      const isOpen = unsettled.has(posting.id) && (open !== 'none' || accepted !== 'none');
      return [posting.id, isOpen ? 'undecided' : accepted];
    }),
  );
  return (postingIds) => asOne(postingIds.map((id) => found.get(id) ?? 'none'));
}

/** Gone are only all of them. */
function asOne(all: readonly Theirs[]): Theirs {
  const distinct = new Set(all);
  if (distinct.has('undecided')) return 'undecided';
  if (distinct.has('none')) return distinct.size === 1 ? 'none' : 'changed';
  if (distinct.has('changed')) return 'changed';
  return distinct.has('gone') ? 'gone' : 'none';
}

/** By what a mirror of it takes over: another date or number is no matter of it. */
async function sameLines(
  store: CompanyStore,
  reading: VersionReading | null,
): Promise<(ours: string, theirs: string) => boolean> {
  if (reading === null) return () => false;
  const merged = await mergedBodies(store, reading);
  return (ours, theirs) => {
    const [was, is] = [reading.versionOf(merged(ours)), reading.versionOf(merged(theirs))];
    if (was === null || is === null) return false;
    const { fields, lines } = versionDifference(was, is);
    return lines.every(({ same }) => same) && !fields.some(({ field }) => mirroredFields.includes(field));
  };
}

const mirroredFields: readonly string[] = ['currency', 'exchange-rate'];
