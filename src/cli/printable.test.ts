// Text of others on a terminal: it can be read, and does nothing.
import { expect, test } from 'vitest';
import { printable, printableValue } from './printable.ts';

test.each([
  ['an escape sequence', '\u001B[31mred', '\\u{1b}[31mred'],
  ['one of a single character', '\u009B31m', '\\u{9b}31m'],
  ['a line end', 'a\r\nb', 'a\\u{d}\\u{a}b'],
  ['text turned round', 'abc\u202Efdp', 'abc\\u{202e}fdp'],
  ['a zero byte', 'a\u0000', 'a\\u{0}'],
  ['half a character', 'a\uD800', 'a\\u{d800}'],
  ['a line separator', 'a\u2028b', 'a\\u{2028}b'],
])('%s is shown by its number', (_what, text, shown) => {
  expect(printable(text)).toBe(shown);
});

test.each(['Zoë', '日本語', 'שלום', '🧣', '=1+1', '"'])('what can be seen stays: %s', (text) => {
  expect(printable(text)).toBe(text);
});

test('a value is shown in quotes where it is text, and cut where it is long', () => {
  expect(printableValue('12,50')).toBe('"12,50"');
  expect(printableValue(12.5)).toBe('12.5');
  expect(printableValue('x'.repeat(1000))).toBe(`"${'x'.repeat(80)}…"`);
});
