// The rules by which parts of events become journal lines: a stable name each, and the sentence an accountant knows it by.

/** One for each way that a part becomes a line or a pair of lines; what is told of a line in the books goes by its name. */
export const ruleSentences = {
  'sale.tender': 'Each payment of a ticket is debited to the account of its payment type, a line each.',
  'sale.change': 'Change given is credited to the account of the payment type it is given in, on a line of its own.',
  'sale.refund': 'A refund is credited to the account of the payment type that it is paid in.',
  'sale.deposit-applied': 'A deposit applied to a ticket is debited to the deposit liability: it is owed no more.',
  'sale.revenue': 'An item sold is credited to sales at the price charged, net of its discount.',
  'sale.revenue-gross': 'An item sold is credited to sales before its discount, as the company shows discounts gross.',
  'sale.discount': 'A discount is debited to discounts, as the company shows discounts gross.',
  'sale.return': 'An item returned is debited to sales, as it was credited when it was sold.',
  'sale.tax': 'Tax charged on a ticket is credited to the liability of its tax code.',
  'sale.shipping': 'Shipping charged on a ticket is credited to shipping.',
  'sale.tip': 'A tip is credited to what is owed to staff.',
  'sale.rounding': 'What a cash ticket was rounded by goes to rounding, on the side of its sign.',
  'sale.difference':
    'What a ticket’s lines and payments differ by, within the company’s cap, goes to cash over and short.',
  'sale.gift-card': 'A gift card sold or reloaded is credited to the gift card liability at face value.',
  'sale.gift-card-discount': 'A discount on a gift card is debited to discounts: the card is owed at face value.',
  'sale.cost': 'Goods sold leave stock at their cost: cost of goods is debited, inventory credited.',
  'sale.restock': 'Returned goods come back into stock at their cost: inventory is debited, cost of goods credited.',
  'customer-deposit.taken': 'A deposit taken is debited to its payment type and credited to the deposit liability.',
  'customer-deposit.given-back':
    'A deposit given back is debited to the deposit liability and credited to its payment type.',
  'purchasing-receipt.goods':
    'Goods received are debited to inventory at product cost and credited to purchases received, until the vendor’s bill comes.',
  'purchasing-return.goods':
    'Goods sent back are credited to inventory and debited to purchases returned, until the vendor’s credit comes.',
  'transfer.shipped': 'Goods shipped leave the inventory of the sending location and are in transit.',
  'transfer.received': 'Goods received leave transit and enter the inventory of the receiving location.',
  'inventory-adjustment.up': 'Stock adjusted up is debited to inventory and credited to the account of its reason.',
  'inventory-adjustment.down': 'Stock adjusted down is credited to inventory and debited to the account of its reason.',
  'gift-card-adjustment.up':
    'A card adjusted up is owed more: the account of its reason is debited, the liability credited.',
  'gift-card-adjustment.down':
    'A card adjusted down is owed less: the liability is debited, the account of its reason credited.',
  'cash-movement.in': 'Cash paid in is debited to its payment type and credited to the account of its reason.',
  'cash-movement.out': 'Cash paid out is credited to its payment type and debited to the account of its reason.',
  'cash-movement.over': 'A drawer that is over is debited to its payment type and credited to cash over and short.',
  'cash-movement.short': 'A drawer that is short is credited to its payment type and debited to cash over and short.',
  'quickbooks.two-decimals':
    'QuickBooks keeps two decimals: what rounding each line to them leaves over goes to rounding, and both sides are equal.',
  'void.mirror':
    'A void turns every line of what it voids round, debit for credit, to the same accounts and on its own date.',
} as const;

export type Rule = keyof typeof ruleSentences;

export const rules = Object.keys(ruleSentences) as readonly Rule[];
