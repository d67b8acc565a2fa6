// What was sent back of the mapping, row by row, beside how its subjects stand.
import type { z } from 'zod';
import { legalAccountTypes } from '../journal/account-types.ts';
import { roles } from '../journal/role.ts';
import type { CompanyBooks } from '../pipeline/company-books.ts';
import { subjectsFor } from '../pipeline/role-subjects.ts';
import type { AccountTypes, saveMappingsRequestSchema } from './contract.ts';
import { refuseProblems, sentBackProblems } from './sent-back.ts';

type Sent = z.output<typeof saveMappingsRequestSchema>;

export const accountTypes = Object.fromEntries(
  roles.map((role) => [role, [...legalAccountTypes(role)]]),
) as AccountTypes;

export async function checkMappingsSentBack({ change, sentBack }: Sent, books: CompanyBooks): Promise<void> {
  const isOfRows = change.mappings.some((row) => row.sentBack.length > 0);
  const rows = isOfRows ? await books.mappings({ includeInactive: true }) : [];
  // The same in each row of a subject, whatever its date.
  const known = new Map(rows.map((row) => [keyOf(row), row]));
  refuseProblems([
    ...sentBackProblems(sentBack, { accountTypes }),
    ...change.mappings.flatMap((row, index) => {
      const { subjectName = null, subjectActive = true } = known.get(keyOf(row.change)) ?? {};
      const standing = { subjectName, subjectActive, subjectKind: subjectsFor(row.change.role)?.kind ?? null };
      return sentBackProblems(row.sentBack, standing, `/mappings/${index}`);
    }),
  ]);
}

const keyOf = ({ role, subject }: { readonly role: string; readonly subject: string | null }): string =>
  JSON.stringify([role, subject]);
