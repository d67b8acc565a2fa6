// What can go wrong with the embedded database, each with a stable code and a sentence for the person who started it.
export type EmbeddedErrorCode =
  | 'already-running'
  | 'no-binaries'
  | 'not-ours'
  | 'cluster-missing'
  | 'initdb-failed'
  | 'start-failed'
  | 'stopped';

export class EmbeddedDatabaseError extends Error {
  readonly code: EmbeddedErrorCode;

  constructor(code: EmbeddedErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EmbeddedDatabaseError';
    this.code = code;
  }
}
