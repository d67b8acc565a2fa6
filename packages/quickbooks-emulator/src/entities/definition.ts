// What an entity is to the engine that creates, updates and deletes: fields, checks, and what it posts to the ledger.
import type { Clock } from '../clock.ts';
import type { Companies, Company } from '../company/companies.ts';
import type { Downloads } from '../http/downloads.ts';
import type { Ledger, LedgerLine } from '../ledger/ledger.ts';
import type { Stock } from '../ledger/stock.ts';
import { fieldsOf } from '../schema/types.ts';
import type { Store } from '../store/database.ts';
import type { Files } from '../store/files.ts';
import type { Links } from '../store/links.ts';
import type { ApiObject, Objects } from '../store/objects.ts';
import type { Noting } from '../webhooks/webhooks.ts';
import type { Includes } from './includes.ts';

/** What the checks of one write may look at. */
export interface WriteContext {
  readonly company: Company;
  readonly companies: Companies;
  readonly clock: Clock;
  readonly store: Store;
  readonly objects: Objects;
  readonly ledger: Ledger;
  readonly stock: Stock;
  readonly webhooks: Noting;
  readonly links: Links;
  readonly files: Files;
  readonly downloads: ReturnType<Downloads['at']>;
  /** How the client names this server. */
  readonly origin: string;
  readonly includes: Includes;
}

/** An object of a company, by its type and id. */
export interface ObjectName {
  readonly type: string;
  readonly id: number;
}

export interface Definition {
  readonly name: string;
  /** Lists share nothing; transactions share one sequence of ids, and post. */
  readonly kind: 'list' | 'transaction' | 'singleton';
  readonly fields: readonly string[];
  readonly readOnly: readonly string[];
  /** Made and changed by another call than its own, which only reads. */
  readonly isReadOnly?: boolean;
  /** A list's object that is deleted outright, where others become inactive. */
  readonly isRemoved?: boolean;
  afterRemove?(object: ApiObject, context: WriteContext): void;
  /** It is there for good: no deletion, not even one that makes it inactive. */
  readonly isKept?: boolean;
  /** Objects that are always there and not stored. */
  fixed?(context: Pick<WriteContext, 'company'>): readonly ApiObject[];
  /** The object as it will be stored, or a fault. `before` is null on creation. */
  prepare(draft: ApiObject, before: ApiObject | null, context: WriteContext): ApiObject;
  /** What follows in the books from what was just written. */
  afterSave?(object: ApiObject, context: WriteContext): void;
  /** The transactions that its links came from do without it now. */
  afterDetach?(sources: readonly ObjectName[], context: WriteContext): void;
  /** What else changes when this one has: the full names of its children. */
  afterUpdate?(object: ApiObject, before: ApiObject, context: WriteContext): void;
  /** A transaction refuses to be deleted or voided, or returns; a list's object becomes inactive. */
  checkDelete?(before: ApiObject, context: WriteContext): void;
  ledgerLines?(object: ApiObject, context: WriteContext): readonly LedgerLine[];
  /** The object with nothing left of its amounts, where it can be voided. */
  voided?(before: ApiObject): ApiObject;
  /** What is computed each time the object is read. */
  present?(object: ApiObject, context: WriteContext): ApiObject;
}

/** The fields of the schema's type, what the JSON of every entity has besides, and those that only the documentation knows. */
export function fieldNames(type: string, besides: readonly string[] = []): readonly string[] {
  const schema = [...(fieldsOf(type)?.keys() ?? [])];
  return [...new Set(['domain', 'sparse', 'status', ...schema, `${type}Ex`, ...besides])];
}

export const commonReadOnly = ['MetaData', 'domain', 'sparse', 'status', 'SyncToken', 'Id'];

export function objectOf(value: unknown): ApiObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as ApiObject) : null;
}

/** The id that a reference names, as text; null where there is none. */
export function referenceValue(value: unknown): string | null {
  const reference = objectOf(value);
  if (!reference || reference.value === undefined || reference.value === null || reference.value === '') return null;
  return String(reference.value);
}

export function idOf(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
