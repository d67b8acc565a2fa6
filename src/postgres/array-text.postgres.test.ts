// Every list comes back from PostgreSQL as it was sent, whatever its texts hold.
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../tests/database.ts';
import { arrayText } from './array-text.ts';

let client: pg.Client;
let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await createTestDatabase();
  drop = () => database.drop();
  client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await drop();
});

const sent = async (values: readonly unknown[], type: string): Promise<unknown> =>
  (await client.query<{ list: unknown }>(`select $1::${type}[] as list`, [arrayText(values)])).rows[0]?.list;

describe('a list', () => {
  const nasty = [
    '',
    'null',
    'NULL',
    '"',
    '\\',
    '\\"',
    '{a,b}',
    ' ',
    'a,b',
    "it's",
    '\n\t',
    '{"a":"b\\\\"}',
    'é日\u{1f4b6}',
  ];

  test.each([
    ['text', [...nasty, null, 'plain', undefined], [...nasty, null, 'plain', null]],
    ['integer', [1, -2, null, 2147483647], [1, -2, null, 2147483647]],
    ['bigint', [9_007_199_254_740_993n, null], ['9007199254740993', null]],
    ['boolean', [true, false, null], [true, false, null]],
    ['bytea', [Buffer.from([0, 92, 34, 255]), null], [Buffer.from([0, 92, 34, 255]), null]],
    ['date', [], []],
  ])('of %s is what was sent, with its nulls', async (type, values, expected) => {
    expect(await sent(values, type)).toEqual(expected);
  });

  test('of any texts is what was sent', async () => {
    // PostgreSQL's texts hold no NUL, and no half of a character.
    const text = fc.string({ unit: 'grapheme' }).filter((one) => !one.includes('\0'));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(text)), async (values) => {
        expect(await sent(values, 'text')).toEqual(values);
      }),
      { numRuns: 50 },
    );
  });

  test('of texts with half a character in them has the sign for none in its place, and all else as it was', async () => {
    const text = fc.string({ unit: 'binary' }).filter((one) => !one.includes('\0'));
    const halves = fc
      .array(fc.constantFrom('\ud83d', '\ude00', '"', '\\', ',', '{', '}', 'NULL', ' '))
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(text, halves)), async (values) => {
        expect(await sent(values, 'text')).toEqual(values.map((value) => Buffer.from(value).toString()));
      }),
      { numRuns: 100 },
    );
  });

  test('of a text with a NUL is refused, and not cut there', async () => {
    await expect(sent(['before\0behind'], 'text')).rejects.toMatchObject({ code: '22021' });
  });

  test('with anything else in it is left to the driver', () => {
    expect(arrayText([new Date()])).toBeNull();
    expect(arrayText(['a', ['b']])).toBeNull();
    expect(arrayText([{ a: 1 }])).toBeNull();
  });
});
