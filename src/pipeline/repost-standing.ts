// Whether an entry may be written anew, when it is shown and again when its turn comes, from what is known of it then.
import { type Repostable, repostable } from '../posting/repost.ts';
import { closingDateOver } from './closing-date.ts';
import type { ConnectionRow } from './connection-port.ts';
import type { DriftRow } from './drift-port.ts';
import type { PostingRow } from './posting-port.ts';

export function repostableNow(
  entry: Pick<PostingRow, 'id' | 'state' | 'foundThere' | 'realmId' | 'postingDate'>,
  known: {
    /** The company that the repost is of. */
    readonly realmId: string;
    readonly connection: ConnectionRow | null;
    readonly unsettled: ReadonlyMap<string, Pick<DriftRow, 'theirs'>>;
    /** By posting: what somebody left there and counts as ours. */
    readonly theirs: ReadonlyMap<string, unknown>;
  },
): Repostable {
  const drift = known.unsettled.get(entry.id);
  return repostable({
    ...entry,
    here: entry.realmId === known.realmId,
    drift: drift === undefined ? 'none' : drift.theirs === null ? 'deleted' : 'edited',
    theirsAccepted: known.theirs.has(entry.id),
    closed: closingDateOver(entry.postingDate, known.connection) !== null,
  });
}
