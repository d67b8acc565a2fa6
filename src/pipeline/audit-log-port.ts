// The audit log at the ports: who changed what, and what it can be narrowed by.

export interface AuditEntry {
  readonly id: string;
  readonly at: Date;
  readonly who: string;
  readonly action: string;
  readonly detail: unknown;
}

export interface AuditAsked {
  readonly who?: string;
  readonly action?: string;
  /** First and last day of the shop's calendar. */
  readonly from?: string;
  readonly to?: string;
  /** The last entry of the page before. */
  readonly after?: string;
  readonly limit?: number;
}

export interface AuditReach {
  readonly who: string | null;
  readonly action: string | null;
  readonly from: Date | null;
  readonly until: Date | null;
  readonly after: string | null;
  readonly limit: number;
}

export interface AuditLogBooks {
  /** Newest first. */
  auditLog(asked?: AuditAsked): Promise<readonly AuditEntry[]>;
  /** Whoever is named in it: people, and programs by their keys. */
  auditPeople(): Promise<readonly string[]>;
  /** Enters what was done beside the books, to the company's API keys say, in its audit log. */
  noteInAudit(action: string, detail: Readonly<Record<string, unknown>>, who: string): Promise<void>;
}
