// Causes in words: the message of the API, the alert of the console and what to do about it.
import type { Role } from '../journal/role.ts';
import { type Cause, inactiveDimensionOf, isMulticurrencyOff, isNoUsableAnswer } from './causes.ts';
import type { ClosedPeriodPolicy } from './closed-period.ts';
import { ruleOfCode } from './faults.ts';
import { type IdNames, withNamedIds } from './named-ids.ts';

/** What the words need to know of the company: display names and how its money is written. */
export interface CauseNames extends IdNames {
  /** The display name of a role's subject; the code itself where it has none. */
  subject(role: Role, code: string): string;
  /** Decimal text in the currency's own decimals: "0.01"; with the currency where it is not the company's: "1 JPY". */
  amount(amountMinor: bigint, currency: string): string;
}

/** Its number, where it has one, and its name. */
export const accountAsShown = ({ number, name }: { readonly number: string | null; readonly name: string }): string =>
  number === null ? name : `${number} ${name}`;

interface RoleWords {
  /** With its article: "a payment account". */
  readonly account: string;
  /** Null for a role that only has a company default. */
  readonly subject: string | null;
}

const roleWords: Readonly<Record<Role, RoleWords>> = {
  payment: { account: 'a payment account', subject: 'Payment type' },
  deposit: { account: 'a deposit payment account', subject: 'Payment type' },
  sales: { account: 'a sales account', subject: 'Item class' },
  cogs: { account: 'a cost of goods sold account', subject: 'Item class' },
  inventory: { account: 'an inventory account', subject: 'Item class' },
  'purchases-received': { account: 'a purchases received account', subject: 'Item class' },
  'purchases-returned': { account: 'a purchases returned account', subject: 'Item class' },
  adjustment: { account: 'an adjustment account', subject: 'Reason code' },
  'gift-card-adjustment': { account: 'a gift card adjustment account', subject: 'Reason code' },
  'cash-movement': { account: 'a cash movement account', subject: 'Reason code' },
  'sales-tax': { account: 'a sales tax account', subject: 'Tax code' },
  discounts: { account: 'a discounts account', subject: null },
  shipping: { account: 'a shipping account', subject: null },
  tips: { account: 'a tips account', subject: null },
  'gift-card-liability': { account: 'a gift card liability account', subject: null },
  'inventory-in-transit': { account: 'an inventory in transit account', subject: null },
  rounding: { account: 'a rounding account', subject: null },
  'over-short': { account: 'an over and short account', subject: null },
};

/** The API's wording, which names subjects by code: "Payment type amex is missing a payment account". */
export function causeMessage(cause: Cause, names: CauseNames): string {
  if (cause.kind !== 'missing-account') return capitalized(whatIsWrong(cause, names));
  const words = roleWords[cause.role];
  if (cause.subject === null) return `The company is missing ${words.account}`;
  return `${words.subject === null ? '' : `${words.subject} `}${cause.subject} is missing ${words.account}`;
}

export interface CauseWords {
  /** "Payment type amex is missing a payment account". */
  readonly message: string;
  /** The same by names: "Amex is missing a payment account". */
  readonly named: string;
}

/** For programs and for people. A name that begins the sentence stays as it is written. */
export function causeWords(cause: Cause, names: CauseNames): CauseWords {
  const named = whatIsWrong(cause, names);
  const beginsWithName = cause.kind === 'missing-account' && cause.subject !== null;
  return { message: causeMessage(cause, names), named: beginsWithName ? named : capitalized(named) };
}

/** The console's wording: "Action Required: Amex is missing a payment account". */
export function alertTitle(cause: Cause, names: CauseNames): string {
  return `Action Required: ${whatIsWrong(cause, names)}`;
}

/** Of an access that ends on that day, YYYY-MM-DD. */
export function reconnectTitle(endsOn: string): string {
  return `Action Required: the access to QuickBooks Online ends on ${dayAndMonth(endsOn)}`;
}

const goOnHere =
  'Have one of the two disconnected. To go on here, see that the other one has stopped, then connect to QuickBooks Online again: what it has posted is recognised by its number and not posted twice.';

/** Entries that QuickBooks holds of these books, and that they do not know: never a cause, since nothing waits for it. */
export function missingTitle({
  entries,
  lastDate,
}: {
  readonly entries: number;
  readonly lastDate: string | null;
}): string {
  const which = entries === 1 ? '1 entry' : `${entries} entries`;
  const until = lastDate === null ? '' : `, up to ${dayAndMonth(lastDate)},`;
  return `Action Required: QuickBooks holds ${which} of Tillbook${until} that this database does not know`;
}

export function missingAction(firstDate: string | null): string {
  const since = firstDate === null ? '' : ` since ${dayAndMonth(firstDate)}`;
  return `It was put back to an older state. Have the tills send again what they have sent${since}: what QuickBooks holds is recognised and not posted twice. Where that cannot be, connect to QuickBooks Online again, and this is no longer shown.`;
}

/** What to do, in one sentence. */
export function alertAction(cause: Cause, closedPeriods: ClosedPeriodPolicy = 'hold'): string {
  switch (cause.kind) {
    case 'missing-account':
      return 'Map it to an account: what waits for it is then sent by itself.';
    case 'inactive-account':
      if (cause.into !== undefined) {
        return `Map what goes to it to ${cause.into.accountName}, which holds all that was posted to it: what waits for it is then sent by itself.`;
      }
      return cause.reason === 'merged'
        ? 'Map what goes to it to another account: what waits for it is then sent by itself.'
        : 'Choose another account, or make this one usable in QuickBooks and import the accounts again.';
    case 'authentication':
      return cause.because === undefined ? 'Reconnect to QuickBooks Online.' : goOnHere;
    case 'closed-period':
      return closedPeriodActions[closedPeriods];
    case 'company-lapsed':
      return 'Renew the QuickBooks subscription; what waits for it is then sent by itself.';
    case 'out-of-balance':
      return 'Look at the ticket: its lines and its payments differ; void it in the till and enter it again.';
    case 'conflict':
      return 'The first one stands until you decide: keep it, or take the new version.';
    case 'reversal':
      return 'Look at the event and at the one that it voids, or that voids it.';
    case 'number-taken':
      return 'Look at the entry in QuickBooks: delete it and retry, or mark the event as handled outside.';
    case 'refused':
      if (isMulticurrencyOff(cause)) {
        return 'Turn multicurrency on in QuickBooks and import the accounts: what waits for it is then sent by itself.';
      }
      if (isNoUsableAnswer(cause)) {
        return 'Look at its timeline for what QuickBooks said, and retry later; or enter it there by hand and mark the event as handled outside.';
      }
      return inactiveDimensionOf(cause) === null
        ? 'Put right what QuickBooks refuses, then retry.'
        : 'Choose another one, or none; or make it active in QuickBooks and import the accounts: what waits for it is then sent by itself.';
  }
}

/** Under a policy that posts them, they wait where no open day is known. */
const closedPeriodActions: Readonly<Record<ClosedPeriodPolicy, string>> = {
  hold: 'They go by themselves once the period is reopened in QuickBooks. Or choose in the settings to post them on the first open day.',
  'first-open-day':
    'QuickBooks refuses today, too, and does not say until when the books are closed: check again once they are open.',
  ask: 'Decide for each: post it on the first open day, or leave it waiting until the period is reopened in QuickBooks.',
};

/** QuickBooks' own words, with names in the place of ids, folded under Details; null where it said nothing. */
export function alertDetail(cause: Cause, names: IdNames): string | null {
  if (cause.kind !== 'refused' || isOurs(cause)) return null;
  const said = [cause.message, cause.detail].map((words) => withNamedIds(words, names));
  return [`Code ${cause.code || 'none'}`, ...said].filter((part) => part !== '').join(': ');
}

function whatIsWrong(cause: Cause, names: CauseNames): string {
  switch (cause.kind) {
    case 'missing-account': {
      const who = cause.subject === null ? 'the company' : names.subject(cause.role, cause.subject);
      return `${who} is missing ${roleWords[cause.role].account}`;
    }
    case 'inactive-account':
      return `${names.account(cause.accountId) ?? cause.accountName} ${accountTroubleOf(cause, names)}`;
    case 'authentication':
      return cause.because === undefined
        ? 'unable to sync with QuickBooks Online due to an authentication error'
        : 'another Tillbook posts to this QuickBooks company, so nothing is sent from here';
    case 'closed-period':
      return cause.closedUntil === null
        ? 'the books are closed for the dates of some entries'
        : `the books are closed ${cause.atLeast ? 'at least ' : ''}until ${dayAndMonth(cause.closedUntil)}`;
    case 'company-lapsed':
      return 'the QuickBooks subscription of this company has lapsed';
    case 'out-of-balance':
      return `ticket ${cause.number} is out of balance by ${names.amount(magnitude(cause.amountMinor), cause.currency)}`;
    case 'conflict':
      return `${cause.number} came again with different content`;
    case 'reversal':
      return `${cause.number} cannot be posted: ${cause.problem}`;
    case 'number-taken':
      return `document number ${cause.documentNumber} is taken in QuickBooks by an entry that is not the same`;
    case 'refused':
      return isOurs(cause) ? cause.message : `QuickBooks refused ${refusalWords(cause, names)}`;
  }
}

/** Said by us and not by QuickBooks: the words are ours, too. */
const isOurs = (cause: Cause): boolean =>
  isMulticurrencyOff(cause) || isNoUsableAnswer(cause) || inactiveDimensionOf(cause) !== null;

/** Our words for the code, and QuickBooks' own message, which says more for the codes that cover many things. */
function refusalWords(cause: Extract<Cause, { kind: 'refused' }>, names: IdNames): string {
  const words = ruleOfCode(cause.code)?.words ?? 'an entry';
  const said = withNamedIds(cause.message.trim(), names);
  return said === '' ? words : `${words}: ${said}`;
}

type AccountTrouble = Extract<Cause, { kind: 'inactive-account' }>;

function accountTroubleOf({ reason, into }: AccountTrouble, names: IdNames): string {
  if (into === undefined) return accountTrouble[reason];
  return `was merged into ${names.account(into.accountId) ?? into.accountName} in QuickBooks`;
}

const accountTrouble: Readonly<Record<AccountTrouble['reason'], string>> = {
  inactive: 'was made inactive in QuickBooks',
  deleted: 'was deleted in QuickBooks',
  merged: 'was merged into another account in QuickBooks',
  'other-currency': 'is in another currency than the entries that use it',
  'illegal-type': 'is of a type that cannot be used for this',
};

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function dayAndMonth(date: string): string {
  return `${Number(date.slice(8, 10))} ${months[Number(date.slice(5, 7)) - 1] ?? date}`;
}

function magnitude(amountMinor: bigint): bigint {
  return amountMinor < 0n ? -amountMinor : amountMinor;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
