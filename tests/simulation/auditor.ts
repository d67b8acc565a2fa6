// The independent auditor: from the events that were given, and from what QuickBooks holds, says what is missing, double or wrong.
import type pg from 'pg';
import { type EventJson, keyOf } from './draw-events.ts';
import { expectedTotals, hundredths, type SideTotals } from './expected-lines.ts';
import type { Shop } from './shop.ts';
import type { HeldEntry } from './simulated-quickbooks.ts';

interface Posting {
  readonly id: string;
  readonly state: string;
  readonly quickbooksId: string | null;
  readonly eventKeys: readonly string[];
}

interface Audited {
  readonly shop: Shop;
  /** What a person sees of each event. */
  readonly statuses: ReadonlyMap<string, string>;
  readonly causes: ReadonlyMap<string, readonly string[]>;
  readonly postings: readonly Posting[];
  readonly held: ReadonlyMap<string, HeldEntry>;
  readonly deletedIds: readonly string[];
  expected(event: EventJson): SideTotals | null;
}

/** What is wrong, in words; nothing where all is well. */
export async function auditShop(shop: Shop, database: pg.Pool): Promise<readonly string[]> {
  const audited = await look(shop, database);
  return [...checkStatuses(audited), ...checkPostings(audited), ...checkNothingElse(audited)].map(
    (problem) => `company ${shop.plan.number}: ${problem}`,
  );
}

async function look(shop: Shop, database: pg.Pool): Promise<Audited> {
  const { books, quickbooks, foreignIds, plan, given } = shop;
  const { events } = await books.listEvents({ limit: 500 });
  const statuses = new Map(events.map(({ key, status }) => [key, status]));
  const causes = new Map<string, readonly string[]>();
  for (const { id, key, status } of events) {
    if (status !== 'action-required' && status !== 'failed') continue;
    causes.set(key, (await books.event(id))?.causes.map(({ message }) => message) ?? []);
  }
  const { held, deletedIds } = await quickbooks.entries();
  return {
    shop,
    statuses,
    causes,
    postings: await readPostings(database, shop.companyId),
    held: new Map(held.filter(({ id }) => !foreignIds.has(id)).map((entry) => [entry.id, entry])),
    deletedIds: deletedIds.filter((id) => !foreignIds.has(id)),
    expected: (event) =>
      expectedTotals(event, { gross: plan.gross, original: given.get(event.reverses ?? '') ?? null }),
  };
}

/** Which entry each event is in: the only thing that is taken from Tillbook's own word, and checked against QuickBooks'. */
async function readPostings(database: pg.Pool, companyId: string): Promise<readonly Posting[]> {
  const { rows } = await database.query<{
    posting_id: string;
    state: string;
    quickbooks_id: string | null;
    keys: string[];
  }>(
    `select posting_id, state, quickbooks_id, array_agg(event_key order by event_key) filter (where event_key is not null) as keys
     from tillbook.posting
     left join tillbook.financial_event on financial_event.company_id = posting.company_id
       and financial_event.posting_key = posting.posting_key and financial_event.status <> 'handled-outside'
       and (posting_parts is null or part = any(posting_parts))
     where posting.company_id = $1 group by 1, 2, 3 order by 1`,
    [companyId],
  );
  return rows.map((row) => ({
    id: row.posting_id,
    state: row.state,
    quickbooksId: row.quickbooks_id,
    eventKeys: row.keys ?? [],
  }));
}

/** Each event that was given stands once, as it must. */
function checkStatuses(audited: Audited): string[] {
  const { shop, statuses } = audited;
  const problems: string[] = [];
  for (const key of statuses.keys()) if (!shop.given.has(key)) problems.push(`${key} was never given`);
  for (const [key, event] of shop.given) {
    const problem = statusProblem(audited, key, event);
    if (problem !== null) problems.push(`${key} ${problem}`);
  }
  return problems;
}

function statusProblem(audited: Audited, key: string, event: EventJson): string | null {
  const { shop, statuses, causes } = audited;
  const status = statuses.get(key);
  switch (status) {
    case undefined:
      return 'is lost';
    case 'synced':
      return blockedBecause(audited, event) === null ? null : `is synced, although ${blockedBecause(audited, event)}`;
    case 'never-synced':
      return event.businessDate < shop.plan.syncStart ? null : 'was left out';
    case 'handled-outside':
      return mayBeOutside(audited, key, event) ? null : 'was taken out by nobody';
    case 'action-required':
    case 'failed': {
      const named = causes.get(key) ?? [];
      if (named.length === 0) return `is ${status} without a cause`;
      return mayWait(audited, event) ? null : `waits without need: ${named.join(', ')}`;
    }
    default:
      return `is still ${status} at the end`;
  }
}

/** Why nothing of it may be in QuickBooks, whatever anybody does; null where nothing speaks against it. */
function blockedBecause(audited: Audited, event: EventJson): string | null {
  const { shop, expected } = audited;
  if (event.reverses === undefined) return expected(event) === null ? 'it does not foot' : null;
  if (!shop.given.has(event.reverses)) return 'what it voids was never given';
  return otherVoidIs(audited, event, ['synced']) ? 'another void of the same is, too' : null;
}

/** The first void of an event is the one that counts, also where it was taken out or is of a time before sync start. */
function mayWait(audited: Audited, event: EventJson): boolean {
  const statuses = ['synced', 'handled-outside', 'never-synced'];
  return blockedBecause(audited, event) !== null || otherVoidIs(audited, event, statuses);
}

function otherVoidIs({ shop, statuses }: Audited, event: EventJson, among: readonly string[]): boolean {
  const voids = [...shop.given.values()].filter(
    ({ reverses }) => reverses !== undefined && reverses === event.reverses,
  );
  return voids.some((other) => other !== event && among.includes(statuses.get(keyOf(other)) ?? ''));
}

/** By a person; or a void with what it voids, and both where the one that is voided never footed. */
function mayBeOutside({ shop, statuses, expected }: Audited, key: string, event: EventJson): boolean {
  if (shop.takenOut.has(key)) return true;
  if (event.reverses !== undefined && statuses.get(event.reverses) === 'handled-outside') return true;
  return expected(event) === null && [...shop.given.values()].some(({ reverses }) => reverses === key);
}

/** What Tillbook says is there is there, once, on its date and with the lines of its events. */
function checkPostings(audited: Audited): string[] {
  const { postings, shop, statuses, expected, held } = audited;
  const problems: string[] = [];
  const entriesOf = new Map<string, HeldEntry[]>();
  const keysOf = new Map<string, readonly string[]>();
  for (const posting of postings) {
    if (posting.state !== 'accepted') continue;
    const entry = held.get(posting.quickbooksId ?? '');
    if (entry === undefined) {
      problems.push(`posting ${posting.id} was accepted as ${posting.quickbooksId}, which is not there`);
      continue;
    }
    if (!entry.privateNote.includes(posting.id)) problems.push(`entry ${entry.id} does not name posting ${posting.id}`);
    const group = posting.eventKeys.join(' ');
    keysOf.set(group, posting.eventKeys);
    entriesOf.set(group, [...(entriesOf.get(group) ?? []), entry]);
  }
  for (const [group, entries] of entriesOf) {
    const events = (keysOf.get(group) ?? []).flatMap((key) => shop.given.get(key) ?? []);
    const totals = sum(events.map((event) => expected(event) ?? new Map()));
    problems.push(
      ...differences(totals, totalsHeld(entries)).map((what) => `${group || 'an entry of no event'}: ${what}`),
    );
    const dates = new Set(events.map(({ businessDate }) => businessDate));
    for (const { id, date } of entries) if (!dates.has(date)) problems.push(`entry ${id} is dated ${date}`);
  }
  const there = new Set([...keysOf.values()].flat());
  for (const [key, status] of statuses) {
    const event = shop.given.get(key);
    const isNothing = event === undefined || (expected(event)?.size ?? 0) === 0;
    if (status === 'synced' && !isNothing && !there.has(key)) problems.push(`${key} is synced, and not in QuickBooks`);
    if (status !== 'synced' && there.has(key)) problems.push(`${key} is ${status}, and in QuickBooks`);
  }
  return problems;
}

/** No entry of ours without its posting, none twice, none that was deleted. */
function checkNothingElse({ postings, held, deletedIds }: Audited): string[] {
  const claimed = postings.flatMap(({ state, quickbooksId }) => (state === 'accepted' ? (quickbooksId ?? []) : []));
  const problems = claimed
    .filter((id, index) => claimed.indexOf(id) !== index)
    .map((id) => `entry ${id} is claimed twice`);
  const numbers = new Map<string | null, string>();
  for (const { id, documentNumber } of held.values()) {
    const other = numbers.get(documentNumber);
    if (other !== undefined) problems.push(`entries ${other} and ${id} are one, twice (${documentNumber})`);
    numbers.set(documentNumber, id);
    if (!claimed.includes(id))
      problems.push(`entry ${id} (${documentNumber}) is in QuickBooks and Tillbook does not say so`);
  }
  return [...problems, ...deletedIds.map((id) => `entry ${id} was deleted`)];
}

function sum(all: readonly SideTotals[]): SideTotals {
  const totals = new Map<string, bigint>();
  for (const one of all) for (const [key, amount] of one) totals.set(key, (totals.get(key) ?? 0n) + amount);
  return totals;
}

function totalsHeld(entries: readonly HeldEntry[]): SideTotals {
  return sum(
    entries.flatMap(({ lines }) =>
      lines.map(({ account, side, amount }) => new Map([[`${account} ${side}`, hundredths(amount)]])),
    ),
  );
}

function differences(expected: SideTotals, held: SideTotals): string[] {
  const keys = [...new Set([...expected.keys(), ...held.keys()])].sort();
  return keys.flatMap((key) => {
    const must = expected.get(key) ?? 0n;
    const is = held.get(key) ?? 0n;
    return must === is ? [] : [`${key} is ${is} and must be ${must}`];
  });
}
