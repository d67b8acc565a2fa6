// What people, the companies they belong to, and API keys are kept in, as the rest of auth sees it.
import type { UserRole } from './users-port.ts';

export interface Person {
  readonly userId: string;
  readonly email: string;
  readonly name: string | null;
  readonly companyIds: readonly string[];
  /** In the first of them. */
  readonly role: UserRole;
}

export interface NewOwner {
  readonly userId: string;
  readonly accountId: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly companyId: string;
  readonly now: Date;
}

export interface StoredApiKey {
  readonly id: string;
  readonly companyId: string;
  readonly name: string;
  /** The first characters of the key: shown in lists, and what it is found by. */
  readonly prefix: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

export interface PeopleStore {
  anyoneExists(): Promise<boolean>;
  /** False, and nothing is written, where somebody exists already. Two at once make one owner. */
  createFirstOwner(owner: NewOwner): Promise<boolean>;
  /** The companies a person belongs to, the first joined first. */
  companiesOf(userId: string): Promise<readonly { readonly companyId: string; readonly role: UserRole }[]>;
  insertApiKey(key: StoredApiKey & { readonly keyHash: Buffer }): Promise<void>;
  findApiKey(prefix: string): Promise<(StoredApiKey & { readonly keyHash: Buffer }) | null>;
  listApiKeys(companyId: string): Promise<readonly StoredApiKey[]>;
  /** Null where there is no such key that still works. */
  revokeApiKey(key: {
    readonly companyId: string;
    readonly id: string;
    readonly now: Date;
  }): Promise<StoredApiKey | null>;
  noteApiKeyUse(key: { readonly companyId: string; readonly id: string; readonly now: Date }): Promise<void>;
}
