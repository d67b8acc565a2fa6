// The port to storage for what happens in QuickBooks itself: how far it is known, what it cost, and the drifts that were found.
import type { DriftState, Settlement } from '../posting/drift.ts';

/** How far it is known what was changed in a realm. */
export interface SweepRow {
  readonly realmId: string;
  /** Null: since the connection was made. */
  readonly coveredUntil: Date | null;
  readonly sweptAt: Date | null;
  readonly askedAt: Date | null;
  readonly accepted: number;
  /** While everything is read again: what will be covered then, and the posting that was looked at last. */
  readonly rereadCovers: Date | null;
  readonly rereadAfter: string | null;
}

export interface SweepStoring {
  /** Of this realm; null where there was none yet. */
  read(realmId: string): Promise<SweepRow | null>;
  /** The first to ask is kept. */
  ask(realmId: string, now: Date): Promise<void>;
  noteAccepted(realmId: string, entries: number): Promise<void>;
  /** What was asked for since `startedAt` stays asked for. */
  save(row: Omit<SweepRow, 'askedAt'>, startedAt: Date): Promise<void>;
}

export interface MeteredMonth {
  readonly month: string;
  readonly calls: number;
  /** Since when sweeps are left out in it; null: none was. */
  readonly skippedSince: Date | null;
}

export interface MeteredStoring {
  read(month: string): Promise<MeteredMonth>;
  count(month: string, calls: number): Promise<void>;
  /** Sets or clears since when something is left out. */
  noteSkipped(month: string, since: Date | null): Promise<void>;
}

/** A drift and, while ours is being put back, its intent: saved before anything is sent, as a posting's is. */
export interface DriftRow {
  readonly id: string;
  readonly postingId: string;
  readonly realmId: string;
  readonly quickbooksId: string;
  readonly state: DriftState;
  readonly settledAs: Settlement | null;
  /** The body of what they left; null: it is gone. */
  readonly theirs: string | null;
  /** Of what they left; null: it is gone. */
  readonly syncToken: string | null;
  readonly foundAt: Date;
  /** By QuickBooks' clock. */
  readonly changedAt: Date | null;
  /** Why ours could not be put back. */
  readonly problem: string | null;
  /** Who decided. */
  readonly who: string | null;
  readonly settledAt: Date | null;
  readonly attempt: number;
  readonly requestId: string | null;
  readonly body: string | null;
  readonly sentAt: Date | null;
  readonly nextStepAt: Date | null;
}

/** An accepted posting by what QuickBooks knows it by. */
export interface KnownEntry {
  readonly id: string;
  readonly quickbooksId: string | null;
  readonly syncToken: string | null;
}

export interface DriftStoring {
  /** Accepted postings of ours among these; the bodies are not read. */
  ofQuickbooksIds(realmId: string, quickbooksIds: readonly string[]): Promise<readonly KnownEntry[]>;
  /** Those that are not settled, by posting: one at most. */
  unsettled(postingIds: readonly string[]): Promise<ReadonlyMap<string, DriftRow>>;
  /** By posting, what was last settled as theirs and not put back since: their version counts as ours. */
  theirsInForce(postingIds: readonly string[]): Promise<ReadonlyMap<string, DriftRow>>;
  /** All that is in force so, of one realm. */
  allTheirsInForce(realmId: string): Promise<readonly DriftRow[]>;
  byId(id: string): Promise<DriftRow | null>;
  /** Newest first, behind one. */
  list(request: { settled: boolean; after: string | null; limit: number }): Promise<readonly DriftRow[]>;
  openCount(): Promise<number>;
  save(row: DriftRow): Promise<void>;
  /** Asked for or sent, the oldest first. */
  puttingBack(limit: number): Promise<readonly DriftRow[]>;
  /** What is there under this token is as it should be. */
  noteSyncToken(postingId: string, syncToken: string): Promise<void>;
  /** An accepted posting whose entry is gone: looked up, and sent anew where it is not there. */
  postAnew(postingId: string): Promise<void>;
}

/** What a webhook says was changed: never to what. */
export interface ChangeNotice {
  readonly realmId: string;
  /** QuickBooks' name of it in lower case: `journalentry`. */
  readonly entity: string;
  readonly id: string;
  readonly isNew: boolean;
  /** By QuickBooks' clock; null where it does not say. */
  readonly changedAt: Date | null;
}

/** Of which companies a webhook speaks, without seeing into any. */
export interface RealmDirectory {
  companiesOfRealm(realmId: string): Promise<readonly string[]>;
}

export interface ChangeStores {
  readonly sweeps: SweepStoring;
  readonly metered: MeteredStoring;
  readonly drifts: DriftStoring;
}
