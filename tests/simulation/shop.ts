// One company as its till, owner and accountant use it: does the deeds of its script, and puts everything right in the end.
import type { InProcessEmulator } from '@tillbook/quickbooks-emulator';
import type pg from 'pg';
import type { CompanyBooks } from '../../src/pipeline/company-books.ts';
import { merge, reuseNumber, tidyUp, touch } from './accountant.ts';
import { afterMerges, chart, dimensions, otherOf } from './chart.ts';
import type { ClosedPolicy, Deed, QuickbooksDeed } from './deeds.ts';
import { type EventJson, keyOf } from './draw-events.ts';
import { booksIn, type KeepsBooks, leaveFor } from './kept-books.ts';
import { badDayOf } from './never-answered.ts';
import { cancelRepost, decideDrift, repost, takeVersion } from './owner.ts';
import { DatabaseLostError } from './process.ts';
import type { Random } from './random.ts';
import type { Actor, Scheduler } from './scheduler.ts';
import { quickbooksUrl, type SimulatedQuickbooks } from './simulated-quickbooks.ts';
import type { Witness } from './witness.ts';
import type { PlannedCompany } from './world.ts';

export interface Shop extends KeepsBooks {
  readonly plan: PlannedCompany;
  readonly companyId: string;
  readonly books: CompanyBooks;
  /** Another company, as it was when the shop began. */
  openQuickbooks(): Promise<SimulatedQuickbooks>;
  /** Departments and classes are to be chosen anew, before anything is mapped. */
  hasToTrack: boolean;
  /** QuickBooks gives no usable answer to the entry that was drawn for it. */
  isNeverAnswered: boolean;
  readonly actor: Actor;
  readonly scheduler: Scheduler;
  readonly emulator: InProcessEmulator;
  /** By label, the account that it is mapped to, or to be: by its own label or the other's. */
  readonly mappedTo: Map<string, string>;
  /** Read past Tillbook. */
  readonly database: pg.Pool;
  readonly witness: Witness;
  readonly random: Random;
  /** By key, what reached Tillbook first; and each version that was taken, with what takes the one before back. */
  readonly given: Map<string, EventJson>;
  /** By key, what reached Tillbook with other content later. */
  readonly others: Map<string, EventJson[]>;
  /** By key, the key of the version that stands in its place. */
  readonly standing: Map<string, string>;
  /** Versions that gave way before they were sent. */
  readonly replaced: Set<string>;
  /** Taken out by a person at some time. */
  readonly takenOut: Set<string>;
  /** What was chosen to become of entries in a closed period, the last in force. */
  readonly closedPolicies: ClosedPolicy[];
  /** Has QuickBooks tell of a change, as far as it does: it loses some, and sends others twice or late. */
  tell(change: { readonly entity: string; readonly id: string; readonly isMerge?: true }): void;
}

const who = 'owner';
const redirectUri = 'http://localhost:4780/api/v1/connection/callback';
const triesMax = 5;

/** Before anything goes wrong. */
export async function setUp(shop: Shop): Promise<void> {
  const { books, plan } = shop;
  await connect(shop);
  const modes = { postingMode: plan.mode, postingModeFrom: null, closedPeriods: plan.closedPolicy } as const;
  expectOk(
    await books.saveSettings(
      { ...modes, summaryGraceDays: plan.graceDays, discounts: plan.gross ? 'gross' : 'net' },
      who,
    ),
  );
  await map(
    shop,
    chart.map(({ label }) => label).filter((label) => !plan.missing.includes(label)),
  );
  if (plan.tracks) expectOk({ ok: await trackAll(shop) });
  expectOk(await books.startSync(plan.syncStart, who));
}

/** Each location by its department, each item class by its class; false where Tillbook does not know them yet. */
async function trackAll({ books, quickbooks }: Shop): Promise<boolean> {
  for (const { label, entity, code } of dimensions) {
    const id = quickbooks.dimensionIds.get(label) ?? '';
    const itemClass = { kind: 'item-class', purpose: '', code, quickbooksClassId: id } as const;
    const saved =
      entity === 'Department'
        ? await books.saveLocation(code, { quickbooksDepartmentId: id }, who)
        : await books.saveSubject(itemClass, who);
    if (!saved.ok) return false;
  }
  return true;
}

export async function playScript(shop: Shop): Promise<void> {
  const beganMs = shop.scheduler.nowMs;
  for (const { atMs, deed } of shop.plan.script) {
    await shop.scheduler.sleep(
      shop.actor,
      Math.max(0, beganMs + atMs - shop.scheduler.nowMs),
      `is about to ${deed.does}`,
    );
    await untilDone(() => doDeed(shop, deed));
  }
}

/** As a till sends again what was not answered, and a person presses a button again. */
async function untilDone(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof DatabaseLostError) || tries === triesMax) throw error;
    }
  }
}

async function doDeed(shop: Shop, deed: Deed): Promise<unknown> {
  const { books, plan } = shop;
  switch (deed.does) {
    case 'deliver':
      return deliver(shop, deed.events);
    case 'map':
      return map(shop, deed.labels);
    case 'switch-mode':
      return books.saveSettings({ postingMode: deed.mode, postingModeFrom: deed.from }, who);
    case 'pause-sync':
      return books.pauseSync(who);
    case 'start-sync':
      return books.startSync(plan.syncStart, who);
    case 'send-past':
      return books.syncPastEvents(null, who);
    case 'import-accounts':
      return books.importAccounts(who);
    case 'disconnect':
      return books.disconnect(who);
    case 'reconnect':
      return connect(shop);
    case 'retry-failed':
      return books.retryFailed({}, who);
    case 'close-policy':
      shop.closedPolicies.push(deed.policy);
      return books.saveSettings({ closedPeriods: deed.policy }, who);
    case 'decide-closed':
      return books.decideClosedPeriod({ choice: deed.choice, postingIds: null }, who);
    case 'decide-drift':
      return decideDrift(shop);
    case 'take-version':
      return takeVersion(shop);
    case 'remap':
      for (const label of deed.labels) shop.mappedTo.set(label, deed.to === 'other' ? otherOf(label) : label);
      return map(shop, deed.labels);
    case 'repost':
      return repost(shop, deed.choice);
    case 'cancel-repost':
      return cancelRepost(shop);
    case 'move-books':
      return moveBooks(shop, deed.to);
    case 'retry-one':
    case 'take-out':
    case 'keep-first':
      return byHand(shop, deed.does);
    default:
      return inQuickbooks(shop, deed);
  }
}

export async function deliver({ books, given, others }: Shop, events: readonly EventJson[]): Promise<void> {
  for (const event of events) {
    const key = keyOf(event);
    if (given.has(key)) others.set(key, [...(others.get(key) ?? []), event]);
    else given.set(key, event);
  }
  const results = await books.recordEvents(events);
  const invalid = results.find(({ status }) => status === 'invalid');
  if (invalid !== undefined) throw new Error(`A drawn event is not valid: ${JSON.stringify(invalid)}`);
}

/** The account that amounts of a label belong on, whatever was merged. */
export function accountOf({ mappedTo, mergedInto }: Pick<Shop, 'mappedTo' | 'mergedInto'>, label: string): string {
  return afterMerges(mergedInto, mappedTo.get(label) ?? label);
}

async function map(shop: Shop, labels: readonly string[]): Promise<void> {
  const { books, quickbooks } = shop;
  if (shop.hasToTrack && !(await trackAll(shop))) return;
  shop.hasToTrack = false;
  const idOf = (label: string): string => quickbooks.accountIds.get(accountOf(shop, label)) ?? '';
  const changes = chart
    .filter(({ label }) => labels.includes(label))
    .map(({ label, role, subject }) => ({ role, subject, accountId: idOf(label) }));
  if (changes.length > 0) await books.saveMappings(changes, who);
}

async function byHand(shop: Shop, does: 'retry-one' | 'take-out' | 'keep-first'): Promise<void> {
  const { books, random, takenOut } = shop;
  const { events } = await books.listEvents({ limit: 500 });
  if (events.length === 0) return;
  const { id, key } = random.pick(events);
  if (does === 'retry-one') await books.retryEvent(id, who);
  if (does === 'keep-first') await books.keepFirst(id, who);
  if (does === 'take-out' && (await books.handleOutside(id, 'entered by hand', who)).ok) takenOut.add(key);
}

/** What happens there happens at once, and nobody tells Tillbook. */
function inQuickbooks(shop: Shop, deed: QuickbooksDeed): Promise<unknown> {
  const { quickbooks, scheduler, actor } = shop;
  const control = (method: string, path: string, body: unknown = {}): Promise<unknown> =>
    scheduler.step(actor, `${deed.does} ${JSON.stringify(body)}`, () => quickbooks.control(method, path, body));
  const told = async (change: Parameters<Shop['tell']>[0], act: Promise<unknown>): Promise<void> => {
    await act;
    shop.tell(change);
  };
  switch (deed.does) {
    case 'close-books':
      if (deed.until !== null) shop.closings.add(deed.until);
      return told({ entity: 'preferences', id: '1' }, control('PUT', '/settings', { closingDate: deed.until }));
    case 'activate':
    case 'deactivate': {
      // What was merged away is left alone: whoever has it active again undoes no merge.
      if (shop.mergedInto.has(deed.label)) return Promise.resolve();
      const { entity, id } = named(quickbooks, deed.label);
      return told(
        { entity: entity.toLowerCase(), id },
        control('POST', '/accountant', { does: deed.does, entity, id }),
      );
    }
    case 'lapse':
    case 'renew':
      return control('PUT', '/settings', { lapsed: deed.does === 'lapse' });
    case 'revoke':
    case 'rotate':
      return control('POST', `/tokens/${deed.does}`);
    case 'expire-access':
    case 'expire-refresh':
      return control('POST', '/tokens/expire', { token: deed.does === 'expire-access' ? 'access' : 'refresh' });
    case 'forget-requests':
      return control('POST', '/request-ids/forget', { olderThanMs: rememberedMs });
    case 'bad-day':
      return control('PUT', '/faults', badDayOf(shop, deed.rules));
    case 'leave-unanswered':
      shop.isNeverAnswered = true;
      return control('PUT', '/faults', badDayOf(shop, []));
    case 'reuse-number':
      return reuseNumber(shop, deed.exactly);
    case 'touch':
      return touch(shop, deed);
    case 'merge':
      return merge(shop, deed);
  }
}

function named({ accountIds, dimensionIds }: SimulatedQuickbooks, label: string): { entity: string; id: string } {
  const entity = dimensions.find((dimension) => dimension.label === label)?.entity ?? 'Account';
  return { entity, id: accountIds.get(label) ?? dimensionIds.get(label) ?? '' };
}

/** Ten minutes in which a request id is relied on, and a request of then that is still under way. */
const rememberedMs = 12.5 * 60_000;

export async function connect(
  { books, quickbooks, scheduler, actor, emulator }: Shop,
  next?: SimulatedQuickbooks,
): ReturnType<CompanyBooks['finishConnect']> {
  const { realmId } = next ?? quickbooks;
  const { consentUrl } = await books.connect({ redirectUri, who, ...(next !== undefined && { newBooks: true }) });
  const location = await scheduler.step(actor, 'consents', async () => {
    const answer = await emulator.fetch(`${consentUrl}&emulator_approve=${realmId}`);
    return answer.headers.get('location');
  });
  const { searchParams } = new URL(location ?? '', quickbooksUrl);
  return books.finishConnect(
    {
      state: searchParams.get('state') ?? '',
      code: searchParams.get('code'),
      realmId: searchParams.get('realmId'),
      error: searchParams.get('error'),
    },
    redirectUri,
    who,
  );
}

/** Where Tillbook refuses it, since it is not settled what the company before holds, that one is connected again. */
async function moveBooks(shop: Shop, to: 'new' | 'former'): Promise<void> {
  const next = to === 'new' ? booksIn(await shop.openQuickbooks()) : shop.former.at(-1);
  if (next === undefined) return;
  // Nobody had its bad days end while the books were kept elsewhere.
  await next.quickbooks.control('PUT', '/faults', badDayOf(shop, []));
  await shop.books.disconnect(who);
  const connected = await connect(shop, next.quickbooks);
  if (!connected.ok) {
    if (to === 'new') await next.quickbooks.control('DELETE', '');
    await connect(shop);
    return;
  }
  leaveFor(shop, next);
  shop.hasToTrack = shop.plan.tracks;
}

function expectOk(result: { readonly ok: boolean }): void {
  if (!result.ok) throw new Error(`The set-up was refused: ${JSON.stringify(result)}`);
}

/** QuickBooks and its accountant put right whatever they did: nothing stands in an entry's way any more but the entry itself, or that it is never answered. */
export async function healQuickbooks(shop: Shop): Promise<void> {
  const { quickbooks, plan, closings } = shop;
  await quickbooks.control('PUT', '/faults', badDayOf(shop, []));
  await quickbooks.control('PUT', '/settings', { closingDate: plan.closedAtEnd, lapsed: false });
  if (plan.closedAtEnd !== null) closings.add(plan.closedAtEnd);
  const mergedIds = [...shop.mergedInto.keys()].map((account) => quickbooks.accountIds.get(account));
  for (const one of await quickbooks.inactive()) {
    if (one.entity === 'Account' && mergedIds.includes(one.id)) continue;
    await quickbooks.control('POST', '/accountant', { does: 'activate', ...one });
  }
  await tidyUp(shop);
}

/** The owner does everything that Tillbook asks of him. */
export async function heal(shop: Shop): Promise<void> {
  const { books, plan } = shop;
  const imported = await books.importAccounts(who);
  if (!imported.ok) expectOk(await connect(shop));
  await map(
    shop,
    chart.map(({ label }) => label),
  );
  expectOk(await books.startSync(plan.syncStart, who));
  await books.retryFailed({}, who);
}

/** Once more for what has asked for a person meanwhile: a refresh token that had run out says so an hour later. */
export async function healAgain(shop: Shop): Promise<void> {
  const { books, scheduler, actor } = shop;
  await scheduler.step(actor, 'tidies up', () => tidyUp(shop));
  await decideDrift(shop);
  if ((await books.connection()).state === 'reconnect-required') expectOk(await connect(shop));
  await books.retryFailed({}, who);
}

/** Days go without the events that hold them. */
export async function postWithoutBlocked({ books }: Shop): Promise<void> {
  const { summaries } = await books.summaries({ limit: 100 });
  for (const { id, status } of summaries) {
    if (status === 'action-required') await books.postWithoutBlocked(id, who);
  }
}
