// Every fault code of QuickBooks as data: whether to send again, wait, look up, or which cause it is, with its words for the user.

/**
 * `retry`: it may have been written; the same bytes under the same request id. `wait`: certainly not written, try later.
 * `look-up`: ask by document number. `cause`: an entry waits for what `cause` says.
 */
type FaultHandling = 'retry' | 'wait' | 'look-up' | 'cause';

/** `account`: a refusal that contradicts the chart as it was last read; read again, it tells which account it is. */
export type FaultCause = 'authentication' | 'closed-period' | 'company-lapsed' | 'account' | 'refused';

export type FaultRule =
  | { readonly handling: Exclude<FaultHandling, 'cause'>; readonly words: string }
  | { readonly handling: 'cause'; readonly cause: FaultCause; readonly words: string };

/** A fault as QuickBooks said it, of one entry or of a call as a whole. */
export interface Fault {
  readonly httpStatus: number | null;
  /** Empty where there was none. */
  readonly code: string;
  readonly message: string;
  readonly detail: string;
  readonly element: string | null;
}

const retry = (words: string): FaultRule => ({ handling: 'retry', words });
const wait = (words: string): FaultRule => ({ handling: 'wait', words });
const lookUp = (words: string): FaultRule => ({ handling: 'look-up', words });
const because = (cause: FaultCause, words: string): FaultRule => ({ handling: 'cause', cause, words });
const refused = (words: string): FaultRule => because('refused', words);

/** Intuit's table of error codes, with the additions seen in live traffic. */
export const faultRules: Readonly<Record<string, FaultRule>> = {
  '120': because('authentication', 'the person who connected is no longer an administrator of the company'),
  '130': wait('the company is being moved to another server at QuickBooks'),
  '140': wait('the company is locked at QuickBooks'),
  '150': wait('the company is under maintenance at QuickBooks'),
  '500': refused('the operation, which is not supported'),
  '600': lookUp('a request that it had seen before'),
  '610': because('account', 'an entry that uses something which was deleted or made inactive'),
  '620': refused('an entry because a transaction cannot be linked'),
  '630': refused('a duplicate'),
  '700': refused('an entry because a parent is not valid'),
  '800': refused('to delete something that others depend on'),
  '900': refused('a parent that is its own child'),
  '1000': refused('an entry because the operation failed'),
  '1010': refused('an entry because creating it failed'),
  '1020': refused('an entry because updating it failed'),
  '1040': refused('a batch that is too big'),
  '2000': refused('the name of an object'),
  '2010': refused('a field that it does not know'),
  '2020': refused('an entry in which something required is missing'),
  '2030': refused('an id that is not valid'),
  '2050': refused('a text that is too long or too short'),
  '2060': refused('a date that it cannot read'),
  '2070': refused('a number that it cannot read'),
  '2080': refused('a decimal number that it cannot read'),
  '2090': refused('a number that it does not support'),
  '2100': refused('an amount that it cannot read'),
  '2110': refused('an amount that it cannot take'),
  '2130': refused('the form of a request id'),
  '2140': refused('the form of an amount'),
  '2170': refused('a value that is not one of those allowed'),
  '2220': refused('the currency'),
  '2250': refused('an entry without lines'),
  '2260': refused('a line that is neither debit nor credit'),
  '2270': refused('a line that does not say whether its tax is on sales or purchases'),
  '2280': refused('a line without a tax amount'),
  '2290': refused('a negative amount'),
  '2300': refused('an entry whose debits and credits differ'),
  '2500': because('account', 'an entry that refers to something which does not exist or is inactive'),
  '3001': retry('too many requests at once'),
  '3100': because('authentication', 'the connection to this company'),
  '3200': because('authentication', 'the access token'),
  '3202': because('authentication', 'an empty access token'),
  '4000': refused('a query that it cannot read'),
  '4001': refused('a query that is not valid'),
  '4002': refused('a query that it could not process'),
  '5010': refused('a change to something that was changed meanwhile'),
  '5020': refused('an entry because permission is denied'),
  '5030': refused('a feature that this company does not have'),
  '6000': refused('an entry that breaks one of its business rules'),
  '6070': refused('an amount that is not quantity times price'),
  '6140': lookUp('a document number that has been used'),
  '6190': because('company-lapsed', 'the company, whose subscription has lapsed'),
  '6200': because('closed-period', 'an entry in a closed period'),
  '6210': because('closed-period', 'an entry in a closed period'),
  '6220': refused('to delete something that has a balance'),
  '6240': refused('a name that exists already'),
  '6430': refused('an account of a type that cannot be used there'),
  '6440': refused('a line without an account or item'),
  '6480': refused('to delete a transaction that is matched in the bank feed'),
  '6540': refused('to change a transaction that was deposited'),
  '10000': retry('an error of its own'),
  '10100': refused('a result that is too big'),
  '10200': refused('a company that was reset'),
};

const throttled = retry('too many requests at once');
const serverError = retry('an error of its own');
const ambiguous = retry('an error of its own after which the entry may be there');
const gateAuthentication = because('authentication', 'the access');
const unheardOf = refused('an entry');

/** Live QuickBooks may answer this 6000 although the entry was saved. */
const ambiguousWording = /wait a few minutes|error occurred while (accessing|saving)/i;

export function faultRule(fault: Fault): FaultRule {
  const code = normalCode(fault.code);
  // The status first: a throttle or an error of the gateway carries any body, or none.
  if (isThrottled(fault)) return throttled;
  if (code === '6000' && ambiguousWording.test(`${fault.message} ${fault.detail}`)) return ambiguous;
  const rule = ruleOfCode(code);
  if (fault.httpStatus !== null && fault.httpStatus >= 500) return rule?.handling === 'wait' ? rule : serverError;
  if (rule !== undefined) return rule;
  if (fault.httpStatus === 401 || fault.httpStatus === 403) return gateAuthentication;
  if (fault.httpStatus === 408) return serverError;
  return unheardOf;
}

/** Undefined for a code that is not in the table. */
export function ruleOfCode(code: string): FaultRule | undefined {
  return Object.hasOwn(faultRules, code) ? faultRules[code] : undefined;
}

/** Older captures have the throttle under status 403, so its code counts too. */
export function isThrottled(fault: Pick<Fault, 'httpStatus' | 'code'>): boolean {
  return fault.httpStatus === 429 || normalCode(fault.code) === '3001';
}

/** The gateway writes 003001 for 3001. */
export function normalCode(code: string): string {
  return /^0+\d+$/.test(code) ? code.replace(/^0+(?=\d)/, '') : code;
}
