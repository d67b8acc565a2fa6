// What lists show of each kind, from events as they were recorded.
import { describe, expect, it } from 'vitest';
import { particularsOf } from './particulars.ts';

describe('particulars', () => {
  it('of stock are its classes, each once, and the quantity of all lines', () => {
    const lines = [
      { itemClass: 'apparel', quantity: '1.5', amount: '18.00' },
      { itemClass: 'shoes', quantity: '-0.25', amount: '-1.00' },
      { itemClass: 'apparel', quantity: '2', amount: '18.00' },
    ];
    expect(particularsOf('purchasing-receipt', { vendor: 'Acme', lines })).toEqual({
      vendor: 'Acme',
      itemClasses: ['apparel', 'shoes'],
      quantity: '3.25',
    });
  });

  it('add up quantities that no float holds', () => {
    const lines = Array.from({ length: 3 }, () => ({ itemClass: 'a', quantity: '0.1', amount: '1.00' }));
    expect(particularsOf('inventory-adjustment', { reason: 'damaged', lines }).quantity).toBe('0.3');
    const many = [{ itemClass: 'a', quantity: '999999999999999', amount: '1.00' }];
    expect(particularsOf('inventory-adjustment', { reason: 'x', lines: [...many, ...many] }).quantity).toBe(
      '1999999999999998',
    );
  });

  it('of a cash movement and a gift card are what the till named', () => {
    const cash = { direction: 'out', reason: 'postage', paymentType: 'cash', amount: '7.80' };
    expect(particularsOf('cash-movement', cash)).toEqual({ direction: 'out', reason: 'postage', paymentType: 'cash' });
    expect(particularsOf('gift-card-adjustment', { reason: 'goodwill', card: '…4821' })).toEqual({
      reason: 'goodwill',
      card: '…4821',
    });
  });

  it('of a transfer say the way', () => {
    expect(particularsOf('transfer', { stage: 'shipped', from: 'main', to: 'outlet', lines: [] })).toEqual({
      stage: 'shipped',
      from: 'main',
      to: 'outlet',
    });
  });

  it('of a sale are the gift cards that it sold', () => {
    const item = { type: 'item', itemClass: 'apparel', quantity: '1', amount: '18.00' };
    const sold = (card?: string) => ({ type: 'gift-card', amount: '25.00', ...(card !== undefined && { card }) });
    expect(particularsOf('sale', { lines: [sold('…4821'), item, sold(), sold('…0007')] })).toEqual({
      card: '…4821, …0007',
    });
    const many = Array.from({ length: 30 }, (_, number) => sold(String(number)));
    expect(particularsOf('sale', { lines: many }).card?.split(', ')).toHaveLength(20);
  });

  it('of a sale without gift cards, or of what is no event, are none', () => {
    expect(particularsOf('sale', { lines: [{ type: 'item', itemClass: 'apparel', quantity: '1' }] })).toEqual({});
    expect(particularsOf('sale', {})).toEqual({});
    expect(particularsOf('transfer', null)).toEqual({});
    expect(particularsOf('transfer', { reason: 7, lines: 'none' })).toEqual({});
    expect(particularsOf('inventory-adjustment', { lines: [null, { quantity: 'many' }].slice(1) })).toEqual({
      itemClasses: [],
      quantity: '0',
    });
  });
});
