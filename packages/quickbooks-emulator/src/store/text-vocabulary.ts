// Which trigrams the index of texts holds, so that two letters in a row are found by it, too.
import type { Store } from './database.ts';

const firstFrom = (from: string) => `(SELECT term FROM text_vocabulary WHERE term >= ${from} ORDER BY term LIMIT 1)`;
/** From each to the next, and never through all places of one: nothing lies between a trigram and itself with a character behind it. */
const beginningWithPair = `
WITH RECURSIVE found (term) AS (
  SELECT ${firstFrom('?')} UNION ALL SELECT ${firstFrom('found.term || char(1)')} FROM found WHERE substr(found.term, 1, 2) = ?
)
SELECT term FROM found WHERE substr(term, 1, 2) = ? LIMIT ?`;

/** Each takes time of its own to be asked for. */
const trigramsMax = 200;

/**
 * The trigrams that begin with two letters. Whatever text has the two has one of them: at its end stands the quotation mark of its JSON.
 * Null where they are too many to be asked for.
 */
export function trigramsFrom(store: Store, pair: string): readonly string[] | null {
  const rows = store.all<{ term: string }>(beginningWithPair, pair, pair, pair, trigramsMax + 1);
  return rows.length > trigramsMax ? null : rows.map(({ term }) => term);
}
