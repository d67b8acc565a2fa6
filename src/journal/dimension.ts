// What QuickBooks tracks a journal line by beside its account: its department, from the location, and its class, from the item class.
import { subjectKindOf } from './account-mapping.ts';
import type { DraftLine } from './journal-entry.ts';

export type DimensionKind = 'department' | 'class';

/** A department or class of the shop's QuickBooks company, known by its id. */
export interface Dimension {
  readonly id: string;
  readonly name: string;
  readonly fullyQualifiedName: string;
  readonly active: boolean;
}

/**
 * The item class whose class a line carries: that of lines for an item class, its revenue, cost and inventory; null for all others.
 * Role and subject alone decide it, so that lines of one role and subject may always be merged.
 */
export function itemClassOf({ role, subject }: Pick<DraftLine, 'role' | 'subject'>): string | null {
  return subjectKindOf(role) === 'item-class' ? subject : null;
}
