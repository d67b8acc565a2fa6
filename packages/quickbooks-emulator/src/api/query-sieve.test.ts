// A sieve lets everything through that the query means, whatever the texts are, and holds back what is plainly something else.
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { openStore } from '../store/database.ts';
import { indexRow } from '../store/text-index.ts';
import { trigramsFrom } from '../store/text-vocabulary.ts';
import type { Condition } from './query-language.ts';
import { holdsAll } from './query-match.ts';
import { bodySieve, numberSieve, type Sieve, trigramsOf } from './query-sieve.ts';

const store = openStore(':memory:');
afterAll(() => store.close());

const like = (property: string, pattern: string): Condition => ({ property, operator: 'like', values: [pattern] });
const equal = (value: string): Condition => ({ property: 'PrivateNote', operator: '=', values: [value] });

function isLetThrough(sieve: Sieve | null, { number, body }: { number: string; body: string }): boolean {
  if (!sieve) return true;
  const objects = '(SELECT ? AS doc_number, ? AS body)';
  return store.integer(`SELECT count(*) FROM ${objects} WHERE ${sieve.text}`, number, body, ...sieve.values) === 1n;
}

const awkward = [
  '\u212A',
  'k',
  'K',
  'i',
  'I',
  'İ',
  'i̇',
  'ı',
  'ß',
  'ẞ',
  'Σ',
  'ς',
  '"',
  '\\',
  '\n',
  '\0',
  '%',
  '_',
  'a',
  'A',
  '1',
  '-',
  '😀',
  ' ',
];
const text = fc.oneof(
  fc.array(fc.constantFrom(...awkward), { maxLength: 6 }).map((characters) => characters.join('')),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
/** A text, and a pattern made of pieces of it: most of them match. */
const textAndPattern = fc
  .record({ whole: text, cuts: fc.array(fc.nat(6), { maxLength: 4 }), upper: fc.boolean(), ends: fc.boolean() })
  .map(({ whole, cuts, upper, ends }) => {
    const places = [...new Set(cuts.map((cut) => Math.min(cut, whole.length)))].sort((a, b) => a - b);
    const pieces = places.map((place, index) => whole.slice(place, places[index + 1] ?? whole.length));
    const pattern = ends ? `%${pieces.join('%')}%` : `${whole.slice(0, places[0] ?? whole.length)}%${pieces.join('%')}`;
    return { whole, pattern: upper ? pattern.toUpperCase() : pattern };
  });

describe('a sieve never holds back what is meant', () => {
  test('by a pattern', () => {
    fc.assert(
      fc.property(textAndPattern, text, ({ whole, pattern }, other) => {
        for (const note of [whole, other]) {
          const row = { PrivateNote: note, DocNumber: note };
          const kept = { number: note, body: JSON.stringify(row) };
          if (!holdsAll(row, [like('DocNumber', pattern)])) continue;
          expect([note, pattern, isLetThrough(numberSieve(like('DocNumber', pattern)), kept)]).toEqual([
            note,
            pattern,
            true,
          ]);
          expect([note, pattern, isLetThrough(bodySieve(like('PrivateNote', pattern)), kept)]).toEqual([
            note,
            pattern,
            true,
          ]);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('by equality', () => {
    const value = fc.oneof(
      text,
      fc.constantFrom('1', '1.0', '01', '2026-01-01', '2026-01-01T00:00:00Z', 'May 1', ' ', 'true'),
    );
    fc.assert(
      fc.property(value, value, (note, asked) => {
        for (const one of [asked, note.toUpperCase(), note.toLowerCase()]) {
          const row = { PrivateNote: note };
          if (!holdsAll(row, [equal(one)])) continue;
          const kept = { number: '', body: JSON.stringify(row) };
          expect([note, one, isLetThrough(bodySieve(equal(one)), kept)]).toEqual([note, one, true]);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('no other character than those two is a small letter of ASCII', () => {
    const others = Array.from({ length: 0x110000 - 128 }, (_, index) => String.fromCodePoint(index + 128));
    expect(others.filter((character) => /[\0-\x7f]/.test(character.toLowerCase()))).toEqual(['\u0130', '\u212A']);
  });
});

describe('a sieve holds back', () => {
  const kept = { number: 'B-100', body: JSON.stringify({ PrivateNote: 'Sale 7 at the corner' }) };

  test.each(['%abc%', 'C-%', '%-2%', 'B-10', '%B-1', 'B%1%1'])('a number that is not like %s', (pattern) => {
    expect(isLetThrough(numberSieve(like('DocNumber', pattern)), kept)).toBe(false);
  });

  test.each(['%abc%', '%corner%sale%', '%sale 8%'])('a note that is not like %s', (pattern) => {
    expect(isLetThrough(bodySieve(like('PrivateNote', pattern)), kept)).toBe(false);
  });

  test('a note that is not equal', () => {
    expect(isLetThrough(bodySieve(equal('sale 8 at the corner, no')), kept)).toBe(false);
  });
});

test('there is none where nothing is sure, or for a pattern without end', () => {
  for (const pattern of ['%', '%ik%', '%"%', 'é', `%${'a'.repeat(2000)}%`]) {
    expect(numberSieve(like('DocNumber', pattern))).toBeNull();
    expect(bodySieve(like('PrivateNote', pattern))).toBeNull();
  }
  expect(numberSieve(like('PrivateNote', 'a%'))).toBeNull();
  expect(bodySieve({ property: 'TotalAmt', operator: '>', values: ['a'] })).toBeNull();
});

describe('the index of texts', () => {
  let next = 0;
  const add = (object: Readonly<Record<string, unknown>>) => {
    next += 1;
    const sql = `INSERT INTO objects (realm_id, type, id, updated_at, body) VALUES ('1', 'JournalEntry', ?, 0, ?)`;
    store.run(sql, next, JSON.stringify(object));
    return next;
  };
  const rows = `SELECT count(*) FROM text_trigrams, text_ranges WHERE realm_id = '1' AND type = 'JournalEntry'
    AND text_trigrams MATCH ? AND text_trigrams.rowid = ${indexRow('number', '?')}`;
  const asked = (...conditions: readonly Condition[]) => trigramsOf(conditions, (pair) => trigramsFrom(store, pair));
  const isFound = (condition: Condition, id: number) => {
    const trigrams = asked(condition);
    return trigrams === null || store.integer(rows, trigrams, id) === 1n;
  };

  test('never leaves out what a pattern means', () => {
    const longer = fc.tuple(text, text, text).map((some) => some.join('abc'));
    fc.assert(
      fc.property(longer, fc.nat(6), fc.nat(9), (note, from, length) => {
        const id = add({ PrivateNote: note });
        for (const part of [note.slice(from, from + 3 + length), note.toUpperCase().slice(from), note.toLowerCase()]) {
          const condition = like('PrivateNote', `%${part}%`);
          if (!holdsAll({ PrivateNote: note }, [condition])) continue;
          expect([note, part, isFound(condition, id)]).toEqual([note, part, true]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('never leaves out what a pattern of two letters means', () => {
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 2 }), fc.nat(6), (first, more, from) => {
        const note = [first, ...more].join('ab');
        const id = add({ PrivateNote: note });
        const pair = [...note].slice(from, from + 2).join('');
        for (const pattern of [`%${pair}%`, pair.toUpperCase(), `%${pair[0]}%${pair}`]) {
          const condition = like('PrivateNote', pattern);
          if (!holdsAll({ PrivateNote: note }, [condition])) continue;
          expect([note, pattern, isFound(condition, id)]).toEqual([note, pattern, true]);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('knows the cases of every letter, alone and beside others', () => {
    const added: { id: number; parts: readonly string[] }[] = [];
    const missed: string[] = [];
    store.transaction(() => {
      for (let code = 128; code < 0x11_0000; code += 1) {
        const letter = String.fromCodePoint(code);
        const other = letter.toLowerCase();
        // A letter without cases is found as itself, as the patterns above show.
        if (other === letter && letter.toUpperCase() === letter) continue;
        const [before, first] = [97 + (code % 26), 97 + (Math.floor(code / 26) % 26)].map((one) =>
          String.fromCharCode(one),
        );
        const id = add({ PrivateNote: `${first}${before}${letter}` });
        added.push({ id, parts: [`${first}${before}${other}`, `${first}${before}`, `${before}${other}`] });
      }
    });
    for (const { id, parts } of added) {
      missed.push(...parts.filter((part) => !isFound(like('PrivateNote', `%${part}%`), id)));
    }
    expect(missed).toEqual([]);
  });

  test.each([
    ['%a%', null],
    ['%a%b"%', null],
    ['%\u{10428}\u{10429}\u{1042A}%', null],
    ['%"a"%', null],
    ['%\u017Fa%', null],
    ['%\u{1F600}\u0153%', null],
    ['%abc%', 'privatenote : ("abc")'],
    ['%ab%xyz%', 'privatenote : ("xyz")'],
    ['%\u{20000}\u{20001}%', 'privatenote : ("")'],
    ['ABCD', 'privatenote : ("abc" AND "bcd")'],
    ['%abc%abc%', 'privatenote : ("abc")'],
  ])('is asked of %s for %s', (pattern, expected) => {
    expect(asked(like('PrivateNote', pattern))).toBe(expected);
    expect(asked(like('Line.Description', pattern))).toBeNull();
  });

  test('is asked for the last of a pattern without end', () => {
    const pattern = Array.from({ length: 2000 }, (_, at) => String.fromCodePoint(0x4e00 + at)).join('');
    const id = add({ PrivateNote: pattern });
    const trigrams = asked(like('PrivateNote', pattern))?.match(/"[^"]+"/g) ?? [];
    expect([isFound(like('PrivateNote', pattern), id), trigrams.length]).toEqual([true, 60]);
  });

  test('is asked for every pair of letters of a pattern, but not for one that too many follow', () => {
    const id = add({ PrivateNote: '現売"9 売現' });
    expect(asked(like('PrivateNote', '%現売%売現%'))).toBe('privatenote : (("現売\\") AND ("売現"""))');
    expect(isFound(like('PrivateNote', '%現売%売現%'), id)).toBe(true);
    const ids = Array.from({ length: 200 }, (_, at) =>
      add({ PrivateNote: `金金${String.fromCodePoint(0x4e00 + at)}` }),
    );
    const pattern = like('PrivateNote', '%金金%');
    expect([asked(pattern) === null, ids.filter((one) => !isFound(pattern, one))]).toEqual([false, []]);
    add({ PrivateNote: '金金' });
    expect(asked(pattern)).toBeNull();
  });

  test('tells the properties apart', () => {
    const id = add({ DocNumber: 'B-abc', PrivateNote: 'Sale xyz' });
    expect(isFound(like('DocNumber', '%abc%'), id)).toBe(true);
    expect(isFound(like('DocNumber', '%xyz%'), id)).toBe(false);
    expect(asked(like('DocNumber', '%abc%'), like('PrivateNote', '%xyz'))).toBe(
      'docnumber : ("abc") AND privatenote : ("xyz")',
    );
  });
});
