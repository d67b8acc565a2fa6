// What goes wrong, as Intuit says it: a fault with codes, and its envelopes.

export interface FaultError {
  readonly Message: string;
  readonly Detail: string;
  readonly code: string;
  readonly element?: string;
}

export class ApiFault extends Error {
  readonly status: number;
  readonly type: string;
  readonly errors: readonly FaultError[];
  constructor(errors: readonly FaultError[], { status = 400, type = 'ValidationFault' } = {}) {
    super(errors.map(({ Message, code }) => `${code} ${Message}`).join('; '));
    this.errors = errors;
    this.status = status;
    this.type = type;
  }
}

interface Place {
  readonly element?: string;
  readonly status?: number;
  readonly type?: string;
}

export function fault(code: string, message: string, detail: string, { element, ...rest }: Place = {}): ApiFault {
  return new ApiFault(
    [{ Message: message, Detail: detail, code, ...(element === undefined ? {} : { element }) }],
    rest,
  );
}

export const faults = {
  missing: (element: string) =>
    fault(
      '2020',
      'Required param missing, need to supply the required value for the API',
      `Required parameter ${element} is missing in the request`,
      { element },
    ),
  invalidId: (value: unknown) =>
    fault('2030', 'Invalid ID', `Id should be a valid number. Supplied value:${String(value)}`, { element: 'Id' }),
  notFound: (detail = 'Object Not Found : Something you’re trying to use has been made inactive or is not there.') =>
    fault('610', 'Object Not Found', detail),
  inactive: () =>
    fault(
      '610',
      'Object Not Found',
      "Object Not Found : Something you're trying to use has been made inactive. Check the fields with accounts, customers, items, vendors or employees.",
    ),
  badReference: (kind: string, id: string) =>
    fault('2500', 'Invalid Reference Id', `Invalid Reference Id : ${kind} element id ${id} not found`),
  business: (detail: string) =>
    fault(
      '6000',
      'A business validation error has occurred while processing your request',
      `Business Validation Error: ${detail}`,
    ),
  tooLong: (element: string, max: number, supplied: number) =>
    fault(
      '2050',
      'Invalid String Length',
      `String length is either shorter or longer than supported by specification. Min:0 Max:${max} Supplied:${supplied}`,
      { element },
    ),
  enumeration: (element: string, value: unknown) =>
    fault('2170', 'Invalid Enumeration', `Invalid Enumeration : ${String(value)} is not a legal value of ${element}`, {
      element,
    }),
  date: (element: string, value: unknown) =>
    fault('2060', 'Invalid Date format', `Date format must be yyyy-MM-dd. Supplied value:${String(value)}`, {
      element,
    }),
  number: (element: string, value: unknown) =>
    fault('2090', 'Invalid Number', `The number is not supported. Supplied value:${String(value)}`, { element }),
  currency: (value: string) =>
    fault('2220', 'Invalid currency type', `Invalid currency type : ${value} is not a currency`, {
      element: 'CurrencyRef',
    }),
  unknownField: (name: string, type: string, known: number) =>
    fault(
      '2010',
      'Request has invalid or unsupported property',
      `Property Name:Unrecognized field "${name}" (class com.intuit.schema.finance.v3.${type}), not marked as ignorable (${known} known properties) specified is unsupported or invalid`,
    ),
  stale: () =>
    fault(
      '5010',
      'Stale Object Error',
      'Stale Object Error : You and another user were working on this at the same time. The other user finished before you did, so your work was not saved.',
    ),
  noMethod: (method: string) =>
    faults.unsupported(`No resource method found for ${method}, return 405 with Allow header`),
  unsupported: (operation: string) => fault('500', 'Unsupported Operation', `Operation ${operation} is not supported.`),
  /** Bytes that are not UTF-8 (Intuit's page on character encoding). */
  malformedText: () =>
    fault('500', 'Unsupported Operation', 'Operation The request is not in UTF-8. is not supported.', { status: 500 }),
  closed: (hasPassword: boolean) =>
    fault(
      hasPassword ? '6210' : '6200',
      hasPassword
        ? 'Account Period Closed, Cannot Update Through Services API'
        : 'Account Period Closed, Cannot Update',
      'The account period has closed and the account books cannot be updated through the QBO Services API. Please use the QBO website to make these changes.',
    ),
  matched: () =>
    fault(
      '6480',
      'Cannot Delete Matched Transaction',
      'The transaction is matched with one from the bank and cannot be deleted',
    ),
  lapsed: () =>
    fault(
      '6190',
      'Invalid Company Status',
      'Subscription period has ended or canceled or there was a billing problem : You can’t add data to QuickBooks Online.',
    ),
  system: () =>
    fault(
      '10000',
      'An application error has occurred while processing your request',
      'System Failure Error: an unexpected error occurred',
      {
        status: 500,
        type: 'SystemFault',
      },
    ),
} as const;

/** Where a write may or may not have happened: live QuickBooks answers this although the object was saved. */
export function ambiguousFault(): ApiFault {
  return faults.business(
    'An unexpected error occurred while accessing or saving your data. Please wait a few minutes and try again. If the problem persists, contact customer support.',
  );
}

export function faultBody(problem: ApiFault): { Error: readonly FaultError[]; type: string } {
  return { Error: problem.errors, type: problem.type };
}
