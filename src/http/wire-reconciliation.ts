// From the books' words to the wire's, for tie-outs: hundredths of home currency as decimal strings.
import { formatAmount } from '../money.ts';
import type { MonthDetail, MonthView, TieOutView } from '../pipeline/tie-out-port.ts';
import type * as wire from './contract.ts';

const amount = (hundredths: bigint): string => formatAmount(hundredths, 2);

function wireMonth({ ours, quickbooks, differenceHundredths, beforeHundredths, tieOut, unbuilt, ...month }: MonthView) {
  const sums = (of: MonthView['ours']) => ({
    opening: amount(of.openingHundredths),
    movements: amount(of.movementsHundredths),
    closing: amount(of.closingHundredths),
  });
  return {
    ...{ month: month.month, state: month.state, drifts: month.drifts, waiting: unbuilt },
    ours: sums(ours),
    quickbooks: quickbooks && { ...sums(quickbooks), readAt: quickbooks.readAt.toISOString() },
    difference: differenceHundredths === null ? null : amount(differenceHundredths),
    ...{ before: beforeHundredths === null ? null : amount(beforeHundredths), firstMonth: month.firstMonth },
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
    lines: lines.map(({ where, ours, theirs }) => ({
      where,
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
