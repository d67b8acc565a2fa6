// QuickBooks' departments and classes as last imported, of the company that is connected or was last.
import { type Selectable, sql, type Transaction } from 'kysely';
import type { Dimension } from '../journal/dimension.ts';
import type { DimensionStoring } from '../pipeline/storage-port.ts';
import type { Tables } from './tables.ts';

const readDimension = (row: Selectable<Tables['tillbook.dimension']>): Dimension => ({
  id: row.dimension_id,
  name: row.name,
  fullyQualifiedName: row.fully_qualified_name,
  active: row.active,
});

export function dimensionStoring(trx: Transaction<Tables>, companyId: string): DimensionStoring {
  const inBooks = () =>
    trx
      .selectFrom('tillbook.dimension')
      .innerJoin('tillbook.connection', (join) =>
        join
          .onRef('tillbook.connection.company_id', '=', 'tillbook.dimension.company_id')
          .onRef('tillbook.connection.realm_id', '=', 'tillbook.dimension.realm_id'),
      )
      .selectAll('tillbook.dimension')
      .where('tillbook.dimension.company_id', '=', companyId);
  return {
    async list(kind) {
      const query = inBooks().where('kind', '=', kind).orderBy('fully_qualified_name').orderBy('dimension_id');
      return (await query.execute()).map(readDimension);
    },

    async inactive() {
      const rows = await inBooks().where('active', '=', false).orderBy('kind').orderBy('dimension_id').execute();
      return rows.map((row) => ({ ...readDimension(row), kind: row.kind }));
    },

    async listOf(kind, realmId) {
      const query = trx.selectFrom('tillbook.dimension').selectAll().where('company_id', '=', companyId);
      return (await query.where('realm_id', '=', realmId).where('kind', '=', kind).execute()).map(readDimension);
    },

    async replace(kind, { dimensions, realmId, now }) {
      await sql`update tillbook.dimension set active = false, refreshed_at = ${now}::timestamptz
        where company_id = ${companyId} and realm_id = ${realmId} and kind = ${kind} and active
          and dimension_id <> all(${dimensions.map(({ id }) => id)}::text[])`.execute(trx);
      await sql`
        insert into tillbook.dimension (company_id, realm_id, kind, dimension_id, name, fully_qualified_name, active,
          refreshed_at)
        select ${companyId}::uuid, ${realmId}, ${kind}, given.*, ${now}::timestamptz
        from unnest(
          ${dimensions.map(({ id }) => id)}::text[],
          ${dimensions.map(({ name }) => name)}::text[],
          ${dimensions.map(({ fullyQualifiedName }) => fullyQualifiedName)}::text[],
          ${dimensions.map(({ active }) => active)}::boolean[]
        ) as given
        on conflict (company_id, realm_id, kind, dimension_id) do update set name = excluded.name,
          fully_qualified_name = excluded.fully_qualified_name, active = excluded.active,
          refreshed_at = excluded.refreshed_at`.execute(trx);
    },

    async clearChoices() {
      await trx
        .updateTable('tillbook.location')
        .set({ quickbooks_department_id: null })
        .where('company_id', '=', companyId)
        .execute();
      await trx
        .updateTable('tillbook.subject')
        .set({ quickbooks_class_id: null })
        .where('company_id', '=', companyId)
        .execute();
    },
  };
}
