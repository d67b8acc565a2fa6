// What a line of the ledger is, and which lines a reading is about.

/** The customer, vendor or employee of a line. */
export interface Party {
  readonly type: 'Customer' | 'Vendor' | 'Employee';
  readonly id: number;
}

/** Debits are positive, credits negative. */
export interface LedgerLine {
  readonly accountId: number;
  readonly amountMinor: bigint;
  readonly party?: Party | undefined;
  /** On a receivable or payable account: part of what the party owes, or is owed. */
  readonly isOwed?: boolean | undefined;
  readonly classId?: number | undefined;
  readonly departmentId?: number | undefined;
  /** In the currency of the account, where that is not the home currency. */
  readonly foreignMinor?: bigint | undefined;
}

export interface TrialBalanceRow {
  readonly accountId: number;
  readonly amountMinor: bigint;
}

export interface DatedLine extends LedgerLine {
  readonly transactionId: number;
  readonly index: number;
  readonly date: string;
}

/** Which lines: dated from `from` to `to`, both included, null without end; of these classes, locations and parties alone, where there are any. */
export interface LineFilter {
  readonly from: string | null;
  readonly to: string | null;
  readonly classIds?: readonly number[];
  readonly departmentIds?: readonly number[];
  readonly customerIds?: readonly number[];
  readonly vendorIds?: readonly number[];
  /** What is owed counts when it is paid. */
  readonly isCash?: boolean;
}

/** What an account was debited and credited on one day. */
export interface DailySum extends TrialBalanceRow {
  readonly date: string;
}
