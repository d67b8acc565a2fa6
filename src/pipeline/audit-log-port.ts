// The audit log at the ports: who changed what, and what it can be narrowed by.

/** What becomes of events and entries by what a person does. */
export interface BooksChanges {
  /** Events that came in. */
  readonly recorded: number;
  /** Events that are to be posted from now on. */
  readonly inScope: number;
  /** Entries, or events that have none of their own, that nothing holds any more. */
  readonly released: number;
  /** Entries that were built and not sent: they are built anew. */
  readonly rebuilt: number;
  /** Events that another entry has now. */
  readonly moved: number;
  /** Events that are handled outside. */
  readonly takenOut: number;
  readonly broughtBack: number;
  /** Entries in a closed period that go on the first open day. */
  readonly redated: number;
  /** Posted entries that are asked to be written again, that were, and that stay as they are. */
  readonly toRepost: number;
  readonly reposted: number;
  readonly left: number;
  /** Entries as somebody left them in QuickBooks, and those that are to be as they were. */
  readonly theirs: number;
  readonly toPutBack: number;
}

/** In numbers; what is not named is none. */
export type InBooks = Readonly<Partial<BooksChanges>>;

/**
 * What the QuickBooks company that was connected then calls the ids in a detail, as last read of it; where it does not know
 * one, that is not among them.
 */
export interface AuditNames {
  readonly accounts: Readonly<Record<string, string>>;
  readonly classes: Readonly<Record<string, string>>;
  readonly departments: Readonly<Record<string, string>>;
}

export interface AuditEntry {
  readonly id: string;
  readonly at: Date;
  readonly who: string;
  readonly action: string;
  readonly detail: unknown;
  readonly names: AuditNames;
  /** Null: it was entered before this was kept. */
  readonly inBooks: InBooks | null;
}

/** As it was written. */
export type AuditRow = Omit<AuditEntry, 'names'>;

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

export interface AuditNote {
  readonly who: string;
  readonly action: string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** Absent: nothing. */
  readonly inBooks?: InBooks;
}

export interface AuditLogBooks {
  /** Newest first. */
  auditLog(asked?: AuditAsked): Promise<readonly AuditEntry[]>;
  /** Whoever is named in it: people, and programs by their keys. */
  auditPeople(): Promise<readonly string[]>;
  /** Enters what was done beside the books, to the company's API keys say, in its audit log. */
  noteInAudit(entry: AuditNote): Promise<void>;
}
