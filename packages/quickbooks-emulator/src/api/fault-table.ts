// The codes of Intuit's error table with their words, status and type: what a bad-day rule that names a code answers.
import { ApiFault } from './fault.ts';

type Words = readonly [message: string, detail: string, place?: { readonly status?: number; readonly type?: string }];

const closed =
  'The account period has closed and the account books cannot be updated through the QBO Services API. Please use the QBO website to make these changes.';

const table: Readonly<Record<string, Words>> = {
  120: [
    'Authorization Failure',
    'Authorization Failure: the user is no longer an administrator',
    { status: 401, type: 'AuthorizationFault' },
  ],
  130: ['Wrong Cluster', 'The company is not on this cluster', { status: 503, type: 'SystemFault' }],
  140: ['Company Locked', 'The company is locked', { status: 503, type: 'SystemFault' }],
  150: ['Under Maintenance', 'The company is under maintenance', { status: 503, type: 'SystemFault' }],
  500: ['Unsupported Operation', 'Operation is not supported.'],
  600: ['Duplicate Request ID', 'The request id has been used before'],
  610: ['Object Not Found', 'Object Not Found : Another user has deleted this transaction.'],
  620: ['Transaction ID Cannot Be Linked', 'The transaction id supplied cannot be linked'],
  630: ['Duplicate Object', 'The object supplied is there already'],
  700: ['Parent Object Invalid', 'The parent object is invalid'],
  800: ['Cannot Delete', 'The object cannot be deleted, because others depend on it'],
  900: ['Parent Same As Child', 'An object cannot be its own parent'],
  1000: ['Operation Failed', 'The operation failed'],
  1010: ['Create Request Failed', 'The create request failed'],
  1020: ['Update Request Failed', 'The update request failed'],
  1040: ['Batch size exceeds allowed limit', 'Batch size exceeds allowed limit'],
  2000: ['Invalid Object Name', 'The name of the object is not valid'],
  2010: [
    'Request has invalid or unsupported property',
    'Property Name:Unrecognized field "X", not marked as ignorable specified is unsupported or invalid',
  ],
  2020: [
    'Required param missing, need to supply the required value for the API',
    'Required parameter Line is missing in the request',
  ],
  2030: ['Invalid ID', 'Id should be a valid number. Supplied value:1.5'],
  2050: [
    'Invalid String Length',
    'String length is either shorter or longer than supported by specification. Min:0 Max:21 Supplied:22',
  ],
  2060: ['Invalid Date format', 'Date format must be yyyy-MM-dd. Supplied value:today'],
  2070: ['Invalid Number Format', 'The number is not in a format that can be read. Supplied value:1,5'],
  2080: ['Invalid Decimal Format', 'The decimal number is not in a format that can be read. Supplied value:1.5.1'],
  2090: ['Invalid Number', 'The number is not supported. Supplied value:1e99'],
  2100: ['Invalid Amount Format', 'The amount is not in a format that can be read. Supplied value:$5'],
  2110: ['Invalid Amount', 'The amount is not supported. Supplied value:1.123456'],
  2130: ['Invalid Request Id Format', 'Request id may have at most 50 characters. Supplied:51'],
  2140: ['Invalid Amount Format', 'The amount may have at most 15 digits. Supplied value:1234567890123456'],
  2170: ['Invalid Enumeration', 'Invalid Enumeration : X is not a legal value'],
  2220: ['Invalid Currency Type', 'Invalid Currency Type : XXX is not a currency of this company'],
  2250: ['Missing Lines', 'The transaction has no lines'],
  2260: ['Missing PostingType', 'PostingType is required on every line of a journal entry'],
  2270: ['Missing TaxApplicableOn', 'TaxApplicableOn is required on a line with a tax code'],
  2280: ['Missing TaxAmount', 'TaxAmount is required on a line with a tax code'],
  2290: ['Negative Amount', 'Negative amounts are not supported on the lines of this transaction'],
  2300: ['Debits and credits do not match', 'The total of the debits does not equal the total of the credits'],
  2500: ['Invalid Reference Id', 'Invalid Reference Id : Accounts element id 999 not found'],
  3001: [
    'message=ThrottleExceeded; errorCode=003001; statusCode=429',
    'The request limit was reached.  Try again later',
    { status: 429, type: 'SERVICE' },
  ],
  3100: [
    'message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403',
    'Application is not authorized for this company',
    { status: 403, type: 'AUTHORIZATION' },
  ],
  3200: [
    'message=AuthenticationFailed; errorCode=003200; statusCode=401',
    'Token expired: the access token has run out',
    { status: 401, type: 'AUTHENTICATION' },
  ],
  3202: [
    'message=EmptyField; errorCode=003202; statusCode=401',
    'The oauth token is empty',
    { status: 401, type: 'AUTHENTICATION' },
  ],
  4000: ['Error parsing query', 'QueryParserError: Encountered an error in the query'],
  4001: ['Invalid query', 'QueryValidationError: the query is invalid'],
  4002: ['Could Not Process Query', 'The query could not be processed'],
  5010: [
    'Stale Object Error',
    'Stale Object Error : You and another user were working on this at the same time. The other user finished before you did, so your work was not saved.',
  ],
  5020: ['Permission Denied Error', 'Permission Denied Error : Sorry, you are not allowed to do this.'],
  5030: ['Feature Not Supported Error', 'Feature Not Supported Error : The feature is not part of this subscription.'],
  6000: [
    'A business validation error has occurred while processing your request',
    'Business Validation Error: Sorry, the books cannot take this.',
  ],
  6070: [
    'Amount Calculation Incorrect',
    'Amount calculation incorrect in the request. Amount is not equal to UnitPrice * Qty.',
  ],
  6140: [
    'Duplicate Document Number Error',
    'Duplicate Document Number Error : You must specify a different number. This number has already been used.',
  ],
  6180: ['Maximum nesting level exceeded', 'An account may be nested 5 deep'],
  6190: [
    'Invalid Company Status',
    'Subscription period has ended or canceled or there was a billing problem : You can’t add data to QuickBooks Online.',
  ],
  6200: ['Account Period Closed, Cannot Update', closed],
  6210: ['Account Period Closed, Cannot Update Through Services API', closed],
  6220: ['Cannot Delete Entity With Balance', 'The entity has a balance and cannot be deleted'],
  6240: ['Duplicate Name Exists Error', 'The name supplied already exists. : null'],
  6430: ['Invalid Account Type', 'Invalid account type used. Please choose a different account'],
  6440: ['Account Or Item Missing', 'An account or an item is needed on every line'],
  6480: [
    'Cannot Delete Matched Transaction',
    'The transaction is matched with one from the bank and cannot be deleted',
  ],
  6540: [
    'Deposited Transaction Cannot Be Changed',
    'Deposited Transaction cannot be changed : This transaction has been deposited. If you want to change or delete it, you must edit the deposit it appears on and remove it first.',
  ],
  10000: [
    'An application error has occurred while processing your request',
    'System Failure Error: an unexpected error occurred',
    { status: 500, type: 'SystemFault' },
  ],
  10100: ['Result Set Too Big', 'The result set is too big'],
  10200: ['Company Reset', 'The company has been reset'],
};

/** The fault of this code; one that is not in the table has its code for words. */
export function faultOfCode(code: string, status?: number): ApiFault {
  const [Message, Detail, place = {}] = table[code] ?? [`Error ${code}`, `A bad-day rule answers error ${code} here`];
  return new ApiFault([{ Message, Detail, code, element: '' }], {
    ...place,
    ...(status === undefined ? {} : { status }),
  });
}
