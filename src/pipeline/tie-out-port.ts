// Tie-out at the ports: registers as they were read, what a person tied out, ours by account and month, and what people see of it.

import type {
  BuiltSum,
  ComparedLine,
  MonthState,
  OurLine,
  QuickbooksOwn,
  RegisterLine,
  RegisterSums,
} from '../audit/tie-out.ts';
import type { Role } from '../journal/role.ts';

export { monthStates } from '../audit/tie-out.ts';
export type { RegisterLine };

/** An account and a month (YYYY-MM). */
export interface AccountMonth {
  readonly accountId: string;
  readonly month: string;
}

/** Debits positive, in hundredths of home currency. */
export interface RegisterRow extends AccountMonth {
  readonly readAt: Date;
  readonly openingHundredths: bigint;
  readonly closingHundredths: bigint;
  readonly lineCount: number;
  readonly mark: string;
}

export interface TieOutRow extends AccountMonth {
  readonly who: string;
  readonly tiedOutAt: Date;
  readonly closingHundredths: bigint;
  readonly oursMark: string;
  readonly registerMark: string;
}

/** A line of an entry of ours, in its own currency. */
export interface BuiltLine extends Omit<OurLine, 'amountHundredths'> {
  readonly currency: string;
  readonly exchangeRate: string | null;
  /** Debits positive. */
  readonly amountMinor: bigint;
}

/** Ours in a realm: what it accepted, and what is built to go there. Without those of which theirs is in force. */
interface OursRequest {
  readonly realmId: string;
  readonly except: readonly string[];
}

/** Postings that may still change what a month holds, and in which accounts is not known. */
export interface Unsettled {
  /** Pending or waiting. */
  readonly unbuilt: number;
  /** Refused, or their document number taken: mended, they may be built otherwise. */
  readonly refused: number;
}

export interface QuickbooksOwnRow extends AccountMonth {
  readonly hundredths: bigint;
  readonly lines: number;
}

export interface TieOutStoring {
  /** That roles are mapped to, or were. */
  accountsOfRoles(roles: readonly Role[]): Promise<readonly string[]>;
  /** Up to the end of a month; of some accounts. */
  sums(request: OursRequest & { accountIds: readonly string[]; to: string }): Promise<readonly BuiltSum[]>;
  lines(
    request: OursRequest & { accountId: string; from: string; to: string; limit: number },
  ): Promise<readonly BuiltLine[]>;
  /** By month, from a date to a date, where there are any. */
  unsettled(days: { from: string; to: string }): Promise<ReadonlyMap<string, Unsettled>>;
  /** Unsettled drifts by account and month. */
  drifts(realmId: string): Promise<readonly (AccountMonth & { readonly drifts: number })[]>;
  registers(realmId: string): Promise<readonly RegisterRow[]>;
  registerLines(realmId: string, of: AccountMonth): Promise<readonly RegisterLine[]>;
  /** Of every register, its lines in transactions that are none of ours; in the month in which ours begins, from that day on. */
  quickbooksOwn(realmId: string, firstDays: ReadonlyMap<string, string>): Promise<readonly QuickbooksOwnRow[]>;
  saveRegister(realmId: string, row: RegisterRow & { readonly lines: readonly RegisterLine[] }): Promise<void>;
  tieOuts(realmId: string): Promise<readonly TieOutRow[]>;
  saveTieOut(realmId: string, row: TieOutRow): Promise<void>;
}

export interface MonthView extends Unsettled {
  readonly month: string;
  readonly state: MonthState;
  readonly ours: RegisterSums;
  /** Null: never read. */
  readonly quickbooks: (RegisterSums & { readonly readAt: Date }) | null;
  /** Null: not known until `readFirst` is read. */
  readonly quickbooksOwn: QuickbooksOwn | null;
  /** What QuickBooks closes with beyond ours, beyond what was there before, and beyond its own; null: not known. */
  readonly differenceHundredths: bigint | null;
  /** What QuickBooks held before the first line of ours; null: not known until the register of `firstMonth` is read. */
  readonly beforeHundredths: bigint | null;
  /** In which the first line of ours is; null: there is none. */
  readonly firstMonth: string | null;
  /** The month whose register is to be read, or read again, before this one can be told; null: none, or it is unread itself. */
  readonly readFirst: string | null;
  /** Lines of ours that QuickBooks has not, or has otherwise; null: never read. */
  readonly unmatched: number | null;
  readonly tieOut: Pick<TieOutRow, 'who' | 'tiedOutAt' | 'closingHundredths'> | null;
  /** Entries of ours in it that were changed in QuickBooks, and that nobody has settled. */
  readonly drifts: number;
}

export interface ClearingAccount {
  readonly accountId: string;
  readonly name: string;
  readonly type: string;
  /** Its own, where that is not the home currency; all amounts are in home currency. */
  readonly ownCurrency: string | null;
}

export interface TieOutView {
  readonly from: string;
  readonly to: string;
  /** The home currency. */
  readonly currency: string;
  readonly accounts: readonly (ClearingAccount & { readonly months: readonly MonthView[] })[];
}

export type DetailLine = ComparedLine & {
  /** In an entry of ours: only there, it is one that was changed in QuickBooks. */
  readonly isOurs: boolean;
};

export interface MonthDetail extends ClearingAccount, MonthView {
  /** The home currency. */
  readonly currency: string;
  readonly counts: Readonly<Record<ComparedLine['where'], number>>;
  /** What stands in the way first, then QuickBooks' own. */
  readonly lines: readonly DetailLine[];
}

interface Refusal {
  readonly ok: false;
  readonly code: string;
  readonly message: string;
}

export interface TieOutBooks {
  /** The months that have anything, newest first. */
  reconciliation(months: { from: string | null; to: string | null }): Promise<{ ok: true; view: TieOutView } | Refusal>;
  reconciliationMonth(of: AccountMonth): Promise<{ ok: true; detail: MonthDetail } | Refusal>;
  /** Asks QuickBooks anew: one metered call. */
  readRegister(of: AccountMonth): Promise<{ ok: true; detail: MonthDetail } | Refusal>;
  /** Only where nothing is left between the two, and no line of ours is unmatched. */
  tieOut(of: AccountMonth, who: string): Promise<{ ok: true; detail: MonthDetail } | Refusal>;
}
