// Which lines a change of the mapping gives another account: by role, subject and span of business dates.
import { type MappingSet, mappingOn } from './account-mapping.ts';
import type { Role } from './role.ts';

export interface AccountShift {
  readonly role: Role;
  readonly subject: string | null;
  /** First business date; null: from the beginning. */
  readonly from: string | null;
  /** First business date that it does not hold for any more; null: to the end. */
  readonly until: string | null;
  /** What lines have now. */
  readonly accountId: string;
}

/** Of the lines of these roles and subjects; where nothing is mapped any more, none has another account. */
export function accountShifts(of: {
  readonly before: MappingSet;
  readonly after: MappingSet;
  readonly lines: readonly { readonly role: Role; readonly subject: string | null }[];
}): readonly AccountShift[] {
  const { before, after, lines } = of;
  const dates = datesByRole([...before.mappings, ...after.mappings]);
  return lines.flatMap(({ role, subject }) => {
    const starts = ['', ...(dates.get(role) ?? [])];
    return starts.flatMap((date, index): readonly AccountShift[] => {
      const now = mappingOn(after, { role, subject, date });
      if (now === null || mappingOn(before, { role, subject, date })?.accountId === now.accountId) return [];
      const span = { from: date === '' ? null : date, until: starts[index + 1] ?? null };
      return [{ role, subject, ...span, accountId: now.accountId }];
    });
  });
}

/** The dates on which anything changes for a role, each once, in order. */
function datesByRole(mappings: MappingSet['mappings']): ReadonlyMap<Role, readonly string[]> {
  const dates = new Map<Role, Set<string>>();
  for (const { role, applicableFrom } of mappings) {
    if (applicableFrom !== null) dates.set(role, (dates.get(role) ?? new Set<string>()).add(applicableFrom));
  }
  return new Map([...dates].map(([role, found]) => [role, [...found].sort()]));
}
