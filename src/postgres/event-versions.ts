// Versions of events whose key came again with other content, and the content that waits for a person.
import { type SqlBool, sql, type Transaction } from 'kysely';
import type { VersionStoring } from '../pipeline/event-port.ts';
import { storedEvent } from './event-reading.ts';
import { selectEvents } from './event-standing.ts';
import type { Tables } from './tables.ts';

export function eventVersions(trx: Transaction<Tables>, companyId: string): VersionStoring {
  const contents = () => trx.selectFrom('tillbook.event_conflict').where('company_id', '=', companyId);
  return {
    async versionsOf(key) {
      const rows = await selectEvents(trx, companyId)
        .where('version_of', '=', key)
        .orderBy('version')
        // A reversal before what it makes way for.
        .orderBy(sql`reverses is null`)
        .execute();
      return rows.map(storedEvent);
    },
    async versionsInForce(keys) {
      if (keys.length === 0) return new Map();
      const found = await sql<{ version_of: string; event_key: string }>`
        select distinct on (version_of) version_of, event_key from tillbook.financial_event
        where company_id = ${companyId} and version_of = any(${[...keys]}::text[]) and reverses is null
        order by version_of, version desc`.execute(trx);
      return new Map(found.rows.map((row) => [row.version_of, row.event_key]));
    },
    async otherContents(eventId) {
      const rows = await contents()
        .selectAll()
        .where('event_id', '=', eventId)
        .where('put_aside_at', 'is', null)
        .orderBy('seen_at')
        .orderBy('conflict_id')
        .execute();
      return rows.map((row) => ({ id: row.conflict_id, body: row.body, digest: row.digest, seenAt: row.seen_at }));
    },
    async contentsTaken(eventIds) {
      if (eventIds.length === 0) return [];
      const rows = await contents()
        .select(['event_id', 'digest'])
        .where(sql<SqlBool>`event_id = any(${[...eventIds]}::uuid[])`)
        .where('taken_as', 'is not', null)
        .execute();
      return rows.map((row) => ({ eventId: row.event_id, digest: row.digest }));
    },
    async takeContent({ id, versionId }) {
      await trx
        .updateTable('tillbook.event_conflict')
        .set({ taken_as: versionId })
        .where('company_id', '=', companyId)
        .where('conflict_id', '=', id)
        .execute();
    },
  };
}
