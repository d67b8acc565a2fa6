// What each list of the shop holds and shows.
import { describe, expect, it } from 'vitest';
import type { ListedEvent } from '../api/wire.ts';
import { kindsWithin, type ShopListName, shopLists } from './shop-lists.ts';

function shown(list: ShopListName, particulars: ListedEvent['particulars']): string[] {
  return shopLists[list].columns.map(({ text }) => text({ particulars } as ListedEvent));
}

describe('a list of the shop', () => {
  it('holds its kinds, whatever the address asks for', () => {
    expect(kindsWithin('inventory', undefined)).toBe('transfer,inventory-adjustment');
    expect(kindsWithin('inventory', 'transfer')).toBe('transfer');
    expect(kindsWithin('inventory', 'sale')).toBe('transfer,inventory-adjustment');
    expect(kindsWithin('tickets', 'transfer')).toBe('sale');
  });

  it('shows what its kinds have', () => {
    expect(shown('inventory', { reason: 'damaged', itemClasses: ['a', 'b'], quantity: '-3' })).toEqual([
      'damaged',
      'a, b',
      '-3',
    ]);
    expect(shown('inventory', { stage: 'shipped', from: 'main', to: 'outlet' })[0]).toBe('Shipped main → outlet');
    expect(shown('purchasing', { vendor: 'Acme', itemClasses: ['a'], quantity: '10' })).toEqual(['Acme', 'a', '10']);
    const adjusted = ['…4821', 'goodwill', '', '', ''];
    expect(shown('gift-cards', { card: '…4821', reason: 'goodwill' })).toEqual(adjusted);
    expect(shown('cash', { direction: 'out', reason: 'postage', paymentType: 'cash' })).toEqual([
      'Out',
      'postage',
      'cash',
    ]);
  });

  it('of gift cards shows how much each sold, redeemed or adjusted, and nothing of what it did not', () => {
    const giftCards = { sold: '25.00', redeemed: '0.00', adjusted: '-4.00' };
    const event = { particulars: {}, currency: 'USD', giftCards } as unknown as ListedEvent;
    expect(shopLists['gift-cards'].columns.map(({ text }) => text(event))).toEqual(['', '', '$25.00', '', '-$4.00']);
  });

  it('of cash has deposits on orders, in when taken and out when given back', () => {
    const deposit = (amount: string) =>
      ({ kind: 'customer-deposit', amount, particulars: { order: 'L-77', paymentType: 'visa' } }) as ListedEvent;
    const columnsOf = (event: ListedEvent) => shopLists.cash.columns.map(({ text }) => text(event));
    expect(columnsOf(deposit('25.00'))).toEqual(['In', 'L-77', 'visa']);
    expect(columnsOf(deposit('-25.00'))).toEqual(['Out', 'L-77', 'visa']);
  });

  it('shows nothing of what a void without lines has not', () => {
    expect(shown('purchasing', {})).toEqual(['', '', '']);
    expect(shown('cash', {})).toEqual(['', '', '']);
  });
});
