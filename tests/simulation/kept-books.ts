// The QuickBooks companies in which a shop keeps its books, one after the other, and what was done in each: entries there have ids of their own.
import type { Touched } from './accountant.ts';
import type { HeldEntry, SimulatedQuickbooks } from './simulated-quickbooks.ts';

export interface KeptBooks {
  quickbooks: SimulatedQuickbooks;
  /** What others entered in QuickBooks: none of ours. */
  foreignIds: Set<string>;
  /** By QuickBooks' id. */
  touched: Map<string, Touched>;
  /** Ids of entries that a merge changed in QuickBooks, where it counts as a change: nobody else laid hands on them by it. */
  moved: Set<string>;
  /** By the name of an account, that of what it was merged into. */
  mergedInto: Map<string, string>;
  /** The last day of each time that the books were closed. */
  closings: Set<string>;
}

export function booksIn(quickbooks: SimulatedQuickbooks): KeptBooks {
  return {
    quickbooks,
    ...{ foreignIds: new Set(), touched: new Map(), moved: new Set(), mergedInto: new Map(), closings: new Set() },
  };
}

export interface KeepsBooks extends KeptBooks {
  /** Those that were kept before, the last of them last. */
  readonly former: KeptBooks[];
}

/** From now on they are kept there. */
export function leaveFor(shop: KeepsBooks, next: KeptBooks): void {
  const { quickbooks, foreignIds, touched, moved, mergedInto, closings, former } = shop;
  if (former.includes(next)) former.splice(former.indexOf(next), 1);
  former.push({ quickbooks, foreignIds, touched, moved, mergedInto, closings });
  Object.assign(shop, next);
}

/** What lies there without the entries of others, as the auditor sees it. */
export interface AuditedBooks {
  readonly kept: KeptBooks;
  readonly isFormer: boolean;
  readonly held: ReadonlyMap<string, HeldEntry>;
  /** Ours that are gone, although nobody took them away. */
  readonly deletedIds: readonly string[];
}

/** By QuickBooks' id of the company. */
export async function lookAtBooks(shop: KeepsBooks): Promise<ReadonlyMap<string, AuditedBooks>> {
  const books = new Map<string, AuditedBooks>();
  for (const kept of [shop, ...shop.former]) {
    const { quickbooks, foreignIds, touched } = kept;
    const { held, deletedIds } = await quickbooks.entries();
    books.set(quickbooks.realmId, {
      kept,
      isFormer: kept !== shop,
      held: new Map(held.filter(({ id }) => !foreignIds.has(id)).map((entry) => [entry.id, entry])),
      deletedIds: deletedIds.filter((id) => !foreignIds.has(id) && touched.get(id)?.last !== null),
    });
  }
  return books;
}
