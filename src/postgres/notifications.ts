// Receivers, the outbox of alerts, and messages on their way; addresses and secrets leave the database only decrypted for use.
import { type Selectable, sql, type Transaction } from 'kysely';
import type { FinancialEventKind } from '../events/financial-event.ts';
import type { DueMessage, MessageContent, NotificationStoring } from '../pipeline/notification-port.ts';
import type { Tables } from './tables.ts';
import type { TokenEncryption } from './token-encryption.ts';

/** One whose cause went and came back within this is not told of it again: a retry that failed has solved nothing. */
const notAgainWithin = '1 hour';

export function notificationStoring(
  trx: Transaction<Tables>,
  companyId: string,
  encryption: TokenEncryption,
): NotificationStoring {
  return {
    ...receivers(trx, companyId, encryption),
    ...sealing(trx, companyId, encryption),
    ...outbox(trx, companyId),
    ...messages(trx, companyId),
    ...digests(trx, companyId),
  };
}

/** In the transaction that opens them: whoever wants alerts is to be told of these. */
export async function noticeCauses(
  trx: Transaction<Tables>,
  of: { companyId: string; causeIds: readonly string[]; now: Date },
): Promise<void> {
  const { companyId, causeIds, now } = of;
  if (causeIds.length === 0) return;
  await sql`
    insert into tillbook.alert_notice (company_id, receiver_id, cause_id, cause_key, noticed_at)
    select ${companyId}::uuid, receiver.receiver_id, cause.cause_id, cause.cause_key, ${now}::timestamptz
    from tillbook.receiver join tillbook.cause on cause.company_id = receiver.company_id
    where receiver.company_id = ${companyId} and receiver.wants_alerts and cause.cause_id = any(${[...causeIds]}::uuid[])
      and not exists (select from tillbook.alert_notice before
        where before.company_id = receiver.company_id and before.receiver_id = receiver.receiver_id
          and before.cause_key = cause.cause_key and before.noticed_at > ${now}::timestamptz - ${notAgainWithin}::interval)
    on conflict do nothing`.execute(trx);
}

type Receivers = Pick<NotificationStoring, 'receivers' | 'address' | 'insert' | 'update' | 'remove'>;

function receivers(trx: Transaction<Tables>, companyId: string, encryption: TokenEncryption): Receivers {
  const seal = (text: string) => encryption.encrypt(text, companyId);
  const open = (sealed: Buffer) => encryption.decrypt(sealed, companyId);
  const all = () => trx.selectFrom('tillbook.receiver').selectAll().where('company_id', '=', companyId);
  return {
    async receivers() {
      const waiting = await trx
        .selectFrom('tillbook.message')
        .select(['receiver_id', (eb) => eb.fn.countAll<bigint>().as('messages')])
        .where('company_id', '=', companyId)
        .where('next_attempt_at', 'is not', null)
        .where('attempts', '>', 0)
        .groupBy('receiver_id')
        .execute();
      const counts = new Map(waiting.map((row) => [row.receiver_id, Number(row.messages)]));
      const rows = await all().orderBy('created_at').orderBy('receiver_id').execute();
      return rows.map((row) => ({ ...receiverView(row), waiting: counts.get(row.receiver_id) ?? 0 }));
    },
    async address(receiverId) {
      const row = await all().where('receiver_id', '=', receiverId).executeTakeFirst();
      if (row === undefined) return null;
      const secret = row.secret_encrypted === null ? null : open(row.secret_encrypted);
      return { kind: row.kind, address: open(row.address_encrypted), secret };
    },
    async insert({ id, kind, name, shownAs, address, secret, wantsAlerts, wantsDigest }, now) {
      await trx
        .insertInto('tillbook.receiver')
        .values({
          ...{ company_id: companyId, receiver_id: id, kind, name, shown_as: shownAs, created_at: now },
          ...{ wants_alerts: wantsAlerts, wants_digest: wantsDigest, address_encrypted: seal(address) },
          secret_encrypted: secret === null ? null : seal(secret),
        })
        .execute();
    },
    async update({ id, kind, name, shownAs, address, secret, wantsAlerts, wantsDigest }) {
      const changed = await trx
        .updateTable('tillbook.receiver')
        .set({
          ...{ name, wants_alerts: wantsAlerts, wants_digest: wantsDigest },
          ...(address !== undefined && { address_encrypted: seal(address) }),
          ...(shownAs !== undefined && { shown_as: shownAs }),
          ...(secret !== undefined && { secret_encrypted: secret === null ? null : seal(secret) }),
        })
        .where('company_id', '=', companyId)
        .where('receiver_id', '=', id)
        .where('kind', '=', kind)
        .executeTakeFirst();
      return changed.numUpdatedRows === 1n;
    },
    async remove(receiverId) {
      const removed = await trx
        .deleteFrom('tillbook.receiver')
        .where('company_id', '=', companyId)
        .where('receiver_id', '=', receiverId)
        .returning('name')
        .executeTakeFirst();
      return removed?.name ?? null;
    },
  };
}

function sealing(
  trx: Transaction<Tables>,
  companyId: string,
  encryption: TokenEncryption,
): Pick<NotificationStoring, 'sealAnew'> {
  const anew = (sealed: Buffer) => encryption.encrypt(encryption.decrypt(sealed, companyId), companyId);
  const all = () => trx.selectFrom('tillbook.receiver').selectAll().where('company_id', '=', companyId);
  return {
    async sealAnew() {
      for (const row of await all().forUpdate().execute()) {
        await trx
          .updateTable('tillbook.receiver')
          .set({
            address_encrypted: anew(row.address_encrypted),
            ...(row.secret_encrypted !== null && { secret_encrypted: anew(row.secret_encrypted) }),
          })
          .where('company_id', '=', companyId)
          .where('receiver_id', '=', row.receiver_id)
          .execute();
      }
    },
  };
}

const receiverView = (row: Selectable<Tables['tillbook.receiver']>) => ({
  ...{ id: row.receiver_id, kind: row.kind, name: row.name, shownAs: row.shown_as },
  ...{ wantsAlerts: row.wants_alerts, wantsDigest: row.wants_digest, signed: row.secret_encrypted !== null },
  ...{ lastSuccessAt: row.last_success_at, lastErrorAt: row.last_error_at, lastError: row.last_error },
});

function outbox(trx: Transaction<Tables>, companyId: string): Pick<NotificationStoring, 'untold' | 'settleNotices'> {
  return {
    async untold(limit) {
      const rows = await trx
        .selectFrom('tillbook.alert_notice')
        .select(['receiver_id', 'cause_id'])
        .where('company_id', '=', companyId)
        .where('message_id', 'is', null)
        .orderBy('noticed_at')
        .limit(limit)
        .forUpdate()
        .skipLocked()
        .execute();
      const byReceiver = new Map<string, string[]>();
      for (const { receiver_id, cause_id } of rows) {
        byReceiver.set(receiver_id, [...(byReceiver.get(receiver_id) ?? []), cause_id]);
      }
      return byReceiver;
    },
    async settleNotices(receiverId, causeIds, messageId) {
      if (causeIds.length === 0) return;
      if (messageId === null) {
        await sql`delete from tillbook.alert_notice where company_id = ${companyId} and receiver_id = ${receiverId}
          and cause_id = any(${[...causeIds]}::uuid[])`.execute(trx);
        return;
      }
      await sql`update tillbook.alert_notice set message_id = ${messageId}::uuid where company_id = ${companyId}
        and receiver_id = ${receiverId} and cause_id = any(${[...causeIds]}::uuid[])`.execute(trx);
    },
  };
}

interface DueRow {
  readonly message_id: string;
  readonly receiver_id: string;
  readonly content: MessageContent;
  readonly created_at: Date;
  readonly attempts: number;
}

type Messages = Pick<NotificationStoring, 'addMessage' | 'takeDue' | 'scheduleNext' | 'noteOutcome' | 'forget'>;

function messages(trx: Transaction<Tables>, companyId: string): Messages {
  return {
    async addMessage({ id, receiverId, content, createdAt }) {
      await trx
        .insertInto('tillbook.message')
        .values({
          ...{ company_id: companyId, message_id: id, receiver_id: receiverId, content: JSON.stringify(content) },
          ...{ created_at: createdAt, next_attempt_at: createdAt },
        })
        .execute();
    },
    async takeDue({ now, until, limit }) {
      const { rows } = await sql<DueRow>`
        update tillbook.message set attempts = attempts + 1, next_attempt_at = ${until}::timestamptz
        where company_id = ${companyId} and message_id in (
          select message_id from tillbook.message where company_id = ${companyId} and next_attempt_at <= ${now}::timestamptz
          order by next_attempt_at limit ${limit} for update skip locked)
        returning message_id, receiver_id, content, created_at, attempts`.execute(trx);
      return rows.map(
        (row): DueMessage => ({
          ...{ id: row.message_id, receiverId: row.receiver_id, content: row.content },
          ...{ createdAt: row.created_at, attempts: row.attempts },
        }),
      );
    },
    async scheduleNext(messageId, at) {
      await trx
        .updateTable('tillbook.message')
        .set({ next_attempt_at: at })
        .where('company_id', '=', companyId)
        .where('message_id', '=', messageId)
        .execute();
    },
    async noteOutcome(receiverId, problem, now) {
      await trx
        .updateTable('tillbook.receiver')
        .set(problem === null ? { last_success_at: now } : { last_error_at: now, last_error: problem })
        .where('company_id', '=', companyId)
        .where('receiver_id', '=', receiverId)
        .execute();
    },
    async forget(before) {
      await sql`delete from tillbook.message where company_id = ${companyId} and next_attempt_at is null
        and created_at < ${before}::timestamptz`.execute(trx);
      await sql`delete from tillbook.alert_notice where company_id = ${companyId} and message_id is not null
        and noticed_at < ${before}::timestamptz`.execute(trx);
    },
  };
}

function digests(
  trx: Transaction<Tables>,
  companyId: string,
): Pick<NotificationStoring, 'digest' | 'saveDigest' | 'posted'> {
  return {
    async digest() {
      const row = await trx
        .selectFrom('tillbook.digest')
        .select(['at_time', 'next_at'])
        .where('company_id', '=', companyId)
        .forUpdate()
        .executeTakeFirst();
      return row === undefined ? null : { at: row.at_time, nextAt: row.next_at };
    },
    async saveDigest({ at, nextAt }) {
      const values = { company_id: companyId, at_time: at, next_at: nextAt };
      await trx
        .insertInto('tillbook.digest')
        .values(values)
        .onConflict((conflict) => conflict.column('company_id').doUpdateSet({ at_time: at, next_at: nextAt }))
        .execute();
    },
    async posted({ from, until }) {
      const within = sql`posting.company_id = ${companyId} and posting.state = 'accepted'
        and posting.accepted_at >= ${from}::timestamptz and posting.accepted_at < ${until}::timestamptz`;
      const entries = await sql<{ currency: string; entries: number; amount: string }>`
        select entry.currency, count(*)::integer as entries, sum(entry.debit_minor)::text as amount
        from tillbook.posting join tillbook.journal_entry entry using (company_id, posting_id)
        where ${within} group by entry.currency order by entry.currency`.execute(trx);
      const events = await sql<{ kind: FinancialEventKind; events: number }>`
        select event.kind, count(*)::integer as events
        from (select distinct company_id, posting_key from tillbook.posting where ${within}) posting
        join tillbook.financial_event event using (company_id, posting_key)
        group by event.kind order by event.kind`.execute(trx);
      return {
        entries: entries.rows.map((row) => ({ ...row, amountMinor: BigInt(row.amount) })),
        events: events.rows.map((row) => ({ kind: row.kind, count: row.events })),
      };
    },
  };
}
