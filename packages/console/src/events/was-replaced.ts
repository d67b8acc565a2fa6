// Whether a version of a ticket went out since a newer one took its place; anything else that is out was taken out, and says why when it is opened.
import type { EventDetail } from '../api/wire.ts';

type Version = Pick<EventDetail['versions'][number], 'version' | 'isReversal' | 'status'>;

/** Where it was sent, or might have been, a reversal of it stands before the newer one. */
export function wasReplaced(one: Version, versions: readonly Version[]): boolean {
  const next = versions.find(({ version }) => version === one.version + 1);
  return one.status === 'handled-outside' && !one.isReversal && next?.isReversal === false;
}
