// An audit as a person reads it: what was compared, what is right, and each difference by its event.
import type { Difference, DifferenceKind, EventName } from '../audit/compare.ts';
import type { LedgerChange } from '../audit/compare-ledger.ts';
import type { OpenAmount } from '../audit/outstanding.ts';
import type { TotalDifference } from '../audit/totals.ts';
import { formatAmount, formatMinor } from '../money.ts';
import type { AuditReport } from '../pipeline/audit-books.ts';
import type { AccountRow, EntriesCompared, LedgerDifference, QuickbooksAudited } from '../pipeline/audit-quickbooks.ts';

export function auditText(report: AuditReport): string {
  const { from, to } = report.range;
  const dates = from === null && to === null ? 'every date' : `${from ?? 'the first date'} to ${to ?? 'the last'}`;
  const sections = [
    [`Audit of ${report.company}, ${dates}`],
    ['Events against entries', ...eventLines(report).map(indented)],
    ...quickbooksSections(report),
    ['Still open, by these events', ...openLines(report).map(indented)],
    [verdict(report)],
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

const indented = (line: string): string => (line === '' ? '' : `  ${line}`);
const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

function verdict({ differenceCount, quickbooks, events }: AuditReport): string {
  if (differenceCount > 0) return `${counted(differenceCount, 'difference')}.`;
  const against: Readonly<Record<QuickbooksAudited['state'], string>> = {
    compared: '',
    offline: ' QuickBooks was not asked.',
    'not-connected': ' QuickBooks is not connected, and was not asked.',
    'nothing-posted': ' QuickBooks holds no entry of ours.',
    unread: ' QuickBooks could not be read to the end.',
  };
  return `No differences in ${counted(events.eventsCompared, 'event')}.${against[quickbooks.state]}`;
}

function eventLines({ events }: AuditReport): readonly string[] {
  const { eventsCompared, entries, movedEntries, differences, differenceCount, earlierSettings } = events;
  const without = [...events.eventsWithout];
  const right = differenceCount === 0 ? ': as expected' : `: ${counted(differenceCount, 'difference')}`;
  return [
    `${counted(events.events, 'event')} read; ${eventsCompared} compared with ${counted(entries, 'entry', 'entries')}${right}`,
    ...without.map(([status, count]) => `${count} without an entry: ${status.replaceAll('-', ' ')}`),
    ...(movedEntries === 0
      ? []
      : [`${counted(movedEntries, 'entry', 'entries')} dated on the first open day: the books were closed`]),
    ...(earlierSettings === 0
      ? []
      : [`${counted(earlierSettings, 'posting')} right by settings that the company had before`]),
    ...differences.flatMap(differenceLines),
    ...further(differenceCount - differences.length),
  ];
}

const further = (count: number): readonly string[] => (count === 0 ? [] : ['', `… and ${count} more, not listed`]);

const titles: Readonly<Record<DifferenceKind, string>> = {
  amount: 'other amounts than expected',
  missing: 'is in no entry',
  doubled: 'is in its entry twice',
  'not-its-own': 'has parts of an event that does not belong to it',
  'must-not-post': 'has an entry and may have none',
  date: 'is posted on another date',
  'no-event': 'has an entry and no event',
};

function differenceLines({ kind, postingKey, events, totals, words }: Difference): readonly string[] {
  const who = events.length === 0 ? `posting ${postingKey}` : namesOf(events);
  return [
    '',
    `${who}: ${titles[kind]}${words === '' ? '' : ` (${words})`}`,
    ...totals.flatMap(totalLines).map(indented),
  ];
}

function namesOf(events: readonly EventName[], furtherEvents = 0): string {
  const names = events.map(({ number, key, businessDate }) => `${number} (${key}, ${businessDate})`);
  return [...names, ...(furtherEvents === 0 ? [] : [`${furtherEvents} more`])].join(', ');
}

function totalLines(total: TotalDifference): readonly string[] {
  const { role, subject, location, currency, exchangeRate, expected, found } = total;
  const rate = exchangeRate === null ? '' : ` at ${exchangeRate}`;
  const where = `${subject === null ? role : `${role} (${subject})`}, ${location}, ${currency}${rate}`;
  return (['debit', 'credit'] as const).flatMap((side) => {
    const [must, is] = [expected[`${side}Minor`], found[`${side}Minor`]];
    if (must === is) return [];
    return [`${where}: ${side} ${formatMinor(must, currency)} expected, ${formatMinor(is, currency)} found`];
  });
}

function quickbooksSections({ quickbooks, currency }: AuditReport): readonly (readonly string[])[] {
  switch (quickbooks.state) {
    case 'offline':
    case 'not-connected':
    case 'nothing-posted':
      return [];
    case 'unread': {
      const { reason, calls } = quickbooks;
      return [['QuickBooks', `  could not be read: ${reason} (${counted(calls, 'metered call')})`]];
    }
    case 'compared': {
      const { accepted, to, accounts, entries, calls, callsAhead } = quickbooks;
      const equal = accounts.filter((account) => account.equal).length;
      const other = accounts.filter((account) => !account.equal);
      const balances = [
        `QuickBooks' trial balance of ${to}, in ${currency}`,
        `  ${counted(accepted, 'entry', 'entries')} of ours in ${counted(accounts.length, 'account')}: ${holding(equal, other.length)}`,
        ...balanceTable(other).map((line) => `    ${line}`),
      ];
      const told = entries === null ? untold(other.length, callsAhead) : entriesLines(entries, accounts);
      const asked = counted(calls, 'metered call');
      return [balances, [`QuickBooks' entries one by one (${asked} in all)`, ...told.map(indented)]];
    }
  }
}

function holding(equal: number, other: number): string {
  const just = `${equal} ${equal === 1 ? 'holds' : 'hold'} just that`;
  return other === 0 ? just : `${just}, ${other} something else as well`;
}

function untold(other: number, callsAhead: number): readonly string[] {
  if (other === 0) return ['not compared: the trial balance leaves no doubt (--deep compares them all the same)'];
  return [`not compared: it takes about ${counted(callsAhead, 'metered call')} (--deep makes them)`];
}

function balanceTable(accounts: readonly AccountRow[]): readonly string[] {
  if (accounts.length === 0) return [];
  const rows = accounts.map(({ name, oursHundredths, heldHundredths }) => [
    name,
    hundredths(oursHundredths),
    hundredths(heldHundredths),
    hundredths(heldHundredths - oursHundredths),
  ]);
  return table([['', 'ours', 'QuickBooks', 'not ours'], ...rows]);
}

const hundredths = (amount: bigint): string => formatAmount(amount, 2);

/** The first column to the left, the others to the right. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), 0),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

function entriesLines(compared: EntriesCompared, accounts: readonly AccountRow[]): readonly string[] {
  const { entries, onTheirWay, differences, differenceCount } = compared;
  const names = new Map(accounts.map(({ accountId, name }) => [accountId, name]));
  const right = differenceCount === 0 ? 'as posted' : counted(differenceCount, 'difference');
  return [
    `${entries} found: ${right}`,
    ...(differenceCount === 0 && accounts.some((account) => !account.equal)
      ? ['what the accounts hold besides is not ours']
      : []),
    ...(onTheirWay === 0 ? [] : [`${onTheirWay} more whose answers are still awaited`]),
    ...differences.flatMap((difference) => ledgerLines(difference, names)),
    ...further(differenceCount - differences.length),
  ];
}

const ledgerTitles: Readonly<Record<LedgerDifference['kind'], string>> = {
  missing: 'is not in QuickBooks any more',
  changed: 'was changed in QuickBooks',
  doubled: 'is in QuickBooks a second time',
  unknown: 'is in QuickBooks under a number of ours, and we did not post it',
};

function ledgerLines(difference: LedgerDifference, names: ReadonlyMap<string, string>): readonly string[] {
  const { kind, documentNumber, quickbooksId, date, events, furtherEvents, postingKey, changes } = difference;
  const who = events.length === 0 ? (postingKey ?? 'no event of ours') : namesOf(events, furtherEvents);
  return [
    '',
    `${who}: ${ledgerTitles[kind]}`,
    `  entry ${documentNumber}, QuickBooks' id ${quickbooksId}, ${date}`,
    ...changes.map((change) => indented(changeLine(change, names))),
  ];
}

function changeLine(change: LedgerChange, names: ReadonlyMap<string, string>): string {
  if (change.what !== 'amount') {
    return `${change.what}: ${change.posted || 'none'} posted, ${change.held || 'none'} found`;
  }
  const { accountId, side, postedHundredths, heldHundredths } = change;
  const account = names.get(accountId) ?? `account ${accountId}`;
  return `${account}: ${side} ${hundredths(postedHundredths)} posted, ${hundredths(heldHundredths)} found`;
}

function openLines({ outstanding, events, currency }: AuditReport): readonly string[] {
  const { conversion } = events;
  const rows = [
    ...amountRows('goods in transit', outstanding.inTransit),
    ...amountRows('deposits held', outstanding.deposits),
    ...outstanding.giftCards.map((amount) => ['owed on gift cards', ...moneyCells(amount)]),
  ];
  const converted = counted(conversion.entries, 'foreign entry', 'foreign entries');
  const lines = [
    ...table(rows),
    ...(conversion.entries === 0
      ? []
      : [
          `converted line by line, ${converted} come to ${hundredths(conversion.differenceHundredths)} ${currency} more debit than credit`,
        ]),
  ];
  return lines.length === 0 ? ['nothing'] : lines;
}

const amountRows = (title: string, amounts: readonly OpenAmount[]): readonly (readonly string[])[] =>
  amounts.map((amount) => [`${title}, ${amount.what}`, ...moneyCells(amount)]);

const moneyCells = ({ currency, amountMinor }: OpenAmount): readonly string[] => [
  formatMinor(amountMinor, currency),
  currency,
];
