// The independent auditor: from the events that were given, and from what QuickBooks holds, says what is missing, double or wrong.
import type pg from 'pg';
import type { DriftView } from '../../src/pipeline/drift-port.ts';
import { checkTouched, checkUnasked } from './audit-touched.ts';
import { itemClasses, labelOf } from './chart.ts';
import type { EventJson } from './draw-events.ts';
import { byAccount, differences, sum, totalsHeld } from './entry-totals.ts';
import { expectedTotals, type SideTotals } from './expected-lines.ts';
import { type AuditedBooks, lookAtBooks } from './kept-books.ts';
import { allDays } from './owner.ts';
import { accountOf, type Shop } from './shop.ts';
import type { HeldEntry } from './simulated-quickbooks.ts';

interface Posting {
  readonly id: string;
  readonly state: string;
  readonly quickbooksId: string | null;
  /** Of the QuickBooks company that it was sent to. */
  readonly realmId: string | null;
  /** Of the body that was sent. */
  readonly marker: string | null;
  readonly eventKeys: readonly string[];
}

interface Audited {
  readonly shop: Shop;
  /** What a person sees of each event. */
  readonly statuses: ReadonlyMap<string, string>;
  readonly causes: ReadonlyMap<string, readonly string[]>;
  readonly postings: readonly Posting[];
  /** By QuickBooks' id, the companies in which the books are or were kept. */
  readonly books: ReadonlyMap<string, AuditedBooks>;
  readonly drifts: readonly DriftView[];
  /** Ids of postings that are not under the mapping of now, as Tillbook names them with a reason each. */
  readonly staying: ReadonlySet<string>;
  /** Not staying, and not under the mapping of now either. */
  readonly leftBehind: number;
  expected(key: string): SideTotals | null;
}

/** What is wrong, in words; nothing where all is well. */
export async function auditShop(shop: Shop, database: pg.Pool): Promise<readonly string[]> {
  const audited = await look(shop, database);
  const { touched, moved, mergedInto, quickbooks } = shop;
  const { accountIds, realmId } = quickbooks;
  const { held } = booksOf(audited, realmId);
  const ofTouched = {
    ...{ touched, moved, mergedInto, held, accountIds },
    ...{ drifts: audited.drifts, claimed: claimedIn(audited, realmId) },
  };
  return [
    ...checkStatuses(audited),
    ...checkPostings(audited),
    ...checkMappedAnew(audited),
    ...[...audited.books].flatMap(([id, books]) => checkNothingElse(books, claimedIn(audited, id))),
    ...[...audited.books.values()].flatMap(checkLeftAlone),
    ...checkTouched(ofTouched),
  ].map((problem) => `company ${shop.plan.number}: ${problem}`);
}

async function look(shop: Shop, database: pg.Pool): Promise<Audited> {
  const { books, plan, given } = shop;
  const { events } = await books.listEvents({ limit: 500 });
  const statuses = new Map(events.map(({ key, status }) => [key, status]));
  const causes = new Map<string, readonly string[]>();
  for (const { id, key, status } of events) {
    if (status !== 'action-required' && status !== 'failed') continue;
    causes.set(key, (await books.event(id))?.causes.map(({ message }) => message) ?? []);
  }
  const { drift: drifts } = await books.drift({ settled: false, cursor: null, limit: 100 });
  const underNow = await lookUnderMappingOfNow(shop);
  // What is asked past Tillbook comes last: it takes no turns.
  return {
    shop,
    books: await lookAtBooks(shop),
    statuses,
    causes,
    postings: await readPostings(database, shop.companyId),
    drifts,
    ...underNow,
    expected(key) {
      const event = given.get(key);
      if (event === undefined) return null;
      return expectedTotals(event, { gross: plan.gross, original: given.get(targetOf(shop, key) ?? '') ?? null });
    },
  };
}

/** What would be posted again, if all of it were: after a repost of everything nothing but what has to stay. */
async function lookUnderMappingOfNow({ books, plan }: Shop): Promise<Pick<Audited, 'staying' | 'leftBehind'>> {
  const staying = new Set<string>();
  if (plan.remapped.length === 0) return { staying, leftBehind: 0 };
  const shown = await books.previewPeriod(allDays, { cursor: null, limit: 500 });
  if (!shown.ok) throw new Error(`No period can be looked at: ${shown.message}`);
  for (const { postingId } of shown.stays) staying.add(postingId);
  return { staying, leftBehind: shown.changing };
}

/** What a void takes back: of a till's void, the version that stands by then. */
function targetOf({ given, standing }: Shop, key: string): string | undefined {
  const reverses = given.get(key)?.reverses;
  if (reverses === undefined || key.startsWith('reversal/')) return reverses;
  return standing.get(reverses) ?? reverses;
}

/** Which entry each event is in: the only thing that is taken from Tillbook's own word, and checked against QuickBooks'. */
async function readPostings(database: pg.Pool, companyId: string): Promise<readonly Posting[]> {
  const { rows } = await database.query<{
    posting_id: string;
    state: string;
    quickbooks_id: string | null;
    realm_id: string | null;
    marker: string | null;
    keys: string[];
  }>(
    `select posting_id, state, quickbooks_id, realm_id, substring(posting.body from 'tillbook:[0-9a-f/-]+') as marker, array_agg(event_key order by event_key) filter (where event_key is not null) as keys
     from tillbook.posting
     left join tillbook.financial_event on financial_event.company_id = posting.company_id
       and financial_event.posting_key = posting.posting_key and financial_event.status <> 'handled-outside'
       and (posting_parts is null or part = any(posting_parts))
     where posting.company_id = $1 group by 1, 2, 3, 4, 5 order by 1`,
    [companyId],
  );
  return rows.map((row) => ({
    id: row.posting_id,
    state: row.state,
    quickbooksId: row.quickbooks_id,
    realmId: row.realm_id,
    marker: row.marker,
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
      return blockedBecause(audited, key) === null ? null : `is synced, although ${blockedBecause(audited, key)}`;
    case 'never-synced':
      return event.businessDate < shop.plan.syncStart ? null : 'was left out';
    case 'handled-outside':
      return mayBeOutside(audited, key) ? null : 'was taken out by nobody';
    case 'action-required':
    case 'failed': {
      const named = causes.get(key) ?? [];
      if (named.length === 0) return `is ${status} without a cause`;
      return mayWait(audited, key) ? null : `waits without need: ${named.join(', ')}`;
    }
    default:
      return `is still ${status} at the end`;
  }
}

/** Why nothing of it may be in QuickBooks, whatever anybody does; null where nothing speaks against it. */
function blockedBecause(audited: Audited, key: string): string | null {
  const { shop, expected } = audited;
  const target = targetOf(shop, key);
  if (target === undefined) return expected(key) === null ? 'it does not foot' : null;
  if (!shop.given.has(target)) return 'what it voids was never given';
  const [own, others] = [realmOf(audited, key), realmOf(audited, target)];
  if (own !== null && others !== null && own !== others) return 'what it voids is in other books';
  return otherVoidIs(audited, key, ['synced']) ? 'another void of the same is, too' : null;
}

/** The first void of an event is the one that counts, also where it was taken out, is of a time before sync start, or waits itself. */
function mayWait(audited: Audited, key: string): boolean {
  const statuses = ['synced', 'handled-outside', 'never-synced'];
  return (
    blockedBecause(audited, key) !== null ||
    otherVoidIs(audited, key, statuses) ||
    mayWaitClosed(audited, key) ||
    isOfFormerBooks(audited, key) ||
    isVoidedInFormerBooks(audited, key) ||
    mayWaitMerged(audited, key) ||
    otherVoids(audited, key).some((other) => mayWaitClosed(audited, other))
  );
}

/** What takes back or replaces an entry in books that are no longer kept is posted in none. */
function isOfFormerBooks(audited: Audited, key: string): boolean {
  const { given } = audited.shop;
  const reversal = given.has(key.replace(/^version/, 'reversal')) ? key.replace(/^version/, 'reversal') : key;
  return isInFormerBooks(audited, targetOf(audited.shop, reversal) ?? '');
}

/** Nor is what was taken back there before it was posted anywhere: it waits, and says that it is for this. */
function isVoidedInFormerBooks(audited: Audited, key: string): boolean {
  const { shop, causes } = audited;
  const isTold = (causes.get(key) ?? []).some((message) => /its void is in .* were kept before/.test(message));
  const voids = [...shop.given.keys()].filter((other) => targetOf(shop, other) === key);
  return isTold && voids.some((other) => isInFormerBooks(audited, other));
}

function isInFormerBooks(audited: Audited, key: string): boolean {
  const realm = realmOf(audited, key);
  return realm !== null && realm !== audited.shop.quickbooks.realmId;
}

/** Nothing tells a merge from an edit of an entry that was changed besides, or by the merge itself: a void of it meets the account that is gone. */
function mayWaitMerged({ shop, causes, postings }: Audited, key: string): boolean {
  const { touched, moved, mergedInto } = shop;
  const target = targetOf(shop, key);
  if (target === undefined || mergedInto.size === 0) return false;
  const isChanged = postings.some(({ eventKeys, quickbooksId }) => {
    const id = quickbooksId ?? '';
    return eventKeys.includes(target) && (touched.has(id) || moved.has(id));
  });
  return isChanged && (causes.get(key) ?? []).some((message) => /was made inactive in QuickBooks/.test(message));
}

/** The company that holds its entry; null where none does. */
function realmOf({ postings }: Audited, key: string): string | null {
  const holding = postings.find(({ state, eventKeys }) => state === 'accepted' && eventKeys.includes(key));
  return holding?.realmId ?? null;
}

/** Books that stay closed hold what is dated within, unless it was chosen that it goes on the first open day. */
function mayWaitClosed({ shop, causes }: Audited, key: string): boolean {
  const { closedAtEnd } = shop.plan;
  if (closedAtEnd === null || shop.closedPolicies.at(-1) === 'first-open-day') return false;
  const isWithin = (shop.given.get(key)?.businessDate ?? '9999') <= closedAtEnd;
  return isWithin && (causes.get(key) ?? []).some((message) => /^the books are closed/i.test(message));
}

const otherVoidIs = (audited: Audited, key: string, among: readonly string[]): boolean =>
  otherVoids(audited, key).some((other) => among.includes(audited.statuses.get(other) ?? ''));

function otherVoids({ shop }: Audited, key: string): readonly string[] {
  const target = targetOf(shop, key);
  if (target === undefined) return [];
  return [...shop.given.keys()].filter((other) => other !== key && targetOf(shop, other) === target);
}

/** By a person; or a void with what it voids, and both where the one that is voided never footed. */
function mayBeOutside({ shop, statuses, expected }: Audited, key: string): boolean {
  if (shop.takenOut.has(key) || shop.replaced.has(key)) return true;
  const target = targetOf(shop, key);
  if (target !== undefined && statuses.get(target) === 'handled-outside') return true;
  return expected(key) === null && [...shop.given.keys()].some((other) => targetOf(shop, other) === key);
}

/** What Tillbook says is there is there, once, on its date and with the lines of its events. */
function checkPostings(audited: Audited): string[] {
  const { postings, shop, statuses, expected, books } = audited;
  const problems: string[] = [];
  const entriesOf = new Map<string, HeldEntry[]>();
  const keysOf = new Map<string, readonly string[]>();
  /** Of these nobody knows under which of two mappings they are. */
  const underEither = new Set<string>();
  for (const posting of postings) {
    if (posting.state !== 'accepted') continue;
    // What somebody changed is judged by what it was before; that he changed it is judged for itself.
    const there = books.get(posting.realmId ?? '');
    const changed = there?.kept.touched.get(posting.quickbooksId ?? '');
    const entry = changed?.original ?? there?.held.get(posting.quickbooksId ?? '');
    if (entry === undefined) {
      problems.push(`posting ${posting.id} was accepted as ${posting.quickbooksId}, which is not there`);
      continue;
    }
    if (posting.marker === null || !entry.privateNote.includes(posting.marker))
      problems.push(`entry ${entry.id} does not name posting ${posting.id}`);
    const group = posting.eventKeys.join(' ');
    if (changed !== undefined || there?.isFormer === true || audited.staying.has(posting.id)) underEither.add(group);
    keysOf.set(group, posting.eventKeys);
    entriesOf.set(group, [...(entriesOf.get(group) ?? []), entry]);
  }
  for (const [group, entries] of entriesOf) {
    const events = (keysOf.get(group) ?? []).flatMap((key) => shop.given.get(key) ?? []);
    const totals = sum((keysOf.get(group) ?? []).map((key) => expected(key) ?? new Map()));
    const under = underEither.has(group) ? labelOf : (label: string) => label;
    const must = byAccount(totals, (label) => accountOf(shop, label));
    problems.push(
      ...differences(byAccount(must, under), byAccount(sum(entries.map(totalsHeld)), under)).map(
        (what) => `${group || 'an entry of no event'}: ${what}`,
      ),
    );
    const dates = new Set(events.map(({ businessDate }) => businessDate));
    for (const entry of entries) {
      problems.push(...checkDate(shop, { entry, dates }));
      if (shop.plan.tracks) problems.push(...checkTracked(entry, events));
    }
  }
  const there = new Set([...keysOf.values()].flat());
  for (const [key, status] of statuses) {
    const event = shop.given.get(key);
    const isNothing = event === undefined || (expected(key)?.size ?? 0) === 0;
    if (status === 'synced' && !isNothing && !there.has(key)) problems.push(`${key} is synced, and not in QuickBooks`);
    if (status !== 'synced' && there.has(key)) problems.push(`${key} is ${status}, and in QuickBooks`);
  }
  return problems;
}

function checkMappedAnew({ leftBehind }: Audited): string[] {
  return leftBehind === 0 ? [] : [`${leftBehind} entries are under a mapping of before, and nothing holds them`];
}

/** Each line by the department of a place of its events, and where it is of an item class by that one's class. */
function checkTracked({ id, lines }: HeldEntry, events: readonly EventJson[]): string[] {
  const places = new Set(events.flatMap(({ location, from, to }) => [location, from, to]));
  return lines.flatMap(({ account, tracked }) => {
    const [department, ...classes] = tracked;
    const subject = labelOf(account).split('/')[1];
    const itemClass = itemClasses.find((one) => one === subject);
    const isRight =
      places.has(department?.replace(/^location\//, '')) &&
      classes.join() === (itemClass === undefined ? '' : `class/${itemClass}`);
    return isRight ? [] : [`a line of entry ${id} on ${account} is tracked by ${tracked.join(' and ') || 'nothing'}`];
  });
}

/** On its business date; where the books were closed then and it was chosen so, on a later one, and says of which day it is. */
function checkDate(shop: Shop, of: { entry: HeldEntry; dates: ReadonlySet<string> }): string[] {
  const { id, date, privateNote } = of.entry;
  if (of.dates.has(date)) return [];
  const [day = ''] = of.dates;
  const mayMove = shop.closedPolicies.some((policy) => policy !== 'hold') && hasBeenClosed(shop, day) && date > day;
  if (!mayMove) return [`entry ${id} is dated ${date}, not ${day}`];
  return privateNote.includes(day) ? [] : [`entry ${id} is dated ${date} and does not say that it is of ${day}`];
}

/** By its accountant, or by a refusal of a bad day that says so. */
function hasBeenClosed({ closings, former, plan }: Shop, day: string): boolean {
  const refusals = plan.script.flatMap(({ deed }) => (deed.does === 'bad-day' ? deed.rules : []));
  const all = [closings, ...former.map((kept) => kept.closings)].flatMap((some) => [...some]);
  return all.some((until) => day <= until) || refusals.some(({ code }) => code === '6210' || code === '6190');
}

const claimedIn = ({ postings }: Audited, realm: string): readonly string[] =>
  postings.flatMap(({ state, quickbooksId, realmId }) =>
    state === 'accepted' && realmId === realm ? (quickbooksId ?? []) : [],
  );

function booksOf({ books }: Audited, realmId: string): AuditedBooks {
  const found = books.get(realmId);
  if (found === undefined) throw new Error(`No books are kept in ${realmId}.`);
  return found;
}

/** In books that are no longer kept everything stays as somebody left it. */
function checkLeftAlone({ isFormer, kept, held }: AuditedBooks): string[] {
  if (!isFormer) return [];
  return [...kept.touched].flatMap(([id, entry]) =>
    checkUnasked(entry, held.get(id) ?? null).map((what) => `entry ${id} of the books before ${what}`),
  );
}

/** No entry of ours without its posting, none twice, none that was deleted. */
function checkNothingElse({ held, deletedIds }: AuditedBooks, claimed: readonly string[]): string[] {
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
