// What a subject is called until a person names it.
import { expect, test } from 'vitest';
import { nameOf } from './learn-subjects.ts';

test.each([
  ['gift-card', 'Gift Card'],
  ['ny_state.2', 'Ny State 2'],
  ['ÉTRANGER', 'ÉTRANGER'],
  ['مدى', 'مدى'],
  ['---', '---'],
])('%s is called %s', (code, name) => {
  expect(nameOf(code)).toBe(name);
});

test('a name never turns the sentence that it stands in', () => {
  expect(nameOf('\u202evisa\u2066')).toBe('Visa');
});
