// The port to the accounting system: what the pipeline asks of it, and the only three ways that a post can end.
import type { LedgerEntry } from '../audit/compare-ledger.ts';
import type { RegisterLine } from '../audit/tie-out.ts';
import type { Account } from '../journal/account-mapping.ts';
import type { Dimension, DimensionKind } from '../journal/dimension.ts';
import type { JournalEntry, JournalLine, LineDimensions } from '../journal/journal-entry.ts';
import type { EntryVersion } from '../posting/entry-version.ts';

/** What a call on behalf of a lane depends on: asked when the access is at hand, right before the bytes go out. */
export interface CallGuard {
  /** The company at QuickBooks that it is meant for. An access to another one is not used. */
  readonly realmId: string;
  /** Throws once somebody else may hold the lane; asks nobody for it, so that nothing can hang between it and the bytes. */
  assertHeld(): void;
}

/** Exactly what is sent, saved before it is: a retry sends the same bytes under the same ids. */
export interface PreparedEntry {
  readonly guard: CallGuard;
  readonly requestId: string;
  readonly documentNumber: string;
  /** The JSON of the journal entry, as text. */
  readonly body: string;
}

/** What of an entry QuickBooks is told. */
export interface EntryToWrite extends Pick<JournalEntry, 'businessDate' | 'currency' | 'exchangeRate' | 'memo'> {
  readonly lines: readonly LineToWrite[];
}

export type LineToWrite = Pick<
  JournalLine,
  'role' | 'subject' | 'side' | 'amountMinor' | 'location' | 'accountId' | 'dimensions'
>;

/** An entry with the ids that QuickBooks will know it by. */
export interface EntryToPrepare {
  readonly entry: EntryToWrite;
  /** The date that it gets in QuickBooks; where it is not the business date, the entry tells that one in words. */
  readonly postingDate: string;
  readonly documentNumber: string;
  /** Goes into the private note, by which the entry is known again. */
  readonly marker: string;
  /** What each of its lines is tracked by, in their order. */
  readonly tracked: readonly LineDimensions[];
  /** The company's own; a rate is sent only for another one. */
  readonly homeCurrency: string;
}

export interface PreparedBatch {
  readonly guard: CallGuard;
  readonly requestId: string;
  readonly items: readonly { readonly itemId: string; readonly documentNumber: string; readonly body: string }[];
}

interface Answer {
  readonly httpStatus: number | null;
  readonly intuitTid: string | null;
}

/** `batch-refused`: the batch as a whole, for what may be wrong with any one of its entries. */
export type NotSent = 'authentication' | 'unreachable' | 'batch-refused';

/**
 * `not-sent`: QuickBooks certainly did not act on it (refused at the gate, or never connected).
 * `unknown`: it may have acted; look it up or send the same bytes again, never anything else.
 */
export type PostOutcome = Answer &
  (
    | { readonly outcome: 'accepted'; readonly quickbooksId: string; readonly syncToken: string }
    | {
        readonly outcome: 'refused';
        readonly code: string;
        readonly message: string;
        readonly detail: string;
        readonly element: string | null;
      }
    | { readonly outcome: 'unknown'; readonly reason: string; readonly pauseMs: number | null }
    | { readonly outcome: 'not-sent'; readonly why: NotSent; readonly reason: string }
  );

/** An entry found in QuickBooks under one of our document numbers. */
export interface FoundEntry {
  readonly quickbooksId: string;
  readonly syncToken: string;
  /** Our marker is in its private note. */
  readonly ours: boolean;
  /** It is as it was sent, by all that tells a drift. */
  readonly equal: boolean;
  /** Where it is but for the accounts of lines: those that were sent. */
  readonly leftAccounts: readonly string[];
}

/** A read that gave nothing. */
export interface Unread {
  readonly ok: false;
  readonly why: 'authentication' | 'unreachable' | 'throttled' | 'refused';
  readonly reason: string;
}

export type LookUp = { readonly ok: true; readonly found: readonly FoundEntry[] } | Unread;

export interface LedgerPreferences {
  readonly ok: true;
  /** Until when the books are closed, YYYY-MM-DD; null where QuickBooks gives no date. */
  readonly closedUntil: string | null;
  /** Whether entries in other currencies than the home currency are taken; null where QuickBooks does not say. */
  readonly multiCurrency: boolean | null;
  /** Whether locations are tracked, and classes line by line; null where QuickBooks does not say. */
  readonly departmentTracking: boolean | null;
  readonly classTracking: boolean | null;
}

/** A journal entry as QuickBooks holds it. */
export interface HeldEntry extends LedgerEntry {
  readonly quickbooksId: string;
}

export type HeldEntries =
  | { readonly ok: true; readonly entries: readonly HeldEntry[]; readonly last: boolean }
  | Unread;

export interface HeldRegister {
  readonly ok: true;
  readonly openingHundredths: bigint;
  readonly lines: readonly RegisterLine[];
}

/** What the auditor reads, of the company with that realm id and no other; each is one metered call. */
export interface LedgerReading {
  /** By account, in home currency: debits positive. Balance sheet accounts since ever, the others from `from` on. */
  readTrialBalance(period: {
    readonly realmId: string;
    readonly from: string;
    readonly to: string;
  }): Promise<{ readonly ok: true; readonly hundredthsByAccount: ReadonlyMap<string, bigint> } | Unread>;
  /** QuickBooks' lines of one account, signed as it shows them. A metered read. */
  readRegister(request: {
    readonly realmId: string;
    readonly accountId: string;
    readonly from: string;
    readonly to: string;
  }): Promise<HeldRegister | Unread>;
  /** A page, from 0 on, of the entries whose number says that they are ours, by date; null: without end. */
  readOurEntries(request: {
    readonly realmId: string;
    readonly from: string | null;
    readonly to: string | null;
    readonly page: number;
  }): Promise<HeldEntries>;
  /** Those that are there, whatever their number and date. At most `entriesByIdMax` ids. */
  readEntriesById(request: {
    readonly realmId: string;
    readonly quickbooksIds: readonly string[];
  }): Promise<HeldEntries>;
}

/** A journal entry as QuickBooks holds it now. */
export interface HeldVersion {
  readonly quickbooksId: string;
  readonly syncToken: string;
  readonly documentNumber: string;
  readonly note: string;
  /** By QuickBooks' clock, as is the next. */
  readonly enteredAt: Date | null;
  readonly changedAt: Date | null;
  /** Its JSON without what QuickBooks adds: what an update would send to have it so. */
  readonly body: string;
  /** Null: an amount of it cannot be read. */
  readonly version: EntryVersion | null;
}

/** What was changed since a moment, in one metered call. */
export interface LedgerChanges {
  readonly ok: true;
  /** When QuickBooks answered, by its own clock. */
  readonly at: Date;
  /** False: there may be more than it told. */
  readonly whole: boolean;
  readonly accounts: readonly Account[];
  readonly goneAccounts: readonly string[];
  readonly dimensions: Readonly<Record<DimensionKind, readonly Dimension[]>>;
  readonly goneDimensions: Readonly<Record<DimensionKind, readonly string[]>>;
  /** Of anybody's. */
  readonly entries: readonly HeldVersion[];
  readonly goneEntries: readonly string[];
}

export interface LedgerVersions {
  /** A metered read. */
  readChanges(request: { readonly guard: CallGuard; readonly since: Date }): Promise<LedgerChanges | Unread>;
  /** Those that are there, of at most `entriesByIdMax`. A metered read. */
  readVersions(request: {
    readonly guard: CallGuard;
    readonly quickbooksIds: readonly string[];
  }): Promise<{ readonly ok: true; readonly held: readonly HeldVersion[] } | Unread>;
  /**
   * A page, from 0 on, of the entries that were entered since then, by QuickBooks' clock and in the order of it; null: since ever.
   * `numbered`: of those alone that bear a number of ours; else of anybody's. A metered read.
   */
  readEntered(request: {
    readonly guard: CallGuard;
    readonly numbered: boolean;
    readonly since: Date | null;
    readonly page: number;
  }): Promise<{ readonly ok: true; readonly held: readonly HeldVersion[]; readonly last: boolean } | Unread>;
  /** A page, from 0 on, of anybody's entries that were changed since then and are still there, by the time of it. A metered read. */
  readChanged(request: {
    readonly guard: CallGuard;
    readonly since: Date;
    readonly page: number;
  }): Promise<{ readonly ok: true; readonly held: readonly HeldVersion[]; readonly last: boolean } | Unread>;
  /** How many there are under numbers of ours. A metered read. */
  countNumbered(request: {
    readonly guard: CallGuard;
  }): Promise<{ readonly ok: true; readonly count: number } | Unread>;
  /** What a body that was sent, or is held, says; no I/O. */
  versionOf(body: string): EntryVersion | null;
  /** A body with the accounts that others were merged into in their place; no I/O. */
  mergedBody(body: string, merged: ReadonlyMap<string, string>): string;
  /** The body of an update that has an entry be as another body says, over the version of that sync token; no I/O. */
  updateBody(update: { readonly body: string; readonly quickbooksId: string; readonly syncToken: string }): string;
}

/** An account to be made at QuickBooks; type and sub-type have its spelling. */
export interface NewAccount {
  readonly name: string;
  readonly number: string | null;
  readonly type: string;
  readonly subType: string | null;
}

/** `unknown`: it may have been made. Names are unique there, so it can be looked up by its own. */
export type CreatedAccount =
  | { readonly ok: true; readonly account: Account }
  | {
      readonly ok: false;
      readonly why: 'name-taken' | 'refused' | 'authentication' | 'unreachable' | 'unknown';
      readonly reason: string;
    };

/** What a person adds to the chart, in the company with that realm id and no other. */
export interface LedgerAccounts {
  createAccount(request: {
    readonly realmId: string;
    readonly requestId: string;
    readonly account: NewAccount;
  }): Promise<CreatedAccount>;
  /** The active account of that name that has no parent, where there is one. A metered read. */
  findAccount(request: {
    readonly realmId: string;
    readonly name: string;
  }): Promise<{ readonly ok: true; readonly account: Account | null } | Unread>;
}

/** Ids in one question: its address stays within what every server takes. */
export const entriesByIdMax = 100;
/** Entries on a page of `readOurEntries`: what QuickBooks gives at most. */
export const ourEntriesPerPage = 1000;

export interface Ledger extends LedgerReading, LedgerVersions, LedgerAccounts {
  /** Why QuickBooks could not hold this entry exactly; null where it can. No I/O. */
  cannotHold(entry: EntryToWrite): string | null;
  /** The exact body to save and send; no I/O. Refused where QuickBooks could not hold the amounts exactly. */
  entryBody(
    prepare: EntryToPrepare,
  ): { readonly ok: true; readonly body: string } | { readonly ok: false; readonly reason: string };
  postEntry(entry: PreparedEntry): Promise<PostOutcome>;
  /** Outcomes by item id. When the call as a whole has no known outcome, each item's is `unknown`. */
  postBatch(batch: PreparedBatch): Promise<ReadonlyMap<string, PostOutcome>>;
  /** A metered read: only for an outcome that stayed unknown for too long to ask by request id. */
  findEntry(sent: Pick<PreparedEntry, 'guard' | 'documentNumber' | 'body'>): Promise<LookUp>;
  /** Has a valid access token ready, refreshed where it has ended: what keeps an idle connection alive. */
  keepAccess(): Promise<
    | { readonly ok: true }
    | { readonly ok: false; readonly why: 'authentication' | 'unreachable'; readonly reason: string }
  >;
  /** Guarded where a lane asks, as are the next two; a person asks without one. */
  readChart(guard?: CallGuard): Promise<{ readonly ok: true; readonly accounts: readonly Account[] } | Unread>;
  /** A metered read. */
  readDimensions(
    kind: DimensionKind,
    guard?: CallGuard,
  ): Promise<{ readonly ok: true; readonly dimensions: readonly Dimension[] } | Unread>;
  readPreferences(guard?: CallGuard): Promise<LedgerPreferences | Unread>;
}

export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly accessTokenExpiresAt: Date;
  readonly refreshTokenExpiresAt: Date;
  /** When the access ends however often it is refreshed; null where QuickBooks has not said. */
  readonly authorizationExpiresAt: Date | null;
}

/** Where a connection's tokens live. A refresh is done by one process at a time, and both tokens are saved before either is used. */
export interface TokenStore {
  /** `refreshingUntil`: until when whoever took the right to refresh has it, where somebody did. */
  read(): Promise<{
    readonly realmId: string;
    readonly tokens: TokenPair;
    readonly version: bigint;
    readonly refreshingUntil: Date | null;
  } | null>;
  /** Takes the right to refresh from this version; false when another process has it or the tokens have moved on. */
  beginRefresh(version: bigint, untilMs: number): Promise<boolean>;
  /** Gives the right back that was taken until then, without new tokens: nothing is under way. Another's stays. */
  endRefresh(version: bigint, untilMs: number): Promise<void>;
  /** False when the tokens were no longer at `version`; nothing is saved then. Ends the right to refresh. */
  saveRefreshed(version: bigint, tokens: TokenPair): Promise<boolean>;
  markRefused(version: bigint, reason: string): Promise<void>;
}

/** The OAuth side: consent, code, tokens, revoke, and what the company is called. */
export interface Authorization {
  consentUrl(request: { readonly redirectUri: string; readonly state: string }): Promise<string>;
  exchangeCode(request: {
    readonly code: string;
    readonly redirectUri: string;
  }): Promise<{ readonly ok: true; readonly tokens: TokenPair } | { readonly ok: false; readonly reason: string }>;
  readCompany(
    realmId: string,
    accessToken: string,
  ): Promise<
    | {
        readonly ok: true;
        readonly name: string;
        readonly homeCurrency: string | null;
      }
    | { readonly ok: false; readonly reason: string }
  >;
  revoke(refreshToken: string): Promise<{ readonly ok: boolean; readonly reason: string | null }>;
}
