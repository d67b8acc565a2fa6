// Postings on their way: what is open, what was built, what was sent and what came of it. The second hot path is by unnest.
import { type SqlBool, sql, type Transaction } from 'kysely';
import { itemClassOf } from '../journal/dimension.ts';
import { roles } from '../journal/role.ts';
import type { PostingChange, PostingRecord, PostingRow, PostingStoring } from '../pipeline/posting-port.ts';
import { postingStates, statesBefore } from '../posting/posting.ts';
import { matchesFilter } from './event-filter.ts';
import { entryStoring } from './journal-entries.ts';
import { bodyOfPosting, saveBodies } from './posting-bodies.ts';
import { shiftedLines } from './shifted-lines.ts';
import type { Tables } from './tables.ts';

/** Whose lines carry the class of their item class. */
const itemClassRoles = roles.filter((role) => itemClassOf({ role, subject: '' }) !== null);

type Row = Awaited<ReturnType<ReturnType<typeof selectPostings>['execute']>>[number];

export function postingStoring(trx: Transaction<Tables>, companyId: string): PostingStoring {
  return {
    ...openPostings(trx, companyId),
    ...readyPostings(trx, companyId),
    ...retryablePostings(trx, companyId),
    ...refusedPostings(trx, companyId),
    ...entryStoring(trx, companyId),
    ...shiftedLines(trx, companyId),
    ...postingWriting(trx, companyId),
    ...sending(trx, companyId),
    ...timeline(trx, companyId),
  };
}

type OpenPostings = Pick<
  PostingStoring,
  'pending' | 'unresolved' | 'heldUnsent' | 'unresolvedOfBatch' | 'byKeys' | 'byIds'
>;

function openPostings(trx: Transaction<Tables>, companyId: string): OpenPostings {
  const select = () => selectPostings(trx, companyId);
  return {
    async pending(limit, now) {
      const query = selectUnsent(trx, companyId)
        .where('state', '=', 'pending')
        .where(sql<SqlBool>`(not_before is null or not_before <= ${now}::timestamptz)`)
        .orderBy('business_date')
        .orderBy('posting_id')
        .limit(limit);
      return (await query.execute()).map(postingRow);
    },
    async unresolved(limit) {
      const query = select()
        .where('state', 'in', ['intent-saved', 'unknown'])
        .orderBy('first_sent_at')
        .orderBy('batch_id')
        .orderBy('posting_id')
        .limit(limit);
      return (await query.execute()).map(postingRow);
    },
    async heldUnsent(limit) {
      const query = select().where('state', 'in', ['waiting', 'refused']).where('found_there', '=', false);
      return (await query.orderBy('posting_id').limit(limit).execute()).map(postingRow);
    },
    async unresolvedOfBatch(batchId) {
      const rows = await select()
        .where('state', 'in', ['intent-saved', 'unknown'])
        .where('batch_id', '=', batchId)
        .execute();
      return rows.map(postingRow).sort((a, b) => Number(a.batchItemId) - Number(b.batchItemId));
    },
    async byKeys(postingKeys) {
      if (postingKeys.length === 0) return [];
      const rows = await select()
        .where(sql<SqlBool>`posting_key = any(${[...postingKeys]}::text[])`)
        .orderBy('posting_key')
        .orderBy('part')
        .execute();
      return rows.map(postingRow);
    },
    async byIds(postingIds) {
      if (postingIds.length === 0) return [];
      const rows = await select()
        .where(sql<SqlBool>`posting_id = any(${[...postingIds]}::uuid[])`)
        .execute();
      return rows.map(postingRow);
    },
  };
}

function readyPostings(trx: Transaction<Tables>, companyId: string): Pick<PostingStoring, 'ready' | 'readyAgain'> {
  const select = () => selectUnsent(trx, companyId).where('state', '=', 'ready');
  return {
    async ready(limit) {
      const query = select().where('unanswered', '=', 0).orderBy('business_date').orderBy('posting_id').limit(limit);
      return (await query.execute()).map(postingRow);
    },
    async readyAgain() {
      const row = await select()
        .where('unanswered', '>', 0)
        .where(sql<SqlBool>`not exists (select from tillbook.posting under_way where company_id = ${companyId}
          and state in ('intent-saved', 'unknown') and unanswered > 0)`)
        .orderBy('unanswered')
        .orderBy('business_date')
        .orderBy('posting_id')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : postingRow(row);
    },
  };
}

function retryablePostings(trx: Transaction<Tables>, companyId: string): Pick<PostingStoring, 'retryable'> {
  const select = () => selectPostings(trx, companyId);
  return {
    async retryable({ causeKinds, limit, ...filtering }) {
      const query = select()
        .where((eb) =>
          eb.or([
            eb('state', 'in', ['refused', 'number-taken']),
            eb.and([
              eb('state', '=', 'waiting'),
              sql<SqlBool>`exists (
                select from tillbook.posting_cause link join tillbook.cause using (company_id, cause_id)
                where link.company_id = ${companyId} and link.posting_id = tillbook.posting.posting_id
                  and cause.kind = any(${[...causeKinds]}::text[]))`,
            ]),
          ]),
        )
        .where(sql<SqlBool>`posting_key in (select posting_key from tillbook.event_with_status
          where company_id = ${companyId} and ${matchesFilter({ companyId, ...filtering })})`)
        .orderBy('business_date')
        .orderBy('posting_id')
        .limit(limit);
      return (await query.execute()).map(postingRow);
    },
  };
}

type RefusedPostings = Pick<PostingStoring, 'refusedOverAccounts' | 'refusedOverDimensions'>;

function refusedPostings(trx: Transaction<Tables>, companyId: string): RefusedPostings {
  const select = () => selectPostings(trx, companyId);
  return {
    async refusedOverAccounts(realmId) {
      const rows = await select()
        .where('state', '=', 'refused')
        .where(sql<SqlBool>`exists (
          select from tillbook.journal_line line
          left join tillbook.account on account.company_id = line.company_id and account.realm_id = ${realmId}
            and account.account_id = line.account_id
          where line.company_id = ${companyId} and line.posting_id = tillbook.posting.posting_id
            and account.active is not true)`)
        .execute();
      return rows.map(postingRow);
    },
    async refusedOverDimensions({ locations, itemClasses, departmentIds, classIds }) {
      if (departmentIds.length + classIds.length === 0) return [];
      const rows = await select()
        .where('state', '=', 'refused')
        .where(sql<SqlBool>`exists (
          select from tillbook.journal_line line
          where line.company_id = ${companyId} and line.posting_id = tillbook.posting.posting_id
            and case when line.dimensions is null then line.location = any(${[...locations]}::text[])
                or (line.subject = any(${[...itemClasses]}::text[]) and line.role = any(${itemClassRoles}::text[]))
              else line.dimensions->>'departmentId' = any(${[...departmentIds]}::text[])
                or line.dimensions->>'classId' = any(${[...classIds]}::text[]) end)`)
        .execute();
      return rows.map(postingRow);
    },
  };
}

type PostingWriting = Pick<PostingStoring, 'addPart' | 'setState' | 'rebuild' | 'rebuildUnsent'>;

function postingWriting(trx: Transaction<Tables>, companyId: string): PostingWriting {
  return {
    async addPart(part, now) {
      // What a person decided of the others holds for it, too.
      await sql`
        insert into tillbook.posting (company_id, posting_id, posting_key, part, state, business_date, closed_choice, created_at)
        select ${companyId}::uuid, ${part.id}::uuid, ${part.key}, ${part.part}::integer, 'pending',
          ${part.businessDate}::date, max(closed_choice), ${now}::timestamptz
        from tillbook.posting where company_id = ${companyId} and posting_key = ${part.key}
        on conflict (company_id, posting_key, part) do nothing`.execute(trx);
    },

    async setState(postingIds, state) {
      if (postingIds.length === 0) return;
      const changed = await sql`update tillbook.posting set state = ${state}
        where company_id = ${companyId} and posting_id = any(${[...postingIds]}::uuid[])
          and state = any(${[...statesBefore(state)]}::text[])`.execute(trx);
      assertAllMoved(changed.numAffectedRows, new Set(postingIds).size);
    },

    async rebuildUnsent() {
      const changed = await sql`update tillbook.posting set state = 'pending'
        where company_id = ${companyId} and state = 'ready' and request_id is null`.execute(trx);
      return Number(changed.numAffectedRows ?? 0);
    },

    async rebuild(postingIds) {
      if (postingIds.length === 0) return;
      // What may lie at QuickBooks keeps its intent: only what certainly does not is built anew.
      await sql`
        with rebuilt as (
          update tillbook.posting set state = 'pending', attempt = attempt + 1, request_id = null, batch_id = null,
            batch_item_id = null, batch_size = null, first_sent_at = null, next_step_at = null, goes_alone = false,
            unanswered = 0, realm_id = null
          where company_id = ${companyId} and posting_id = any(${[...postingIds]}::uuid[])
            and state <> 'pending' and state = any(${[...statesBefore('pending')]}::text[]) and not found_there
          returning posting_id
        )
        delete from tillbook.posting_body using rebuilt
        where company_id = ${companyId} and posting_body.posting_id = rebuilt.posting_id`.execute(trx);
    },
  };
}

/** Every pair of states between which a posting may go, staying among them. */
const legalMoves = (() => {
  const moves = postingStates.flatMap((to) => statesBefore(to).map((from) => ({ from, to })));
  return moves.map(({ from, to }) => `${from} > ${to}`);
})();

/** Only a bug can break this: what was read before stands otherwise by now, or the move was never legal. */
function assertAllMoved(moved: bigint | undefined, asked: number): void {
  if (moved === BigInt(asked)) return;
  throw new Error(`Of ${asked} postings only ${moved} may go to the state that was to be saved.`);
}

function sending(trx: Transaction<Tables>, companyId: string): Pick<PostingStoring, 'saveIntents' | 'saveChanges'> {
  return {
    async saveIntents(intents, now) {
      await saveBodies(trx, companyId, intents);
      const saved = await sql`
        update tillbook.posting set state = 'intent-saved', request_id = given.request_id,
          document_number = given.document_number, batch_id = given.batch_id, batch_item_id = given.batch_item_id, batch_size = given.batch_size, realm_id = given.realm_id, first_sent_at = ${now}::timestamptz,
          next_step_at = null
        from unnest(
          ${intents.map((intent) => intent.postingId)}::uuid[],
          ${intents.map((intent) => intent.requestId)}::text[],
          ${intents.map((intent) => intent.documentNumber)}::text[],
          ${intents.map((intent) => intent.batchId)}::uuid[],
          ${intents.map((intent) => intent.batchItemId)}::text[],
          ${intents.map((intent) => intent.batchSize)}::integer[],
          ${intents.map((intent) => intent.realmId)}::text[]
        ) as given (posting_id, request_id, document_number, batch_id, batch_item_id, batch_size, realm_id)
        where posting.company_id = ${companyId} and posting.posting_id = given.posting_id and posting.state = 'ready'`.execute(
        trx,
      );
      if (saved.numAffectedRows !== BigInt(intents.length)) {
        throw new Error('An intent was to be saved for a posting that is not ready.');
      }
    },

    async saveChanges(changes) {
      if (changes.length === 0) return;
      const column = <T>(pick: (change: PostingChange) => T): T[] => changes.map(pick);
      const changed = await sql`
        update tillbook.posting set state = given.state, attempt = given.attempt, quickbooks_id = given.quickbooks_id,
          sync_token = given.sync_token, realm_id = given.realm_id, accepted_at = given.accepted_at,
          next_step_at = given.next_step_at, goes_alone = given.goes_alone, unanswered = given.unanswered,
          found_there = given.state = 'number-taken' or (given.state = 'unknown' and posting.found_there),
          -- Ready again means that QuickBooks certainly does not hold it: nothing ties it to what was sent.
          request_id = case when given.state = 'ready' then null else posting.request_id end
        from unnest(
          ${column((change) => change.postingId)}::uuid[],
          ${column((change) => change.state)}::text[],
          ${column((change) => change.attempt)}::integer[],
          ${column((change) => change.quickbooksId)}::text[],
          ${column((change) => change.syncToken)}::text[],
          ${column((change) => change.realmId)}::text[],
          ${column((change) => change.acceptedAt?.toISOString() ?? null)}::timestamptz[],
          ${column((change) => change.nextStepAt?.toISOString() ?? null)}::timestamptz[],
          ${column((change) => change.goesAlone)}::boolean[],
          ${column((change) => change.unanswered)}::integer[]
        ) as given (posting_id, state, attempt, quickbooks_id, sync_token, realm_id, accepted_at, next_step_at, goes_alone,
          unanswered)
        where posting.company_id = ${companyId} and posting.posting_id = given.posting_id
          -- The same once more, so that they are found by their ids, whatever the planner thinks of a table that was empty a minute ago.
          and posting.posting_id = any(${column((change) => change.postingId)}::uuid[])
          and posting.state || ' > ' || given.state = any(${legalMoves}::text[])`.execute(trx);
      assertAllMoved(changed.numAffectedRows, changes.length);
    },
  };
}

function timeline(trx: Transaction<Tables>, companyId: string): Pick<PostingStoring, 'appendRecords' | 'records'> {
  return {
    async appendRecords(records) {
      if (records.length === 0) return;
      const column = <T>(pick: (record: PostingRecord) => T): T[] => records.map(pick);
      await sql`
        insert into tillbook.posting_record (company_id, record_id, posting_id, at, what, request_id, http_status,
          intuit_tid, detail)
        select ${companyId}::uuid, given.*
        from unnest(
          ${column((record) => record.id)}::uuid[],
          ${column((record) => record.postingId)}::uuid[],
          ${column((record) => record.at.toISOString())}::timestamptz[],
          ${column((record) => record.what)}::text[],
          ${column((record) => record.requestId)}::text[],
          ${column((record) => record.httpStatus)}::integer[],
          ${column((record) => record.intuitTid)}::text[],
          ${column((record) => JSON.stringify(record.detail))}::jsonb[]
        ) as given`.execute(trx);
    },
    async records(postingIds) {
      if (postingIds.length === 0) return [];
      const rows = await trx
        .selectFrom('tillbook.posting_record')
        .selectAll()
        .where('company_id', '=', companyId)
        .where(sql<SqlBool>`posting_id = any(${[...postingIds]}::uuid[])`)
        .orderBy('record_number')
        .execute();
      return rows.map((row) => ({
        id: row.record_id,
        postingId: row.posting_id,
        at: row.at,
        what: row.what,
        requestId: row.request_id,
        httpStatus: row.http_status,
        intuitTid: row.intuit_tid,
        detail: row.detail,
      }));
    },
  };
}

export function selectPostings(trx: Transaction<Tables>, companyId: string) {
  return selectColumns(trx, companyId).select(bodyOfPosting);
}

/** What is to be sent is written anew, whatever was sent before. */
function selectUnsent(trx: Transaction<Tables>, companyId: string) {
  return selectColumns(trx, companyId).select(sql<null>`null::text`.as('body'));
}

function selectColumns(trx: Transaction<Tables>, companyId: string) {
  return trx.selectFrom('tillbook.posting').selectAll().where('company_id', '=', companyId);
}

export const postingRow = (row: Row): PostingRow => ({
  id: row.posting_id,
  key: row.posting_key,
  part: row.part,
  state: row.state,
  businessDate: row.business_date,
  postingDate: row.posting_date ?? row.business_date,
  closedChoice: row.closed_choice,
  attempt: row.attempt,
  requestId: row.request_id,
  documentNumber: row.document_number,
  body: row.body,
  batchId: row.batch_id,
  batchItemId: row.batch_item_id,
  batchSize: row.batch_size,
  firstSentAt: row.first_sent_at,
  nextStepAt: row.next_step_at,
  notBefore: row.not_before,
  foundThere: row.found_there,
  goesAlone: row.goes_alone,
  unanswered: row.unanswered,
  quickbooksId: row.quickbooks_id,
  realmId: row.realm_id,
  syncToken: row.sync_token,
});
