// Proof of key for code exchange (RFC 7636): the challenge that comes with the consent, and the verifier that comes with the code.
import { createHash } from 'node:crypto';

export interface Challenge {
  readonly text: string;
  readonly method: 'S256' | 'plain';
}

const legalText = /^[\w.~-]{43,128}$/;

/** Null where there is none; false where it is not one. */
export function challengeIn(fields: URLSearchParams): Challenge | null | false {
  const text = fields.get('code_challenge');
  const method = fields.get('code_challenge_method');
  if (text === null) return method === null ? null : false;
  if (!legalText.test(text)) return false;
  if (method === null || method === 'plain') return { text, method: 'plain' };
  return method === 'S256' && { text, method };
}

/** A verifier without a challenge proves nothing either: somebody took the challenge away. */
export function isProven(challenge: Challenge | null, verifier: string | undefined): boolean {
  if (!challenge || verifier === undefined) return !challenge && verifier === undefined;
  const proof = challenge.method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url');
  return proof === challenge.text;
}
