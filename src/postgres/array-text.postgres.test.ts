// Every list comes back from PostgreSQL as it was sent, whatever its texts hold.
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../tests/database.ts';
import { arrayBytes, textLikeLists } from './array-bytes.ts';
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

const given = async (list: unknown, type: string): Promise<unknown> =>
  (await client.query<{ list: unknown }>(`select $1::${type}[] as list`, [list])).rows[0]?.list;
const sent = (values: readonly unknown[], type: string) => given(arrayText(values), type);

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

  const asTexts = [
    ['written as text', (values: readonly unknown[]) => sent(values, 'text')],
    ['written as bytes', (values: readonly unknown[]) => given(arrayBytes(values, 'text'), 'text')],
  ] as const;

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

  test.each(asTexts)('of any texts is what was sent, %s', async (_, sent) => {
    // PostgreSQL's texts hold no NUL, and no half of a character.
    const text = fc.string({ unit: 'grapheme' }).filter((one) => !one.includes('\0'));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(text)), async (values) => {
        expect(await sent(values)).toEqual(values);
      }),
      { numRuns: 50 },
    );
  });

  test.each(asTexts)(
    'of texts with half a character in them has the sign for none in its place, %s',
    async (_, sent) => {
      const text = fc.string({ unit: 'binary' }).filter((one) => !one.includes('\0'));
      const halves = fc
        .array(fc.constantFrom('\ud83d', '\ude00', '"', '\\', ',', '{', '}', 'NULL', ' '))
        .map((parts) => parts.join(''));
      await fc.assert(
        fc.asyncProperty(fc.array(fc.oneof(text, halves)), async (values) => {
          expect(await sent(values)).toEqual(values.map((value) => Buffer.from(value).toString()));
        }),
        { numRuns: 100 },
      );
    },
  );

  test.each(asTexts)('of a text with a NUL is refused, and not cut there, %s', async (_, sent) => {
    await expect(sent(['before\0behind'])).rejects.toMatchObject({ code: '22021' });
  });

  test('with anything else in it is left to the driver', () => {
    expect(arrayText([new Date()])).toBeNull();
    expect(arrayText(['a', ['b']])).toBeNull();
    expect(arrayText([{ a: 1 }])).toBeNull();
    expect(arrayBytes(['a', 1], 'text')).toBeNull();
    expect(arrayBytes([['a']], 'text')).toBeNull();
  });

  test.each([[[...nasty, null, 'plain', undefined]], [[null]], [[]]])(
    'of texts as bytes is what was sent: %j',
    async (values) => {
      expect(await given(arrayBytes(values, 'text'), 'text')).toEqual(values.map((value) => value ?? null));
    },
  );

  test('of JSON as bytes is what was sent', async () => {
    const values = nasty.map((one) => ({ [one]: [one, null, 1.5] }));
    const list = arrayBytes([...values.map((value) => JSON.stringify(value)), null], 'jsonb');
    expect(await given(list, 'jsonb')).toEqual([...values, null]);
    await expect(given(arrayBytes(['{'], 'jsonb'), 'jsonb')).rejects.toMatchObject({ code: '22P02' });
  });

  test('goes as bytes where the statement says that it is one of texts', () => {
    const found = textLikeLists('select $2::text[], $10::jsonb[], $3::text, $4::uuid[], any($5), $1::text[]');
    expect([...found]).toEqual([
      [1, 'text'],
      [9, 'jsonb'],
      [0, 'text'],
    ]);
  });
});
