// Multipart bodies: what clients send, and what is cut short.
import { describe, expect, test } from 'vitest';
import { partsOf } from './multipart.ts';

const type = 'multipart/form-data; boundary=XX';
const part = (head: string, content: string) => `--XX\r\n${head}\r\n\r\n${content}\r\n`;
const read = (body: string, contentType = type) => partsOf(contentType, Buffer.from(body, 'latin1'));

describe('a body', () => {
  const file = part(
    'Content-Disposition: form-data; name="a"; filename="b \\"c\\".png"\r\nContent-Type: image/png',
    '\r\n\xff--X',
  );

  test('is its parts in order, bytes and all', () => {
    const parts = read(`${file}${part('content-disposition: form-data; name=d', '')}--XX--\r\n`);
    expect(parts).toEqual([
      { name: 'a', fileName: 'b "c".png', contentType: 'image/png', bytes: Buffer.from('\r\n\xff--X', 'latin1') },
      { name: 'd', fileName: null, contentType: 'text/plain', bytes: Buffer.from('') },
    ]);
  });

  test('has its boundary quoted or not, and may begin with a preamble', () => {
    expect(read(`preamble\r\n${file}--XX--`, 'multipart/form-data; charset=utf-8; boundary="XX"')).toHaveLength(1);
    expect(read('--XX--')).toEqual([]);
  });

  test('is decoded where its content comes in base64, as Python’s and PHP’s clients send it', () => {
    const head = 'Content-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: Base64';
    expect(read(`${part(head, '/wD+\r\nYWJj\r\n')}--XX--`)?.[0]?.bytes).toEqual(
      Buffer.from('\xff\x00\xfeabc', 'latin1'),
    );
  });

  test('may end its parts with a line feed alone, as PHP’s client ends its description', () => {
    const parts = read(`--XX\r\nContent-Disposition: form-data; name="m"\r\n\r\n<A/>\n${file}--XX--\r\n\r\n`);
    expect(parts?.map(({ name, bytes }) => [name, bytes.length])).toEqual([
      ['m', 4],
      ['a', 6],
    ]);
    expect(parts?.[0]?.bytes.toString()).toBe('<A/>');
  });

  test('keeps what looks like its boundary within a line', () => {
    const [one] = read(`${part('Content-Disposition: form-data; name="a"', 'x--XX y')}--XX--`) ?? [];
    expect(one?.bytes.toString()).toBe('x--XX y');
  });

  test.each([
    ['of another type', `${file}--XX--`, 'application/json'],
    ['without a boundary', `${file}--XX--`, 'multipart/form-data'],
    ['of another boundary', `${file}--XX--`, 'multipart/form-data; boundary=YY'],
    ['cut short in a part', file.slice(0, -9), type],
    ['cut short after a part', file, type],
    ['cut short in a head', '--XX\r\ncontent-dis', type],
    ['with too many parts', `${part('content-disposition: form-data; name=d', '').repeat(200)}--XX--`, type],
    ['with a head without end', `${part(`x: ${'y'.repeat(9000)}`, '')}--XX--`, type],
  ])('%s is none', (_, body, contentType) => {
    expect(read(body, contentType)).toBeNull();
  });
});
