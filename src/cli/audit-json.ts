// An audit for programs: the same as the text says, amounts as decimal strings.
import type { LedgerChange } from '../audit/compare-ledger.ts';
import type { OpenAmount } from '../audit/outstanding.ts';
import type { TotalDifference } from '../audit/totals.ts';
import { formatAmount, formatMinor } from '../money.ts';
import type { AuditReport } from '../pipeline/audit-books.ts';
import type { QuickbooksAudited } from '../pipeline/audit-quickbooks.ts';

export function auditJson({ company, currency, range, events, outstanding, quickbooks, differenceCount }: AuditReport) {
  return {
    company,
    currency,
    ...range,
    differenceCount,
    events: {
      read: events.events,
      compared: events.eventsCompared,
      withoutEntry: Object.fromEntries(events.eventsWithout),
      entries: events.entries,
      movedEntries: events.movedEntries,
      earlierSettings: events.earlierSettings,
      differenceCount: events.differenceCount,
      differences: events.differences.map((difference) => ({
        ...difference,
        totals: difference.totals.map(totalJson),
      })),
    },
    quickbooks: quickbooksJson(quickbooks),
    inTransit: outstanding.inTransit.map(openJson),
    deposits: outstanding.deposits.map(openJson),
    giftCards: outstanding.giftCards.map(openJson),
    conversion: {
      entries: events.conversion.entries,
      difference: hundredths(events.conversion.differenceHundredths),
    },
  };
}

const hundredths = (amount: bigint): string => formatAmount(amount, 2);

function totalJson({ expected, found, ...bucket }: TotalDifference) {
  const sides = ({ debitMinor, creditMinor }: TotalDifference['expected']) => ({
    debit: formatMinor(debitMinor, bucket.currency),
    credit: formatMinor(creditMinor, bucket.currency),
  });
  return { ...bucket, expected: sides(expected), found: sides(found) };
}

const openJson = ({ what, currency, amountMinor }: OpenAmount) => ({
  what,
  currency,
  amount: formatMinor(amountMinor, currency),
});

function quickbooksJson(quickbooks: QuickbooksAudited) {
  if (quickbooks.state !== 'compared') return quickbooks;
  const { accounts, entries, ...rest } = quickbooks;
  return {
    ...rest,
    accounts: accounts.map(({ accountId, name, equal, oursHundredths, heldHundredths }) => ({
      ...{ accountId, name, equal },
      ours: hundredths(oursHundredths),
      quickbooks: hundredths(heldHundredths),
    })),
    entries: entries && {
      ...entries,
      differences: entries.differences.map((difference) => ({
        ...difference,
        changes: difference.changes.map(changeJson),
      })),
    },
  };
}

function changeJson(change: LedgerChange) {
  if (change.what !== 'amount') return change;
  const { postedHundredths, heldHundredths, ...where } = change;
  return { ...where, posted: hundredths(postedHundredths), held: hundredths(heldHundredths) };
}
