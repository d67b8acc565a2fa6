// A sale, return or exchange: tenders against revenue, tax and what else was charged; cost against inventory.
import type { ItemLine, Sale, SaleLine } from '../../events/financial-event.ts';
import { addPart, draftEntries } from '../draft-lines.ts';
import type { DraftEntry, DraftLine } from '../journal-entry.ts';
import type { Journalized, JournalSettings } from '../journalize.ts';

export function saleEntries(sale: Sale, settings: JournalSettings): Journalized {
  const differenceMinor = footingDifference(sale);
  if (differenceMinor !== 0n) {
    const amountMinor = differenceMinor < 0n ? -differenceMinor : differenceMinor;
    return { ok: false, reason: { kind: 'out-of-balance', amountMinor } };
  }
  const lines: DraftLine[] = [];
  sale.depositsApplied.forEach((applied, index) => {
    addPart(lines, sale, {
      role: 'deposit',
      subject: applied.paymentType,
      side: 'debit',
      amountMinor: applied.amountMinor,
      pointer: `/depositsApplied/${index}`,
    });
  });
  sale.payments.forEach((payment, index) => {
    addPart(lines, sale, {
      role: 'payment',
      subject: payment.paymentType,
      side: 'debit',
      amountMinor: payment.amountMinor,
      pointer: `/payments/${index}`,
    });
  });
  sale.lines.forEach((line, index) => {
    addCharged(lines, { sale, line, pointer: `/lines/${index}`, gross: settings.discounts === 'gross' });
  });

  const memo = sale.memo ?? `${ticketWord(sale)} ${sale.number}`;
  // Cost is always in the company's currency: that of a foreign sale makes an entry of its own.
  const foreign = sale.currency !== settings.currency;
  const costLines = foreign ? [] : lines;
  sale.lines.forEach((line, index) => {
    if (line.type === 'item') addCost(costLines, { sale, line, pointer: `/lines/${index}/cost` });
  });
  const entries = draftEntries(sale, lines, memo);
  return { ok: true, entries: foreign ? [...entries, ...costEntries(sale, costLines, { settings, memo })] : entries };
}

function footingDifference(sale: Sale): bigint {
  let difference = 0n;
  for (const line of sale.lines) difference += line.amountMinor;
  for (const payment of sale.payments) difference -= payment.amountMinor;
  for (const applied of sale.depositsApplied) difference -= applied.amountMinor;
  return difference;
}

function ticketWord(sale: Sale): string {
  const items = sale.lines.filter((line) => line.type === 'item');
  const returned = items.filter((line) => line.amountMinor < 0n).length;
  if (returned === 0) return 'Ticket';
  return returned === items.length ? 'Return' : 'Exchange';
}

interface Charged {
  readonly sale: Sale;
  readonly line: SaleLine;
  readonly pointer: string;
  readonly gross: boolean;
}

function addCharged(lines: DraftLine[], { sale, line, pointer, gross }: Charged): void {
  const credit = { side: 'credit', amountMinor: line.amountMinor, pointer } as const;
  switch (line.type) {
    case 'item': {
      const discountMinor = gross ? line.discountMinor : 0n;
      const amountMinor = line.amountMinor + discountMinor;
      addPart(lines, sale, { ...credit, role: 'sales', subject: line.itemClass, amountMinor });
      addDiscount(lines, { sale, discountMinor, pointer });
      return;
    }
    case 'tax':
      addPart(lines, sale, { ...credit, role: 'sales-tax', subject: line.taxCode });
      return;
    case 'gift-card':
      // The card is owed at face value, whatever was paid for it.
      addPart(lines, sale, {
        ...credit,
        role: 'gift-card-liability',
        subject: null,
        amountMinor: line.amountMinor + line.discountMinor,
      });
      addDiscount(lines, { sale, discountMinor: line.discountMinor, pointer });
      return;
    case 'shipping':
      addPart(lines, sale, { ...credit, role: 'shipping', subject: null });
      return;
    case 'tip':
      addPart(lines, sale, { ...credit, role: 'tips', subject: null });
      return;
    case 'rounding':
      addPart(lines, sale, { ...credit, role: 'rounding', subject: null });
      return;
  }
}

function addDiscount(lines: DraftLine[], of: { sale: Sale; discountMinor: bigint; pointer: string }): void {
  addPart(lines, of.sale, {
    role: 'discounts',
    subject: null,
    side: 'debit',
    amountMinor: of.discountMinor,
    pointer: `${of.pointer}/discount`,
  });
}

/** Goods that did not come back into stock leave cost and inventory as they were. */
function addCost(lines: DraftLine[], of: { sale: Sale; line: ItemLine; pointer: string }): void {
  const { sale, line, pointer } = of;
  if (line.costMinor === null || !line.restocked) return;
  const part = { subject: line.itemClass, amountMinor: line.costMinor, pointer, location: line.fulfilledFrom };
  addPart(lines, sale, { ...part, role: 'cogs', side: 'debit' });
  addPart(lines, sale, { ...part, role: 'inventory', side: 'credit' });
}

function costEntries(
  sale: Sale,
  lines: readonly DraftLine[],
  of: { settings: JournalSettings; memo: string },
): readonly DraftEntry[] {
  return draftEntries(sale, lines, `${of.memo}, cost`).map((entry) => ({
    ...entry,
    currency: of.settings.currency,
    exchangeRate: null,
  }));
}
