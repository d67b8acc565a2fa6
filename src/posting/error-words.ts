// What kept us from QuickBooks last, in words for people; as it was said it stays beside them.
import { faultRule } from './faults.ts';

type NamedErrors = readonly (readonly [RegExp, string])[];

/** OAuth's errors of the app itself: no connection is at fault, and no owner of a company can put them right. */
const appErrors: NamedErrors = [
  [
    /invalid_client/,
    'Intuit does not know the keys of this app. Whoever runs Tillbook has to put INTUIT_CLIENT_ID and INTUIT_CLIENT_SECRET right.',
  ],
  [
    /unauthorized_client|invalid_request|unsupported_grant_type|invalid_scope/,
    'Intuit does not give this app access in the way that it asks for it. Whoever runs Tillbook has to look at the app at Intuit.',
  ],
];

/** Of a network and of OAuth, which have no number. */
const namedErrors: NamedErrors = [
  ...appErrors,
  [
    /something in between answered/,
    'Something between this machine and QuickBooks answered in its place: see whether a proxy or a firewall stands in the way.',
  ],
  [
    /invalid_grant|refresh token|token invalid|revoked|not a member/i,
    'QuickBooks no longer takes our access: it was revoked, or has ended. Connect again.',
  ],
  [
    /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|E(?:HOST|NET)UNREACH|EHOSTDOWN|CONNECT_TIMEOUT/,
    'QuickBooks could not be reached: see whether this machine is online.',
  ],
  [/ERR_TLS|CERT/, 'No secure connection to QuickBooks could be made: see whether the clock of this machine is right.'],
  [/no answer within/, 'QuickBooks did not answer in time.'],
  [/ECONNRESET|UND_ERR_SOCKET|terminated|given up|cannot be read/, 'The answer of QuickBooks was lost on its way.'],
];

const numbered = /HTTP (\d{3})(?:: (\d{2,6}))?/;

export function errorInWords(said: string): string {
  const [, status, code] = numbered.exec(said) ?? [];
  if (status === undefined) {
    return wordsAmong(namedErrors, said) ?? 'QuickBooks did not answer as it should.';
  }
  const rule = faultRule({ httpStatus: Number(status), code: code ?? '', message: said, detail: '', element: null });
  switch (rule.handling) {
    case 'retry':
    case 'look-up':
      return `QuickBooks answered with ${rule.words}. It is asked again by itself.`;
    case 'wait':
      return `Just now, ${rule.words}. It is asked again by itself.`;
    case 'cause':
      return rule.cause === 'authentication'
        ? `QuickBooks refused ${rule.words}. Connect again.`
        : `QuickBooks refused ${rule.words}.`;
  }
}

/** Null where it was not for the app that Intuit refused. */
export function appErrorInWords(said: string): string | null {
  return wordsAmong(appErrors, said);
}

function wordsAmong(errors: NamedErrors, said: string): string | null {
  return errors.find(([pattern]) => pattern.test(said))?.[1] ?? null;
}
