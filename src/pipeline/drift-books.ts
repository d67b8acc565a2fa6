// A drift as a person sees it: ours beside theirs, line by line, and what can be decided.
import type { DriftState, Settlement } from '../posting/drift.ts';
import type { FieldChange } from '../posting/entry-version.ts';

/** A line of a version, with the names of what it names. */
export interface DriftLine {
  readonly account: { readonly id: string; readonly name: string; readonly number: string | null };
  /** In hundredths, as QuickBooks keeps its books in every currency. */
  readonly debitHundredths: bigint;
  readonly creditHundredths: bigint;
  readonly description: string;
  readonly department: string | null;
  readonly class: string | null;
}

export interface DriftLinePair {
  readonly ours: DriftLine | null;
  readonly theirs: DriftLine | null;
  readonly same: boolean;
}

export interface DriftView {
  readonly id: string;
  readonly postingId: string;
  /** `unreadable`: an amount of theirs cannot be read; QuickBooks shows it. */
  readonly kind: 'changed' | 'deleted' | 'unreadable';
  readonly state: DriftState;
  readonly settledAs: Settlement | null;
  readonly documentNumber: string;
  readonly businessDate: string;
  readonly currency: string | null;
  readonly quickbooksId: string;
  /** Null: it is gone. */
  readonly quickbooksUrl: string | null;
  /** Names what was seen: a decision is on that, and on nothing else. Null: it is gone. */
  readonly syncToken: string | null;
  readonly foundAt: Date;
  readonly changedAt: Date | null;
  readonly problem: string | null;
  readonly who: string | null;
  readonly settledAt: Date | null;
  /** Ours is theirs of before, accepted earlier. */
  readonly oursWasTheirs: boolean;
  readonly fields: readonly FieldChange[];
  readonly lines: readonly DriftLinePair[];
  /** The first of them. */
  readonly events: readonly { readonly id: string; readonly key: string; readonly number: string }[];
  readonly eventCount: number;
}

export interface DriftFilter {
  readonly settled: boolean;
  readonly cursor: string | null;
  readonly limit: number;
}

export interface DriftList {
  readonly drift: readonly DriftView[];
  readonly nextCursor: string | null;
  /** Not settled, in all. */
  readonly openCount: number;
  /** Everything changed in QuickBooks before then is known. */
  readonly coveredUntil: Date | null;
  readonly skippedSince: Date | null;
}

export interface DriftDecision {
  readonly id: string;
  readonly choice: 'accept-theirs' | 'put-ours-back';
  readonly syncToken: string | null;
}

export type DriftRefusal = { readonly ok: false; readonly code: string; readonly message: string };

export interface DriftBooks {
  /** Newest first. */
  drift(filter: DriftFilter): Promise<DriftList>;
  driftById(id: string): Promise<DriftView | null>;
  decideDrift(decision: DriftDecision, who: string): Promise<{ ok: true } | DriftRefusal>;
}
