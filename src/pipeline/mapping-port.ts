// Which account stands for what, as a person sees and changes it: the mapping, and the chart that it is chosen from.
import type { Account } from '../journal/account.ts';
import type { AccountProposal } from '../journal/propose-account.ts';
import type { Role, SubjectKind } from '../journal/role.ts';
import type { NewAccount } from './ledger-port.ts';
import type { OperationRefusal } from './operation-refusal.ts';

/** One row of the mapping pages: a subject in use and a role it needs, mapped or not. */
export interface MappingRow {
  readonly role: Role;
  readonly subject: string | null;
  readonly subjectName: string | null;
  readonly subjectKind: SubjectKind | null;
  readonly subjectActive: boolean;
  /** Latest business date of an event that uses it. */
  readonly subjectLastUsed: string | null;
  readonly accountId: string | null;
  readonly applicableFrom: string | null;
  /** Asked for in set-up, but blocks only events that use it. */
  readonly required: boolean;
  /** What to know of the account in this role, in a sentence. */
  readonly warning: string | null;
}

export interface MappingSuggestion {
  readonly role: Role;
  readonly subject: string | null;
  readonly accountId: string;
  /** "same name", "only Other Current Liability named gift card". */
  readonly reason: string;
}

/** `accountId` null takes the mapping away. */
export interface MappingChange {
  readonly role: Role;
  readonly subject: string | null;
  readonly accountId: string | null;
  readonly applicableFrom?: string | null;
  /** The account that the person saw there; where another one is there by now the change is refused. Absent: whatever is there. */
  readonly seen?: string | null;
}

/** A mapping as it was saved, and when another took its place or it was taken away; null: it holds. */
export interface PastMapping {
  readonly accountId: string;
  readonly applicableFrom: string | null;
  readonly savedAt: Date;
  readonly savedBy: string;
  readonly endedAt: Date | null;
}

export interface SavedMappings {
  readonly released: number;
  readonly repostOffer: RepostOffer | null;
  /** Of the accounts just chosen, in sentences. */
  readonly warnings: readonly { readonly index: number; readonly warning: string }[];
}

/** What is posted already, or on its way, and would have gone to another account under the mapping just saved. */
export interface RepostOffer {
  readonly entries: number;
  readonly lines: number;
  /** First and last business date of those lines. */
  readonly from: string;
  readonly to: string;
  /** There are more lines than were counted. */
  readonly more: boolean;
}

export type MappingRefusal = {
  readonly index: number;
  readonly pointer: string;
  readonly value: unknown;
  readonly rule: string;
};

export interface MappingBooks {
  mappings(options: { includeInactive: boolean }): Promise<readonly MappingRow[]>;
  suggestions(): Promise<readonly MappingSuggestion[]>;
  /** In these books, the latest saved first. */
  mappingHistory(of: { role: Role; subject: string | null }): Promise<readonly PastMapping[]>;
  saveMappings(
    changes: readonly MappingChange[],
    who: string,
  ): Promise<({ ok: true } & SavedMappings) | { ok: false; refusals: readonly MappingRefusal[] }>;
  accounts(): Promise<readonly Account[]>;
  importAccounts(who: string): Promise<{ ok: true; accounts: number } | OperationRefusal>;
  /** What an account to be made for a role and subject would usually be. */
  accountProposal(of: { role: Role; subject: string | null }): Promise<AccountProposal>;
  /** Makes it in QuickBooks, and has it in the chart. */
  createAccount(account: NewAccount, who: string): Promise<{ ok: true; account: Account } | OperationRefusal>;
}
