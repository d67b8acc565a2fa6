// The last error of a connection says what a person can do, whatever QuickBooks or the network called it.
import { expect, test } from 'vitest';
import { errorInWords } from './error-words.ts';

test.each([
  [
    'HTTP 500: 10000 System Failure Error',
    'QuickBooks answered with an error of its own. It is asked again by itself.',
  ],
  [
    'QuickBooks did not answer as it should: HTTP 503',
    'QuickBooks answered with an error of its own. It is asked again by itself.',
  ],
  [
    'HTTP 429: 003001 ThrottleExceeded',
    'QuickBooks answered with too many requests at once. It is asked again by itself.',
  ],
  [
    'HTTP 400: 150 Maintenance',
    'Just now, the company is under maintenance at QuickBooks. It is asked again by itself.',
  ],
  ['HTTP 401: 3200 AuthenticationFailed', 'QuickBooks refused the access token. Connect again.'],
  ['HTTP 403: 6190 Invalid Company Status', 'QuickBooks refused the company, whose subscription has lapsed.'],
  [
    'Incorrect or invalid refresh token',
    'QuickBooks no longer takes our access: it was revoked, or has ended. Connect again.',
  ],
  ['invalid_grant', 'QuickBooks no longer takes our access: it was revoked, or has ended. Connect again.'],
  [
    'HTTP_ERROR invalid_client',
    'Intuit does not know the keys of this app: look at INTUIT_CLIENT_ID and INTUIT_CLIENT_SECRET.',
  ],
  ['ECONNREFUSED', 'QuickBooks could not be reached: see whether this machine is online.'],
  [
    'CERT_HAS_EXPIRED',
    'No secure connection to QuickBooks could be made: see whether the clock of this machine is right.',
  ],
  ['no answer within 120 s', 'QuickBooks did not answer in time.'],
  ['ECONNRESET', 'The answer of QuickBooks was lost on its way.'],
  ['<b>odd</b>', 'QuickBooks did not answer as it should.'],
])('%s', (said, words) => {
  expect(errorInWords(said)).toBe(words);
});
