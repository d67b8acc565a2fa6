// What happens in QuickBooks itself, at the ports: how far it is known, what it cost, the drifts that were found, and what people see and decide of them.
import type { DriftState, Settlement } from '../posting/drift.ts';
import type { FieldChange } from '../posting/entry-version.ts';

/** How far it is known what was changed in a realm. */
export interface SweepRow {
  readonly realmId: string;
  /** Null: since the connection was made. */
  readonly coveredUntil: Date | null;
  readonly sweptAt: Date | null;
  readonly askedAt: Date | null;
  readonly accepted: number;
  readonly acceptedAt: Date | null;
  /** While everything is read again: what will be covered then, and the posting that was looked at last. */
  readonly rereadCovers: Date | null;
  readonly rereadAfter: string | null;
  /** Entries that are not ours may be there under numbers of ours. */
  readonly others: boolean;
}

export interface SweepStoring {
  /** Of this realm; null where there was none yet. */
  read(realmId: string): Promise<SweepRow | null>;
  /** The last to ask is kept. */
  ask(realmId: string, now: Date): Promise<void>;
  /** Entries of ours that were accepted; what was changed from `changesFrom` on is to be seen again. */
  noteAccepted(
    realmId: string,
    of: { readonly entries: number; readonly changesFrom: Date; readonly now: Date },
  ): Promise<void>;
  /** Nothing bears a number of ours there. */
  noteNoOthers(realmId: string): Promise<void>;
  /** What was asked for since `startedAt` stays asked for. */
  save(row: Omit<SweepRow, 'askedAt' | 'acceptedAt'>, startedAt: Date): Promise<void>;
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
  readonly unanswered: number;
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
  /** Another one was merged into it. */
  readonly isMerge?: true;
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
