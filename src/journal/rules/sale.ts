// A sale, return or exchange: tenders against revenue, tax and what else was charged; cost against inventory.
import type { ItemLine, Payment, Sale, SaleLine } from '../../events/financial-event.ts';
import { addPart, draftEntries } from '../draft-lines.ts';
import type { DraftEntry, DraftLine } from '../journal-entry.ts';
import type { Journalized, JournalSettings } from '../journalized.ts';
import { footingDifference, isWithinCap } from '../over-short.ts';
import type { Role } from '../role.ts';
import type { Rule } from '../rule.ts';

export function saleEntries(sale: Sale, settings: JournalSettings): Journalized {
  const differenceMinor = footingDifference(sale);
  if (differenceMinor !== 0n && !isWithinCap(differenceMinor, sale, settings)) {
    const amountMinor = differenceMinor < 0n ? -differenceMinor : differenceMinor;
    return { ok: false, reason: { kind: 'out-of-balance', amountMinor } };
  }
  const lines: DraftLine[] = [];
  addTenders(lines, sale);
  for (const [index, line] of sale.lines.entries()) {
    addCharged(lines, { sale, line, pointer: `/lines/${index}`, gross: settings.discounts === 'gross' });
  }
  // Of no one part but the whole ticket, whose pointer is empty.
  addPart(lines, sale, {
    rule: 'sale.difference',
    role: 'over-short',
    subject: null,
    side: 'debit',
    amountMinor: differenceMinor,
    pointer: '',
  });

  const memo = sale.memo ?? `${ticketWord(sale)} ${sale.number}`;
  // Cost is always in the company's currency: that of a foreign sale makes an entry of its own.
  const foreign = sale.currency !== settings.currency;
  const costLines = foreign ? [] : lines;
  for (const [index, line] of sale.lines.entries()) {
    if (line.type === 'item') addCost(costLines, { sale, line, pointer: `/lines/${index}/cost` });
  }
  const entries = draftEntries(sale, lines, memo);
  return { ok: true, entries: foreign ? [...entries, ...costEntries(sale, costLines, { settings, memo })] : entries };
}

function addTenders(lines: DraftLine[], sale: Sale): void {
  for (const [index, { paymentType, amountMinor }] of sale.depositsApplied.entries()) {
    const pointer = `/depositsApplied/${index}`;
    const rule = 'sale.deposit-applied';
    addPart(lines, sale, { rule, role: 'deposit', subject: paymentType, side: 'debit', amountMinor, pointer });
  }
  for (const [index, { paymentType, amountMinor, type }] of sale.payments.entries()) {
    const pointer = `/payments/${index}`;
    const rule = ruleOfPayment[type];
    addPart(lines, sale, { rule, role: 'payment', subject: paymentType, side: 'debit', amountMinor, pointer });
  }
}

const ruleOfPayment: Readonly<Record<Payment['type'], Rule>> = {
  tender: 'sale.tender',
  change: 'sale.change',
  refund: 'sale.refund',
};

function ticketWord(sale: Sale): string {
  let sold = false;
  let returned = false;
  for (const line of sale.lines) {
    if (line.type !== 'item') continue;
    if (line.amountMinor < 0n) returned = true;
    else sold = true;
  }
  if (!returned) return 'Ticket';
  return sold ? 'Exchange' : 'Return';
}

const roleOfLine: Readonly<Record<SaleLine['type'], Role>> = {
  item: 'sales',
  tax: 'sales-tax',
  shipping: 'shipping',
  tip: 'tips',
  rounding: 'rounding',
  'gift-card': 'gift-card-liability',
};

const ruleOfLine: Readonly<Record<Exclude<SaleLine['type'], 'item'>, Rule>> = {
  tax: 'sale.tax',
  shipping: 'sale.shipping',
  tip: 'sale.tip',
  rounding: 'sale.rounding',
  'gift-card': 'sale.gift-card',
};

function addCharged(lines: DraftLine[], of: { sale: Sale; line: SaleLine; pointer: string; gross: boolean }): void {
  const { sale, line, pointer } = of;
  const discountMinor = shownDiscount(line, of.gross);
  const amountMinor = discountMinor === 0n ? line.amountMinor : line.amountMinor + discountMinor;
  const rule = line.type === 'item' ? ruleOfItem(amountMinor, of.gross) : ruleOfLine[line.type];
  const role = roleOfLine[line.type];
  addPart(lines, sale, { rule, role, subject: subjectOf(line), side: 'credit', amountMinor, pointer });
  if (discountMinor === 0n) return;
  addPart(lines, sale, {
    rule: line.type === 'item' ? 'sale.discount' : 'sale.gift-card-discount',
    role: 'discounts',
    subject: null,
    side: 'debit',
    amountMinor: discountMinor,
    pointer: `${pointer}/discount`,
  });
}

function ruleOfItem(amountMinor: bigint, gross: boolean): Rule {
  if (amountMinor < 0n) return 'sale.return';
  return gross ? 'sale.revenue-gross' : 'sale.revenue';
}

/** A card is owed at face value, whatever was paid for it; an item shows its discount where the company chose gross. */
function shownDiscount(line: SaleLine, gross: boolean): bigint {
  if (line.type === 'gift-card' || (line.type === 'item' && gross)) return line.discountMinor;
  return 0n;
}

function subjectOf(line: SaleLine): string | null {
  if (line.type === 'item') return line.itemClass;
  return line.type === 'tax' ? line.taxCode : null;
}

/** Goods that did not come back into stock leave cost and inventory as they were. */
function addCost(lines: DraftLine[], of: { sale: Sale; line: ItemLine; pointer: string }): void {
  const { itemClass: subject, costMinor: amountMinor, restocked, fulfilledFrom: location } = of.line;
  if (amountMinor === null || !restocked) return;
  const { sale, pointer } = of;
  const rule = amountMinor < 0n ? 'sale.restock' : 'sale.cost';
  addPart(lines, sale, { rule, role: 'cogs', subject, side: 'debit', amountMinor, pointer, location });
  addPart(lines, sale, { rule, role: 'inventory', subject, side: 'credit', amountMinor, pointer, location });
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
