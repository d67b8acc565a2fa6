// An index of every three letters of the objects' texts, so that a part of a number or of a note is found in a million of them.
// Of the newest transactions of a kind it knows nothing yet: whoever asks looks through those.

/** The members of an object whose texts are indexed. */
export const indexedTexts = ['DocNumber', 'PrivateNote', 'Name', 'DisplayName', 'FullyQualifiedName'];

const columns = indexedTexts.join(', ');
/** As they stand in the JSON. FTS5 takes no dotted capital I for an i, as a query does. */
const textsIn = (body: string) =>
  indexedTexts.map((name) => `replace(${body} -> '$.${name}', '\u0130', 'i\u0307')`).join(', ');

/** Row ids of the index: each list and kind of transaction of a company has so many of its own (two to this power). */
const rangeBits = 46;
/** The row that an object of this id has, in the range of this number. */
export const indexRow = (number: string, id: string) => `(${number} << ${rangeBits}) + ${id}`;

/** Above all ids, where all of a kind is indexed as it is written: so are lists. */
export const everything = 2 ** rangeBits - 1;
/** So many of the newest ids of a kind of transaction at most are not in the index: looked through in less than fifty milliseconds. */
export const unindexedMax = 20_000;

const rangeOf = (object: 'NEW' | 'OLD') =>
  `FROM text_ranges WHERE realm_id = ${object}.realm_id AND type = ${object}.type AND ${object}.id <= indexed_to`;

const newest = (column: string) =>
  `(SELECT ${column} FROM objects WHERE realm_id = text_ranges.realm_id AND type = text_ranges.type ORDER BY id DESC LIMIT 1)`;

/** Takes what came after `indexed_to` into the index, up to this id, of the ranges that are meant. */
const indexedUpTo = (id: string, meant: string): readonly string[] => [
  `INSERT INTO text_trigrams (rowid, ${columns})
    SELECT ${indexRow('number', 'objects.id')}, ${textsIn('body')}
    FROM (SELECT realm_id, type, number, indexed_to, ${id} AS upto FROM text_ranges WHERE ${meant}) AS ranges CROSS JOIN objects
    WHERE objects.realm_id = ranges.realm_id AND objects.type = ranges.type AND objects.id > indexed_to AND objects.id <= upto`,
  `UPDATE text_ranges SET indexed_to = ${id} WHERE ${meant}`,
];

/** All of every kind of which there is too much to look through. */
export const textsIndexed: readonly string[] = indexedUpTo(
  newest('id'),
  `indexed_to < ${everything} AND ${newest('id')} > indexed_to + ${unindexedMax}`,
);

/** The oldest of every such kind, and no more than must be. */
export const oldestTextsIndexed = indexedUpTo(
  `${newest('id')} - ${unindexedMax}`,
  `indexed_to < ${everything} AND ${newest('id')} - ${unindexedMax} > indexed_to`,
);

/** Keeps itself true to the objects up to `indexed_to`, whoever writes them; a file of before is indexed once. */
export const textIndex = `
CREATE VIRTUAL TABLE IF NOT EXISTS text_trigrams
  USING fts5(${columns}, content = '', contentless_delete = 1, detail = column, tokenize = 'trigram');
CREATE VIRTUAL TABLE IF NOT EXISTS text_vocabulary USING fts5vocab(text_trigrams, instance);
INSERT INTO text_ranges (realm_id, type, number, indexed_to)
  SELECT realm_id, type, row_number() OVER (), 0 FROM object_blocks WHERE NOT EXISTS (SELECT 1 FROM text_ranges) GROUP BY realm_id, type;
UPDATE text_ranges SET indexed_to = ${newest('id')} WHERE indexed_to = ${everything} AND ${newest('txn_date')} IS NOT NULL;
${textsIndexed.join(';')};
${indexedUpTo(String(everything), `indexed_to < ${everything} AND ${newest('txn_date')} IS NULL`).join(';')};
DROP TRIGGER IF EXISTS trigrams_added;
DROP TRIGGER IF EXISTS trigrams_changed;
DROP TRIGGER IF EXISTS trigrams_removed;
CREATE TRIGGER IF NOT EXISTS texts_added AFTER INSERT ON objects BEGIN
  INSERT INTO text_ranges (realm_id, type, number, indexed_to)
    SELECT NEW.realm_id, NEW.type, (SELECT coalesce(max(number), 0) + 1 FROM text_ranges), iif(NEW.txn_date IS NULL, ${everything}, 0)
    WHERE NOT EXISTS (SELECT 1 FROM text_ranges WHERE realm_id = NEW.realm_id AND type = NEW.type);
  INSERT INTO text_trigrams (rowid, ${columns})
    SELECT ${indexRow('number', 'NEW.id')}, ${textsIn('NEW.body')} ${rangeOf('NEW')};
END;
CREATE TRIGGER IF NOT EXISTS texts_changed AFTER UPDATE OF body ON objects
  WHEN (${textsIn('OLD.body')}) IS NOT (${textsIn('NEW.body')}) BEGIN
  UPDATE text_trigrams SET (${columns}) = (${textsIn('NEW.body')}) WHERE rowid = (SELECT ${indexRow('number', 'NEW.id')} ${rangeOf('NEW')});
END;
CREATE TRIGGER IF NOT EXISTS texts_removed AFTER DELETE ON objects BEGIN
  DELETE FROM text_trigrams WHERE rowid = (SELECT ${indexRow('number', 'OLD.id')} ${rangeOf('OLD')});
END;
`;
