// Six-line sales as a till sends them, as many as wanted.

export function sale(sourceId: string): Record<string, unknown> {
  return {
    source: 'bench',
    kind: 'sale',
    sourceId,
    occurredAt: '2026-11-03T16:20:05-05:00',
    location: 'main',
    lines: [
      { type: 'item', itemClass: 'apparel', description: 'Wool scarf', quantity: '1', amount: '100.00', cost: '40.00' },
      { type: 'tax', taxCode: 'ny-state', amount: '8.00' },
    ],
    payments: [
      { paymentType: 'cash', amount: '120.00' },
      { paymentType: 'cash', amount: '-12.00', type: 'change' },
    ],
  };
}

export function sales(prefix: string, count: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, index) => sale(`${prefix}-${index}`));
}

/** Which account of the local QuickBooks' retail company each role of such a sale goes to, and of which type that is. */
export const accountNames = [
  ['payment', 'cash', 'Cash in Drawer', 'Bank'],
  ['sales', 'apparel', 'Sales - Apparel', 'Income'],
  ['cogs', 'apparel', 'Cost of Goods - Apparel', 'Cost of Goods Sold'],
  ['inventory', 'apparel', 'Inventory - Apparel', 'Other Current Asset'],
  ['sales-tax', 'ny-state', 'Sales Tax Payable - NY State', 'Other Current Liability'],
] as const;

/** A mapping file for `tillbook journal` with these accounts. */
export function mappingFile(): object {
  return {
    ...{ name: 'Main Street', currency: 'USD', timeZone: 'America/New_York' },
    accounts: accountNames.map(([, , name, type], index) => ({ id: String(index + 1), name, type, active: true })),
    mappings: accountNames.map(([role, subject], index) => ({ role, subject, accountId: String(index + 1) })),
  };
}
