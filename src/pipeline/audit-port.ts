// What the auditor reads of the database beyond what everybody reads: sums and pages that nothing else needs.
import type { AcceptedSum } from '../audit/compare-ledger.ts';
import type { PostingState } from '../posting/posting.ts';

/** Accepted by one QuickBooks company, by posting date; null: without end. */
export interface AcceptedRange {
  readonly realmId: string;
  readonly from: string | null;
  readonly to: string | null;
}

export interface AuditedPosting {
  readonly id: string;
  readonly key: string;
  readonly part: number;
  readonly state: PostingState;
  readonly businessDate: string;
  readonly postingDate: string;
  readonly documentNumber: string | null;
  readonly quickbooksId: string | null;
  readonly foundThere: boolean;
}

export interface AuditReading {
  /** How many, and the last of their dates. */
  acceptedCount(range: AcceptedRange): Promise<{ readonly entries: number; readonly lastDate: string | null }>;
  /** In the order of their ids, behind one of them. */
  accepted(
    request: AcceptedRange & { readonly after: string | null; readonly limit: number },
  ): Promise<readonly AuditedPosting[]>;
  /** Of all accepted up to a date: `yearMinor` from `yearFrom` on. */
  acceptedSums(request: {
    readonly realmId: string;
    readonly yearFrom: string;
    readonly to: string;
  }): Promise<readonly AcceptedSum[]>;
  byDocumentNumbers(documentNumbers: readonly string[]): Promise<readonly AuditedPosting[]>;
  /** Postings that have an entry and no event, the oldest first. */
  withoutEvents(limit: number): Promise<readonly AuditedPosting[]>;
}
