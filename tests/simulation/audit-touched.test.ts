// What the auditor says of an entry that somebody changed in QuickBooks.
import { expect, test } from 'vitest';
import type { DriftView } from '../../src/pipeline/drift-port.ts';
import { checkTouched, type TouchedAudit } from './audit-touched.ts';
import { leftOf } from './chart.ts';
import type { HeldEntry } from './simulated-quickbooks.ts';

const ours: HeldEntry = {
  id: '7',
  syncToken: '0',
  date: '2026-11-20',
  documentNumber: 'TB-1',
  privateNote: 'A sale\ntillbook:01a1',
  lines: [
    { account: 'payment/cash', side: 'Dr', amount: 10, tracked: [] },
    { account: 'shipping', side: 'Cr', amount: 10, tracked: [] },
  ],
};
const theirs: HeldEntry = {
  ...ours,
  syncToken: '1',
  lines: ours.lines.map((line) => ({ ...line, amount: 12.5 })),
};
const accountIds = new Map([
  ['payment/cash', '1'],
  ['shipping', '2'],
]);

/** `theirs`: null: it is gone. */
function listed(as: { ours: bigint; theirs: bigint | null }): DriftView {
  const line = (id: string, side: 'Dr' | 'Cr', amount: bigint) => ({
    account: { id },
    debitHundredths: side === 'Dr' ? amount : 0n,
    creditHundredths: side === 'Cr' ? amount : 0n,
  });
  const lines = [
    { ours: line('1', 'Dr', as.ours), theirs: as.theirs === null ? null : line('1', 'Dr', as.theirs) },
    { ours: line('2', 'Cr', as.ours), theirs: as.theirs === null ? null : line('2', 'Cr', as.theirs) },
  ];
  return { quickbooksId: ours.id, lines } as unknown as DriftView;
}

interface Change {
  readonly moved?: ReadonlySet<string>;
  readonly mergedInto?: ReadonlyMap<string, string>;
  readonly is?: HeldEntry | null;
  readonly last?: HeldEntry | null;
  readonly inForce?: HeldEntry | null;
  readonly isAskedBack?: boolean;
  readonly drifts?: readonly DriftView[];
}

function audit({
  is = theirs,
  last = theirs,
  inForce = ours,
  isAskedBack = false,
  drifts = [],
  moved = new Set(),
  mergedInto = new Map(),
}: Change): readonly string[] {
  const touched = { original: ours, left: new Map([['1', theirs]]), last, inForce, sentBy: null, isAskedBack };
  const given: TouchedAudit = {
    touched: new Map([[ours.id, touched]]),
    held: new Map(is === null ? [] : [[is.id, is]]),
    ...{ claimed: [ours.id], drifts, moved, mergedInto, accountIds },
  };
  return checkTouched(given);
}

test('a change that is listed with both sides is all right, and so is one that was accepted', () => {
  expect(audit({ drifts: [listed({ ours: 1000n, theirs: 1250n })] })).toEqual([]);
  expect(audit({ inForce: theirs })).toEqual([]);
});

test('ours is back where the owner asked for it, and nowhere else', () => {
  expect(audit({ is: { ...ours, syncToken: '2' }, isAskedBack: true })).toEqual([]);
  expect(audit({ is: { ...ours, syncToken: '2' } }).join()).toContain('was written over');
  expect(audit({ is: null }).join()).toContain('was written over');
});

test('a change that no drift tells of is seen, and a drift of what is as it should be', () => {
  expect(audit({}).join()).toContain('no drift says so');
  expect(audit({ inForce: theirs, drifts: [listed({ ours: 1250n, theirs: 1250n })] }).join()).toContain(
    'is as it should be',
  );
});

test('a side that is shown with other amounts than are there is seen', () => {
  expect(audit({ drifts: [listed({ ours: 1000n, theirs: 1000n })] }).join()).toContain('shown wrongly as theirs');
  expect(audit({ drifts: [listed({ ours: 1250n, theirs: 1250n })] }).join()).toContain('shown wrongly as ours');
});

test('of what is gone after a change of it was accepted, ours is the entry as it was built', () => {
  const gone = { is: null, last: null, inForce: theirs };
  expect(audit({ ...gone, drifts: [listed({ ours: 1000n, theirs: null })] })).toEqual([]);
  expect(audit({ ...gone, drifts: [listed({ ours: 1250n, theirs: null })] }).join()).toContain('shown wrongly as ours');
});

test('a drift of an entry that nobody touched is seen', () => {
  const drift = { ...listed({ ours: 1n, theirs: 1n }), quickbooksId: '8' };
  expect(audit({ inForce: theirs, drifts: [drift] }).join()).toContain('entry 8, which nobody touched');
});

test('an account that was merged away since a drift was seen is no other one', () => {
  const there = { ...theirs, lines: theirs.lines.map((line) => ({ ...line, account: leftOf(line.account) })) };
  const drifts = [listed({ ours: 1000n, theirs: 1250n })];
  const merged = theirs.lines.map(({ account }) => [account, leftOf(account)] as const);
  expect(audit({ is: there, drifts, mergedInto: new Map(merged) })).toEqual([]);
  expect(audit({ is: there, drifts }).join()).toContain('shown wrongly as theirs');
});

test('an entry that a merge changed may be listed, and one that nobody touched may be so too', () => {
  const asItShouldBe = { inForce: theirs, drifts: [listed({ ours: 1250n, theirs: 1250n })] };
  expect(audit({ ...asItShouldBe, moved: new Set(['7']) })).toEqual([]);
  const merged = new Map([['shipping', leftOf('shipping')]]);
  expect(audit({ ...asItShouldBe, mergedInto: merged })).toEqual([]);
  // It was touched after the merge: what was there then is on the other account already.
  const there = { ...theirs, lines: theirs.lines.map((line) => ({ ...line, account: leftOf(line.account) })) };
  const touchedSince = { ...asItShouldBe, is: there, last: there, inForce: there };
  expect(audit({ ...touchedSince, mergedInto: merged })).toEqual([]);
  expect(audit(touchedSince).join()).toContain('is as it should be');
  const stranger = { ...listed({ ours: 1n, theirs: 1n }), quickbooksId: '8' };
  expect(audit({ inForce: theirs, drifts: [stranger], moved: new Set(['8']) })).toEqual([]);
});

test('other words, another order of lines and another token are no change', () => {
  const reworded = {
    ...ours,
    ...{ syncToken: '9', privateNote: 'Checked\ntillbook:01a1', lines: [...ours.lines].reverse() },
  };
  expect(audit({ is: reworded, isAskedBack: true })).toEqual([]);
});
