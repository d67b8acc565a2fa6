import { expect, test } from 'vitest';
import type { Sync } from '../api/wire.ts';
import { standingOf } from './standing.ts';

const nothing: Sync['counts'] = {
  ...{ 'never-synced': 0, ready: 0, syncing: 0, synced: 0 },
  ...{ 'action-required': 0, failed: 0, 'handled-outside': 0 },
};

test.each([
  ['running', {}, 0, 'good', 'Things are good'],
  ['running', { 'action-required': 1 }, 2, 'fault', '1 event needs action'],
  ['running', { failed: 1, 'action-required': 1 }, 0, 'fault', '2 events need action'],
  ['paused', {}, 0, 'warn', 'The sync is paused: nothing is sent'],
  ['not-started', {}, 0, 'warn', 'Nothing is sent yet'],
  ['running', {}, 1, 'warn', '1 entry was changed in QuickBooks'],
  ['running', {}, 3, 'warn', '3 entries were changed in QuickBooks'],
] as const)('sync %s, %o held, %i changed in QuickBooks: %s, %s', (state, held, drifted, tone, text) => {
  expect(standingOf({ state, counts: { ...nothing, ...held } }, drifted)).toMatchObject({ tone, text });
});
