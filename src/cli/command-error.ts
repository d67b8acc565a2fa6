// A command that cannot go on, with a sentence for the person who typed it and no stack trace.
export type CommandErrorCode =
  | 'port-taken'
  | 'already-running'
  | 'no-company'
  | 'not-readable'
  | 'not-writable'
  | 'key-file'
  | 'refused';

export class CommandError extends Error {
  readonly code: CommandErrorCode;

  constructor(code: CommandErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CommandError';
    this.code = code;
  }
}
