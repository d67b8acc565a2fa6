// What kept us from QuickBooks last, in words for people; as it was said it stays beside them.
import { faultRule } from './faults.ts';

/** Of a network and of OAuth, which have no number. */
const namedErrors: readonly (readonly [RegExp, string])[] = [
  [
    /invalid_grant|refresh token|token invalid|revoked|not a member/i,
    'QuickBooks no longer takes our access: it was revoked, or has ended. Connect again.',
  ],
  [/invalid_client/i, 'Intuit does not know the keys of this app: look at INTUIT_CLIENT_ID and INTUIT_CLIENT_SECRET.'],
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
    const named = namedErrors.find(([pattern]) => pattern.test(said));
    return named?.[1] ?? 'QuickBooks did not answer as it should.';
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
