// What a change of the mapping leaves behind: entries posted earlier whose lines would now have another account.

import type { MappingSet } from '../journal/account-mapping.ts';
import { type AccountShift, accountShifts } from '../journal/account-shifts.ts';
import type { MappingChange, RepostOffer } from './company-books.ts';
import { subjectsFor, subjectsNeeding } from './role-subjects.ts';
import type { CompanyStore } from './storage-port.ts';

/** More lines than this are not counted one by one. */
export const shiftedLinesMax = 10_000;

export async function offerRepost(
  store: CompanyStore,
  of: { before: MappingSet; after: MappingSet; changes: readonly MappingChange[] },
): Promise<RepostOffer | null> {
  const shifts: readonly AccountShift[] = accountShifts({ ...of, lines: await linesOf(store, of.changes) });
  return shifts.length === 0 ? null : store.postings.shifted({ shifts, linesMax: shiftedLinesMax });
}

/** Whom a change may touch: the subject itself, those below it, and of a company default every one of the role's kind. */
async function linesOf(
  store: CompanyStore,
  changes: readonly MappingChange[],
): Promise<readonly Pick<AccountShift, 'role' | 'subject'>[]> {
  const subjects = await store.subjects.list(null);
  const lines = new Map<string, Pick<AccountShift, 'role' | 'subject'>>();
  for (const { role, subject } of changes) {
    const needing = subjectsFor(role) === null ? [] : subjectsNeeding(role, subjects);
    const below = needing.filter(({ parentCode }) => subject === null || parentCode === subject);
    for (const code of [subject, ...below.map((one) => one.code)]) {
      lines.set(JSON.stringify([role, code]), { role, subject: code });
    }
  }
  return [...lines.values()];
}
