// Turns a role and its subject into a QuickBooks account, or says why it cannot.
import type { Role } from './role.ts';

/** An account of the QuickBooks chart; `type` has QuickBooks' AccountType spelling. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly fullyQualifiedName: string;
  readonly number: string | null;
  readonly type: string;
  readonly subType: string | null;
  readonly currency: string | null;
  readonly active: boolean;
}

export interface Mapping {
  readonly role: Role;
  /** Null: the company default of the role. */
  readonly subject: string | null;
  readonly accountId: string;
  /** First business date it holds for, YYYY-MM-DD; null: from the beginning. */
  readonly applicableFrom: string | null;
}

/** Everything needed to resolve accounts, loaded once for a batch of entries. */
export interface MappingSet {
  readonly mappings: readonly Mapping[];
  readonly accounts: ReadonlyMap<string, Account>;
  /** Parent code of a subject (`item-class/scarves` → `apparel`), where it has one. */
  readonly parents: ReadonlyMap<string, string>;
  readonly companyCurrency: string;
}
