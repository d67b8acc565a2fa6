// What is open is what came in and has not gone out again, voids included.
import { expect, test } from 'vitest';
import { type AuditedEvent, expectedTotals } from './expected-totals.ts';
import { OutstandingTally } from './outstanding.ts';

const settings = { companyCurrency: 'USD', discounts: 'net', overShortCapMinor: 0n } as const;

function openAfter(...events: readonly AuditedEvent[]) {
  const tally = new OutstandingTally(new Set(['gift-card']));
  for (const event of events) {
    const expected = expectedTotals(event, settings);
    if (!expected.posts) throw new Error(expected.why);
    tally.add(event, expected.totals);
  }
  return tally.open();
}

let made = 0;
const event = (body: object, voids: AuditedEvent['voids'] = null): AuditedEvent => {
  made += 1;
  return {
    key: `till/${made}`,
    number: `${made}`,
    businessDate: '2026-11-03',
    body: { location: 'main', ...body },
    voids,
  };
};
const transfer = (stage: 'shipped' | 'received', amount: string, number?: string) =>
  event({
    ...{ kind: 'transfer', stage, from: 'main', to: 'outlet', location: stage === 'shipped' ? 'main' : 'outlet' },
    ...(number !== undefined && { transfer: number }),
    lines: [{ itemClass: 'apparel', quantity: '1', amount }],
  });
const voidOf = (original: AuditedEvent) =>
  event({ kind: 'transfer' }, { original, originalOutside: false, second: false });

test('goods are in transit until they arrive, by the number of their transfer, else by their way', () => {
  expect(
    openAfter(
      transfer('shipped', '54.00', 'TR-1'),
      transfer('shipped', '20.00', 'TR-2'),
      transfer('received', '54.00', 'TR-1'),
      transfer('received', '18.00', 'TR-2'),
      transfer('shipped', '7.00'),
    ).inTransit,
  ).toEqual([
    { what: 'transfer TR-2', currency: 'USD', amountMinor: 200n },
    { what: 'main to outlet', currency: 'USD', amountMinor: 700n },
  ]);
});

test('a transfer that was voided is not in transit', () => {
  const shipped = transfer('shipped', '54.00', 'TR-1');
  expect(openAfter(shipped, voidOf(shipped)).inTransit).toEqual([]);
});

test('deposits are held until they are applied or given back, by payment type', () => {
  const deposit = (paymentType: string, amount: string) => event({ kind: 'customer-deposit', paymentType, amount });
  const applied = event({
    kind: 'sale',
    lines: [{ type: 'shipping', amount: '10.00' }],
    depositsApplied: [{ paymentType: 'visa', amount: '10.00' }],
  });
  expect(
    openAfter(deposit('visa', '25.00'), deposit('cash', '5.00'), deposit('cash', '-5.00'), applied).deposits,
  ).toEqual([{ what: 'visa', currency: 'USD', amountMinor: 1500n }]);
});

test('gift cards are owed at face value, adjustments included, less what was paid with them', () => {
  const sold = event({
    kind: 'sale',
    lines: [{ type: 'gift-card', amount: '45.00', discount: '5.00' }],
    payments: [{ paymentType: 'cash', amount: '45.00' }],
  });
  const goodwill = event({ kind: 'gift-card-adjustment', reason: 'goodwill', amount: '15.00' });
  const redeemed = event({
    kind: 'sale',
    lines: [{ type: 'shipping', amount: '20.00' }],
    payments: [{ paymentType: 'gift-card', amount: '20.00' }],
  });
  expect(openAfter(sold, goodwill, redeemed).giftCards).toEqual([
    { what: 'gift cards', currency: 'USD', amountMinor: 4500n },
  ]);
});
