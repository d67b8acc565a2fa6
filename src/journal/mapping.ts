// One mapping: the account that a role and subject stand for, from a business date on, as it was saved.
import type { Role } from './role.ts';

/** Never changed: a new choice is a mapping of its own, so that what was built under an old one still says so. */
export interface Mapping {
  readonly role: Role;
  /** Null: the company default of the role. */
  readonly subject: string | null;
  readonly accountId: string;
  /** First business date it holds for, YYYY-MM-DD; null: from the beginning. */
  readonly applicableFrom: string | null;
  /** Absent where it was given and not saved, as by a file. */
  readonly saved?: { readonly id: string; readonly at: Date; readonly by: string };
}

/** By whose mapping a line has its account. */
export type MappingVia = 'own' | 'parent' | 'company-default' | 'original';

/** Told from the line and the mapping alone: nothing about it has to be kept. */
export function mappingVia(
  line: { readonly rule: string | null; readonly subject: string | null },
  mapping: Pick<Mapping, 'subject'>,
): MappingVia {
  if (line.rule === 'void.mirror') return 'original';
  if (mapping.subject === null) return 'company-default';
  return mapping.subject === line.subject ? 'own' : 'parent';
}
