// The one table of error codes: the status and the words of each. Codes are stable; programs may depend on them.

export const problemCodes = {
  'not-json': { status: 400, title: 'The body is not JSON.' },
  'bad-request': { status: 400, title: 'The request cannot be read.' },
  'bad-cursor': { status: 400, title: 'The cursor is not one that a list gave.' },
  unauthenticated: { status: 401, title: 'Sign in, or send an API key that works.' },
  'wrong-credentials': { status: 401, title: 'The email or the password is wrong.' },
  'not-signed': { status: 401, title: 'The signature is not one of Intuit over this body.' },
  'wrong-origin': { status: 403, title: "Changes by cookie need the app's own Origin." },
  'person-needed': { status: 403, title: 'Only a signed-in person can do this, not an API key.' },
  'not-allowed': { status: 403, title: 'Your role does not allow this.' },
  'last-owner': { status: 409, title: 'This is the last owner: somebody has to be left who may do everything.' },
  'address-taken': { status: 409, title: 'Somebody with this e-mail address can sign in already.' },
  'no-company': { status: 403, title: 'You belong to no company.' },
  'not-found': { status: 404, title: 'There is nothing here.' },
  'method-not-allowed': { status: 405, title: 'This cannot be done here.' },
  'owner-exists': { status: 409, title: 'The owner has been set up already.' },
  refused: { status: 409, title: 'This cannot be done now.' },
  'body-too-large': { status: 413, title: 'The body is larger than 16 MiB; send events as NDJSON.' },
  'import-too-large': { status: 413, title: 'The file is larger than an import takes.' },
  'unsupported-media-type': { status: 415, title: 'The body has a content type that is not taken here.' },
  'wrong-password': { status: 422, title: 'This is not your password.' },
  'invalid-events': { status: 422, title: 'Some events are not valid; the others are recorded.' },
  'invalid-request': { status: 422, title: 'Some of what was sent is not valid.' },
  'illegal-mappings': { status: 422, title: 'Some accounts cannot be used so; nothing was changed.' },
  'too-many-attempts': { status: 429, title: 'Too many attempts. Wait five minutes and try again.' },
  'too-many-streams': { status: 429, title: 'You have too many pages open at once. Close some of them.' },
  internal: { status: 500, title: 'Something went wrong in Tillbook.' },
  'database-unavailable': {
    status: 503,
    title: 'The database cannot be reached. What was not confirmed is not recorded; try again.',
  },
  'storage-full': {
    status: 503,
    title: 'The database has no room left. What was not confirmed is not recorded.',
  },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

export type ProblemCode = keyof typeof problemCodes;
