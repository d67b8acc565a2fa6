// What the pipeline throws at its edges: each with a stable code, so that HTTP and the command line can word it.

export class PipelineError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = new.target.name;
    this.code = code;
  }
}

export class InvalidCursorError extends PipelineError {
  constructor() {
    super('invalid-cursor', 'The cursor is not one that a list gave.');
  }
}

export class CompanyNotFoundError extends PipelineError {
  constructor() {
    super('company-not-found', 'There is no such company.');
  }
}

/** The lane went to another worker, or its time ran out: nothing more may be written under this lease. */
export class LeaseLostError extends PipelineError {
  constructor() {
    super('lease-lost', 'The lease of this lane was lost to another worker.');
  }
}
