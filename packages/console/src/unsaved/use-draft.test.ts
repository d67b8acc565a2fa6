// What somebody keeps of theirs takes back nothing that another person saved beside it.
import { expect, test } from 'vitest';
import { typedOver } from './use-draft.ts';

const base = { name: 'Main', timeZone: 'America/New_York', dayEnd: '' };

test('what was typed stays, and the rest is as somebody else saved it meanwhile', () => {
  const typed = { form: { ...base, name: 'High Street' }, base };
  const saved = { name: 'Main Street', timeZone: 'America/Chicago', dayEnd: '03:00' };
  expect(typedOver(typed, saved)).toEqual({ ...saved, name: 'High Street' });
});

test('a field that was emptied was touched, too', () => {
  const typed = { form: { ...base, timeZone: '' }, base };
  expect(typedOver(typed, { ...base, dayEnd: '03:00' })).toEqual({ name: 'Main', timeZone: '', dayEnd: '03:00' });
});
