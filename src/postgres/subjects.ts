// Payment types, item classes, reason codes, tax codes and locations: learned from events, or entered.
import { sql, type Transaction } from 'kysely';
import type { Subject } from '../pipeline/company-books.ts';
import type { LearnedSubject, SubjectStoring } from '../pipeline/storage-port.ts';
import type { Tables } from './tables.ts';

export function subjectStoring(trx: Transaction<Tables>, companyId: string): SubjectStoring {
  const selectAll = () => trx.selectFrom('tillbook.subject').selectAll().where('company_id', '=', companyId);
  return {
    learn: (subjects, now) => learn(trx, { companyId, subjects, now }),

    async list(kind) {
      let query = selectAll().orderBy('kind').orderBy('purpose').orderBy('code');
      if (kind !== null) query = query.where('kind', '=', kind);
      const rows = await query.execute();
      return rows.map((row) => ({
        kind: row.kind,
        purpose: row.purpose as Subject['purpose'],
        code: row.code,
        name: row.name,
        active: row.active,
        parentCode: row.parent_code,
        takesDeposits: row.takes_deposits,
        lastUsed: row.last_used,
        quickbooksClassId: row.quickbooks_class_id,
      }));
    },

    async save(subject, now) {
      await trx
        .insertInto('tillbook.subject')
        .values({
          company_id: companyId,
          kind: subject.kind,
          purpose: subject.purpose,
          code: subject.code,
          name: subject.name,
          active: subject.active,
          parent_code: subject.parentCode,
          quickbooks_class_id: subject.quickbooksClassId,
          first_seen: now,
          last_used: null,
        })
        .onConflict((conflict) =>
          conflict.columns(['company_id', 'kind', 'purpose', 'code']).doUpdateSet({
            name: subject.name,
            active: subject.active,
            parent_code: subject.parentCode,
            quickbooks_class_id: subject.quickbooksClassId,
          }),
        )
        .execute();
    },
    ...locationStoring(trx, companyId),
  };
}

function locationStoring(
  trx: Transaction<Tables>,
  companyId: string,
): Pick<SubjectStoring, 'learnLocations' | 'locations' | 'saveLocation'> {
  return {
    async learnLocations(codes, now) {
      if (codes.length === 0) return;
      const known = await trx
        .selectFrom('tillbook.location')
        .select('code')
        .where('company_id', '=', companyId)
        .where(
          'code',
          'in',
          codes.map((location) => location.code),
        )
        .execute();
      const knownCodes = new Set(known.map((row) => row.code));
      const fresh = codes.filter((location) => !knownCodes.has(location.code));
      if (fresh.length === 0) return;
      await trx
        .insertInto('tillbook.location')
        .values(
          fresh.map(({ code, name }) => ({
            company_id: companyId,
            code,
            name,
            time_zone: null,
            day_end: null,
            quickbooks_department_id: null,
            first_seen: now,
          })),
        )
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async locations() {
      const rows = await trx
        .selectFrom('tillbook.location')
        .selectAll()
        .where('company_id', '=', companyId)
        .orderBy('code')
        .execute();
      return rows.map((row) => ({
        code: row.code,
        name: row.name,
        active: row.active,
        quickbooksDepartmentId: row.quickbooks_department_id,
      }));
    },
    async saveLocation(location, now) {
      const values = {
        name: location.name,
        active: location.active,
        quickbooks_department_id: location.quickbooksDepartmentId,
      };
      await trx
        .insertInto('tillbook.location')
        .values({ company_id: companyId, code: location.code, first_seen: now, ...values })
        .onConflict((conflict) => conflict.columns(['company_id', 'code']).doUpdateSet(values))
        .execute();
    },
  };
}

/** Writes only what is new: an upsert that changes nothing would still lock the row and make tills wait for each other. */
async function learn(
  trx: Transaction<Tables>,
  batch: { companyId: string; subjects: readonly LearnedSubject[]; now: Date },
): Promise<void> {
  if (batch.subjects.length === 0) return;
  const column = <T>(pick: (subject: LearnedSubject) => T): T[] => batch.subjects.map(pick);
  await sql`
    insert into tillbook.subject as known (company_id, kind, purpose, code, name, takes_deposits, last_used, first_seen)
    select ${batch.companyId}::uuid, given.*, ${batch.now}::timestamptz
    from unnest(
      ${column((subject) => subject.kind)}::text[],
      ${column((subject) => subject.purpose)}::text[],
      ${column((subject) => subject.code)}::text[],
      ${column((subject) => subject.name)}::text[],
      ${column((subject) => subject.takesDeposits)}::boolean[],
      ${column((subject) => subject.lastUsed)}::date[]
    ) as given (kind, purpose, code, name, takes_deposits, last_used)
    where not exists (
      select from tillbook.subject known
      where known.company_id = ${batch.companyId} and known.kind = given.kind and known.purpose = given.purpose
        and known.code = given.code and known.last_used >= given.last_used
        and (known.takes_deposits or not given.takes_deposits))
    order by given.kind, given.purpose, given.code
    on conflict (company_id, kind, purpose, code) do update set
      takes_deposits = known.takes_deposits or excluded.takes_deposits,
      last_used = greatest(known.last_used, excluded.last_used)`.execute(trx);
}
