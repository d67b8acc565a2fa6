// The filters that a person keeps under a name.
import { sql, type Transaction } from 'kysely';
import type { SavedView, ViewStoring } from '../pipeline/event-list-port.ts';
import type { Tables } from './tables.ts';

export function viewStoring(trx: Transaction<Tables>, companyId: string): ViewStoring {
  return {
    async list(userId) {
      const rows = await trx
        .selectFrom('tillbook.saved_view')
        .select(['view_id', 'name', 'filter'])
        .where('company_id', '=', companyId)
        .where('user_id', '=', userId)
        .orderBy(sql`lower(name)`)
        .orderBy('name')
        .execute();
      return rows.map(({ view_id, name, filter }): SavedView => ({ id: view_id, name, filter }));
    },
    async save({ id, userId, name, filter, now }) {
      const saved = await trx
        .insertInto('tillbook.saved_view')
        .values({
          ...{ company_id: companyId, view_id: id, user_id: userId, name, saved_at: now },
          filter: JSON.stringify(filter),
        })
        .onConflict((conflict) =>
          conflict
            .columns(['company_id', 'user_id', 'name'])
            .doUpdateSet({ filter: JSON.stringify(filter), saved_at: now }),
        )
        .returning('view_id')
        .executeTakeFirstOrThrow();
      return saved.view_id;
    },
    async remove(userId, id) {
      const removed = await trx
        .deleteFrom('tillbook.saved_view')
        .where('company_id', '=', companyId)
        .where('user_id', '=', userId)
        .where('view_id', '=', id)
        .executeTakeFirst();
      return removed.numDeletedRows > 0n;
    },
  };
}
