// What a company can be told to be: limits, preferences, and named defaults for what Intuit's documents leave open.

/** What is wrong with one field of a control call. */
export interface Problem {
  readonly field: string;
  readonly value: unknown;
  readonly rule: string;
}

export interface Settings {
  /** Throttles of Intuit's limits page. */
  readonly limits: boolean;
  /** Added to every answer under /v3/company. */
  readonly latencyMs: number;
  /** Entries dated on or before it are refused (6210, or 6200 without a password). */
  readonly closingDate: string | null;
  /** The closing date has a password; live QuickBooks answers 6210, the code for that. */
  readonly closingPassword: boolean;
  /** The subscription has run out: reads only (6190). */
  readonly lapsed: boolean;
  /** The envelope of a 429; captures of all three exist. */
  readonly throttleBody: 'json' | 'json-lower' | 'xml';
  readonly warnDuplicateJournalNumber: boolean;
  readonly multiCurrency: boolean;
  readonly homeCurrency: string;
  readonly country: string;
  readonly classTracking: boolean;
  readonly departmentTracking: boolean;
  /** Unconfirmed: the documented table says 2300, some teams have seen 6000. */
  readonly unbalancedCode: '2300' | '6000';
  /** Unconfirmed: what a reference to an account that was never there answers. */
  readonly missingReferenceCode: '2500' | '610';
  /** Unconfirmed: whether a refused request is refused again without being looked at. */
  readonly replayFaults: boolean;
  /** Unconfirmed: a repeated request id answers as before, or 600. */
  readonly repeatedRequestId: 'replay' | 'fault-600';
  /** Unconfirmed: a request id that comes again with another request answers as before, or 600. */
  readonly reusedRequestId: 'replay' | 'fault-600';
  /** Unconfirmed: at most one receivable or payable line in an entry. */
  readonly oneReceivableOrPayable: boolean;
  /** Later webhooks wait until the one before is acknowledged (Intuit's rework of December 2024). */
  readonly webhooksHeld: boolean;
  /** When a webhook that was not acknowledged is sent again: as Intuit says now, or as its older text says. */
  readonly webhookLadder: 'current' | 'older';
  /** The ladder's waits are divided by it. */
  readonly webhookTimeScale: number;
  /** So long changes wait for more, of this and of other companies, to be told together. */
  readonly webhookWindowMs: number;
  /** Unconfirmed: what a payment of more than is open answers. */
  readonly overAppliedCode: '6000' | '620';
  /** How long a refresh takes; another with the same value in that time overlaps and is refused. */
  readonly refreshMs: number;
  /** Unconfirmed: an overlapping refresh also ends the connection, once the first is answered. */
  readonly overlappingRefreshRevokes: boolean;
  /** Unconfirmed: how long an authorization code can be redeemed. */
  readonly codeLifeMs: number;
  /** Unconfirmed: whether the proof of key of a code (PKCE) is looked at; Intuit documents none. */
  readonly pkce: 'ignored' | 'checked';
  /** Unconfirmed: what a call without any token answers. */
  readonly emptyTokenCode: '3200' | '3202';
  /** Unconfirmed: whether the queries of a batch are metered: not, as one call, or each. */
  readonly batchedQueriesMetered: 'no' | 'one' | 'each';
  /** Unconfirmed: deleting and voiding is metered as a read is. */
  readonly deletesMetered: boolean;
  /** Unconfirmed: attaching a file is metered as a read is. */
  readonly uploadsMetered: boolean;
  /** Unconfirmed: the seconds that a 429 says to wait; 0 says none, as Intuit documents none. */
  readonly retryAfterSeconds: number;
  /** Reports a minute and company: 200 in an older text, of which the current page says nothing; 0 has no such limit. */
  readonly reportsPerMinute: number;
  /** Unconfirmed: how many lines a journal entry may have; 0 has no limit. */
  readonly journalLinesMax: number;
  /** Unconfirmed: what a document number of more than 21 characters answers. */
  readonly longNumberCode: '2050' | '6000';
  /** Unconfirmed: what a class or location answers while its tracking is off; ignored, it is dropped. */
  readonly untrackedReference: 'kept' | 'ignored' | '2010' | '5030';
  /** Unconfirmed: what becomes of the third decimal of a journal line's amount and those after it. */
  readonly extraDecimals: 'rounded' | '2110';
  /** Unconfirmed: a journal line of nothing. */
  readonly zeroAmounts: 'taken' | '2090';
  /** Unconfirmed: how long after a change the data capture tells of it. */
  readonly changesDelayMs: number;
  /** Unconfirmed: whether a transaction counts as changed when an account of it is merged into another. */
  readonly mergedTransactions: 'kept' | 'changed';
  /** An account that was merged away is inactive until the nightly processing takes it away; when that is, is unconfirmed. */
  readonly mergedAccount: 'inactive' | 'gone';
}

export const defaultSettings: Settings = {
  limits: true,
  latencyMs: 0,
  closingDate: null,
  closingPassword: true,
  lapsed: false,
  throttleBody: 'json',
  warnDuplicateJournalNumber: false,
  multiCurrency: false,
  homeCurrency: 'USD',
  country: 'US',
  classTracking: true,
  departmentTracking: true,
  unbalancedCode: '2300',
  missingReferenceCode: '2500',
  replayFaults: false,
  repeatedRequestId: 'replay',
  reusedRequestId: 'replay',
  oneReceivableOrPayable: false,
  webhooksHeld: true,
  webhookLadder: 'current',
  webhookTimeScale: 1,
  webhookWindowMs: 0,
  overAppliedCode: '6000',
  refreshMs: 15,
  overlappingRefreshRevokes: false,
  codeLifeMs: 600_000,
  pkce: 'ignored',
  emptyTokenCode: '3200',
  batchedQueriesMetered: 'no',
  deletesMetered: false,
  uploadsMetered: false,
  retryAfterSeconds: 0,
  reportsPerMinute: 0,
  journalLinesMax: 0,
  longNumberCode: '2050',
  untrackedReference: 'kept',
  extraDecimals: 'rounded',
  zeroAmounts: 'taken',
  changesDelayMs: 0,
  mergedTransactions: 'kept',
  mergedAccount: 'inactive',
};

/** The settings that take one of a few words. */
export const settingChoices: Readonly<Partial<Record<keyof Settings, readonly string[]>>> = {
  throttleBody: ['json', 'json-lower', 'xml'],
  unbalancedCode: ['2300', '6000'],
  missingReferenceCode: ['2500', '610'],
  repeatedRequestId: ['replay', 'fault-600'],
  reusedRequestId: ['replay', 'fault-600'],
  webhookLadder: ['current', 'older'],
  overAppliedCode: ['6000', '620'],
  pkce: ['ignored', 'checked'],
  emptyTokenCode: ['3200', '3202'],
  batchedQueriesMetered: ['no', 'one', 'each'],
  longNumberCode: ['2050', '6000'],
  untrackedReference: ['kept', 'ignored', '2010', '5030'],
  extraDecimals: ['rounded', '2110'],
  zeroAmounts: ['taken', '2090'],
  mergedTransactions: ['kept', 'changed'],
  mergedAccount: ['inactive', 'gone'],
};

/** The settings with the given ones changed, or every problem with what was given. */
export function changeSettings(
  settings: Settings,
  change: Readonly<Record<string, unknown>>,
): { ok: true; settings: Settings } | { ok: false; problems: Problem[] } {
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(change)) {
    const rule = Object.hasOwn(defaultSettings, name)
      ? brokenRule(name as keyof Settings, value)
      : `is one of ${Object.keys(defaultSettings).join(', ')}`;
    if (rule !== null) problems.push({ field: name, value, rule });
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, settings: { ...settings, ...change } };
}

const numberMax = 600_000;

/** The rule that the value breaks, or null. */
function brokenRule(name: keyof Settings, value: unknown): string | null {
  if (name === 'closingDate') {
    const isDate = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
    return value === null || isDate ? null : 'is a date such as 2026-10-31, or null';
  }
  const legal = settingChoices[name];
  if (legal) return typeof value === 'string' && legal.includes(value) ? null : `is one of ${legal.join(', ')}`;
  switch (typeof defaultSettings[name]) {
    case 'number':
      return typeof value === 'number' && value >= 0 && value <= numberMax
        ? null
        : `is a number from 0 to ${numberMax}`;
    case 'boolean':
      return typeof value === 'boolean' ? null : 'is true or false';
    default:
      return typeof value === 'string' && value !== '' ? null : 'is a text';
  }
}
