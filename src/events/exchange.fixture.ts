// An exchange with a line of every sort, for tests.
import type { FinancialEvent } from './financial-event.ts';
import { eventOf } from './random-sale.fixture.ts';

const header = { source: 'till', sourceId: 's-1', occurredAt: '2026-11-03T16:20:05-05:00', location: 'main' };
export const event = (input: object): FinancialEvent => eventOf({ ...header, ...input });

export const exchange = {
  lines: [
    { type: 'item', itemClass: 'apparel', quantity: '1', amount: '90.00', discount: '10.00' },
    { type: 'item', itemClass: 'home', quantity: '-1', amount: '-40.00', discount: '-2.00' },
    { type: 'tax', taxCode: 'ny', amount: '4.00' },
    { type: 'shipping', amount: '5.00' },
    { type: 'gift-card', amount: '25.00', discount: '5.00' },
    { type: 'tip', amount: '2.00' },
    { type: 'rounding', amount: '-0.01' },
  ],
  payments: [
    { paymentType: 'cash', amount: '100.00' },
    { paymentType: 'cash', amount: '-34.01', type: 'change' },
    { paymentType: 'visa', amount: '20.00' },
  ],
};
