// The port to what is known of accounts that were merged in QuickBooks, of which nothing but our own entries tells.

/** An account that is gone, of which it is not known yet what became of its lines, or not all of ours have followed them. */
export interface GoneAccount {
  readonly accountId: string;
  readonly mergedInto: string | null;
}

export interface MergeStoring {
  /** In the company that is connected, or was last: by what was merged away, the account that is left of it in the end. */
  merged(): Promise<ReadonlyMap<string, string>>;
  /** Asks what became of those to which anything of ours is posted; how many. */
  ask(realmId: string, accountIds: readonly string[], now: Date): Promise<number>;
  asked(realmId: string): Promise<readonly GoneAccount[]>;
  /** Ids of accepted postings with a line on it: half of them the latest, half the first. */
  postedTo(of: {
    readonly realmId: string;
    readonly accountId: string;
    readonly limit: number;
  }): Promise<readonly string[]>;
  note(of: { readonly realmId: string; readonly accountId: string; readonly into: string }): Promise<void>;
  /** Lines of ours that QuickBooks holds, or may hold, go to what their account was merged into; how many did, of at most `limit`. */
  moveLines(of: { readonly realmId: string; readonly accountId: string; readonly limit: number }): Promise<number>;
  /** Nothing more is to be found out, or to be moved. */
  done(realmId: string, accountId: string): Promise<void>;
}
