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
    'invalid_grant: Incorrect or invalid refresh token',
    'QuickBooks no longer takes our access: it was revoked, or has ended. Connect again.',
  ],
  ['invalid_grant', 'QuickBooks no longer takes our access: it was revoked, or has ended. Connect again.'],
  [
    'the access could not be refreshed: invalid_client: no refresh token for you',
    'Intuit does not know the keys of this app. Whoever runs Tillbook has to put INTUIT_CLIENT_ID and INTUIT_CLIENT_SECRET right.',
  ],
  [
    'the access could not be refreshed: unauthorized_client',
    'Intuit does not give this app access in the way that it asks for it. Whoever runs Tillbook has to look at the app at Intuit.',
  ],
  [
    'the access could not be refreshed: something in between answered 403',
    'Something between this machine and QuickBooks answered in its place: see whether a proxy or a firewall stands in the way.',
  ],
  ['the last refresh was given up, and may be under way', 'The answer of QuickBooks was lost on its way.'],
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
