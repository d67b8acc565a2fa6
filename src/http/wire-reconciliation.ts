// From the books' words to the wire's, for tie-outs: hundredths of home currency as decimal strings.
import { formatAmount } from '../money.ts';
import type { MonthDetail, MonthView, TieOutView } from '../pipeline/tie-out-port.ts';
import type * as wire from './contract.ts';

const amount = (hundredths: bigint): string => formatAmount(hundredths, 2);

const sums = (of: MonthView['ours']) => ({
  opening: amount(of.openingHundredths),
  movements: amount(of.movementsHundredths),
  closing: amount(of.closingHundredths),
});

function wireMonth(view: MonthView) {
  const { ours, quickbooks, quickbooksOwn, differenceHundredths, beforeHundredths, tieOut, unbuilt } = view;
  const { month, state, firstMonth, readFirst, drifts, unmatched, refused } = view;
  return {
    ...{ month, state, firstMonth, readFirst, drifts, unmatched, refused, waiting: unbuilt },
    ours: sums(ours),
    quickbooks: quickbooks && { ...sums(quickbooks), readAt: quickbooks.readAt.toISOString() },
    quickbooksOwn: quickbooksOwn && { ...sums(quickbooksOwn), lines: quickbooksOwn.lines },
    difference: differenceHundredths === null ? null : amount(differenceHundredths),
    before: beforeHundredths === null ? null : amount(beforeHundredths),
    tieOut: tieOut && {
      ...{ who: tieOut.who, at: tieOut.tiedOutAt.toISOString() },
      closing: amount(tieOut.closingHundredths),
    },
  };
}

export function wireReconciliation({ from, to, currency, accounts }: TieOutView): wire.Reconciliation {
  return {
    ...{ from, to, currency },
    accounts: accounts.map(({ months, ...account }) => ({ ...account, months: months.map(wireMonth) })),
  };
}

export function wireReconciliationMonth(detail: MonthDetail): wire.ReconciliationMonth {
  const { accountId, name, type, ownCurrency, currency, counts, lines } = detail;
  return {
    ...wireMonth(detail),
    ...{ accountId, name, type, ownCurrency, currency, counts },
    lines: lines.map(({ where, isOurs, ours, theirs }) => ({
      ...{ where, isOurs },
      ours: ours && {
        ...{ date: ours.date, amount: amount(ours.amountHundredths), documentNumber: ours.documentNumber },
        ...{ postingKey: ours.postingKey, quickbooksId: ours.quickbooksId },
      },
      theirs: theirs && {
        ...{ date: theirs.date, amount: amount(theirs.amountHundredths), documentNumber: theirs.documentNumber },
        ...{ kind: theirs.kind, text: theirs.text, quickbooksId: theirs.quickbooksId },
      },
    })),
  };
}
