// API keys: 256 random bits, told once, kept only as a SHA-256; found by their first characters.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Clock, newId } from '../clock.ts';
import type { PeopleStore, StoredApiKey } from './people-port.ts';

export type ApiKey = StoredApiKey;

export interface ApiKeys {
  /** `key` is told here and never again. */
  createApiKey(wanted: {
    readonly companyId: string;
    readonly name: string;
    readonly who: string;
  }): Promise<ApiKey & { readonly key: string }>;
  listApiKeys(companyId: string): Promise<readonly ApiKey[]>;
  /** Null where there is no such key that still works. */
  revokeApiKey(key: { readonly companyId: string; readonly id: string }): Promise<ApiKey | null>;
  /** Null for a key that was never made or no longer works. */
  apiKeyOf(key: string): Promise<ApiKey | null>;
}

const secretBytes = 32;
const prefixBytes = 6;
const keyPattern = /^(tb_[0-9a-f]{12})_[A-Za-z0-9_-]{43}$/;

/** How exact "last used" is; noting each use would write a row for every request. */
const lastUsedStepMs = 60_000;

const hashOf = (key: string): Buffer => createHash('sha256').update(key).digest();

export function apiKeys(parts: { readonly people: PeopleStore; readonly clock: Clock }): ApiKeys {
  const { people, clock } = parts;
  return {
    async createApiKey({ companyId, name, who }) {
      const now = clock.now();
      const prefix = `tb_${randomBytes(prefixBytes).toString('hex')}`;
      const key = `${prefix}_${randomBytes(secretBytes).toString('base64url')}`;
      const made: ApiKey = {
        id: newId(now),
        companyId,
        name,
        prefix,
        createdAt: now,
        createdBy: who,
        revokedAt: null,
        lastUsedAt: null,
      };
      await people.insertApiKey({ ...made, keyHash: hashOf(key) });
      return { ...made, key };
    },
    listApiKeys: (companyId) => people.listApiKeys(companyId),
    revokeApiKey: ({ companyId, id }) => people.revokeApiKey({ companyId, id, now: clock.now() }),
    async apiKeyOf(key) {
      const prefix = keyPattern.exec(key)?.[1];
      const found = prefix === undefined ? null : await people.findApiKey(prefix);
      if (found === null || !timingSafeEqual(found.keyHash, hashOf(key)) || found.revokedAt !== null) return null;
      const now = clock.now();
      if (found.lastUsedAt === null || now.getTime() - found.lastUsedAt.getTime() >= lastUsedStepMs) {
        await people.noteApiKeyUse({ companyId: found.companyId, id: found.id, now });
      }
      return found;
    },
  };
}
