// An index of every three letters of the objects' texts, so that a part of a number or of a note is found in a million of them.

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

const rowOf = (object: 'NEW' | 'OLD') =>
  `(SELECT ${indexRow('number', `${object}.id`)} FROM text_ranges WHERE realm_id = ${object}.realm_id AND type = ${object}.type)`;

/** Keeps itself true to the objects, whoever writes them; a file of before is indexed once. */
export const textIndex = `
CREATE TABLE IF NOT EXISTS text_ranges (
  realm_id TEXT NOT NULL, type TEXT NOT NULL, number INTEGER NOT NULL UNIQUE, PRIMARY KEY (realm_id, type)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS text_trigrams
  USING fts5(${columns}, content = '', contentless_delete = 1, detail = column, tokenize = 'trigram');
CREATE VIRTUAL TABLE IF NOT EXISTS text_vocabulary USING fts5vocab(text_trigrams, instance);
INSERT INTO text_ranges (realm_id, type, number)
  SELECT realm_id, type, row_number() OVER () FROM object_blocks WHERE NOT EXISTS (SELECT 1 FROM text_ranges) GROUP BY realm_id, type;
INSERT INTO text_trigrams (rowid, ${columns})
  SELECT ${indexRow('number', 'id')}, ${textsIn('body')}
  FROM (SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM text_trigrams)) CROSS JOIN text_ranges CROSS JOIN objects USING (realm_id, type);
CREATE TRIGGER IF NOT EXISTS trigrams_added AFTER INSERT ON objects BEGIN
  INSERT INTO text_ranges (realm_id, type, number)
    SELECT NEW.realm_id, NEW.type, (SELECT coalesce(max(number), 0) + 1 FROM text_ranges)
    WHERE NOT EXISTS (SELECT 1 FROM text_ranges WHERE realm_id = NEW.realm_id AND type = NEW.type);
  INSERT INTO text_trigrams (rowid, ${columns}) VALUES (${rowOf('NEW')}, ${textsIn('NEW.body')});
END;
CREATE TRIGGER IF NOT EXISTS trigrams_changed AFTER UPDATE OF body ON objects
  WHEN (${textsIn('OLD.body')}) IS NOT (${textsIn('NEW.body')}) BEGIN
  UPDATE text_trigrams SET (${columns}) = (${textsIn('NEW.body')}) WHERE rowid = ${rowOf('NEW')};
END;
CREATE TRIGGER IF NOT EXISTS trigrams_removed AFTER DELETE ON objects BEGIN
  DELETE FROM text_trigrams WHERE rowid = ${rowOf('OLD')};
END;
`;
