// What goes on where something is never answered, once nothing else is wrong: at first nothing is sold, and then something now and then until it is refused.
import type { EventStatus } from '../../src/pipeline/company-books.ts';
import { checkRefusals, unanswered } from './audit-never-answered.ts';
import { type EventJson, keyOf } from './draw-events.ts';
import { type NeverAnswered, otherEvent } from './draw-never-answered.ts';
import { answerAgain } from './never-answered.ts';
import { allDays, decideDrift, repost } from './owner.ts';
import { connect, deliver, type Shop } from './shop.ts';

const minuteMs = 60_000;
/** Longer than an outcome is asked for, and until it is looked up. */
const saleEveryMs = 16 * minuteMs;
/** Enough for it to be refused, wherever it stood before. */
const salesMax = 7;
const firstSale = 100;
/** A sweep a day, with grace. */
const untilLookedMs = 25 * 60 * minuteMs;

/** What is wrong with how it goes. What is refused is left so; to anything else QuickBooks gives an answer from then on. */
export function sellOn(shop: Shop, of: NeverAnswered): Promise<readonly string[]> {
  return of.of === 'changes' ? sellOverChanges(shop, of) : sellOverEntry(shop, of);
}

async function sellOverEntry(shop: Shop, of: NeverAnswered): Promise<readonly string[]> {
  const { event: never } = of;
  const sold = await sellWhile(shop, { of, isWaited: async () => (await keysOf(shop, 'syncing')).length > 0 });
  const problems = await checkRefusals(shop);
  const onTheirWay = await keysOf(shop, 'syncing');
  const isRefused = (await unanswered(shop)).some(({ key }) => key === keyOf(never));
  if (isRefused && onTheirWay.length === 0) return problems;
  const there = await keysOf(shop, 'synced');
  await answerAgain(shop);
  const isPassedOver = onTheirWay.includes(keyOf(never)) && sold.every((other) => there.includes(keyOf(other)));
  return isPassedOver ? [...problems, `${keyOf(never)} is on its way, while QuickBooks takes all others`] : problems;
}

/** The owner wants ours back wherever somebody changed it, also where nobody tells Tillbook of that until it looks, and all posted again under the mapping of now. */
async function sellOverChanges(shop: Shop, of: NeverAnswered): Promise<readonly string[]> {
  if ((await changesUnderWay(shop)).length === 0) {
    await shop.scheduler.sleep(shop.actor, untilLookedMs, 'has let a day go by');
  }
  await decideDrift(shop, ['put-ours-back']);
  if (shop.plan.remapped.length > 0) await repost(shop, allDays);
  const sold = await sellWhile(shop, { of, isWaited: async () => (await changesUnderWay(shop)).length > 0 });
  const problems = await checkRefusals(shop);
  const underWay = await changesUnderWay(shop);
  if (underWay.length === 0) return problems;
  const there = await keysOf(shop, 'synced');
  await answerAgain(shop);
  const arePassedOver = sold.every((other) => there.includes(keyOf(other)));
  return arePassedOver ? [...problems, `${underWay.join(' and ')}, while QuickBooks takes all entries`] : problems;
}

async function sellWhile(
  shop: Shop,
  { of, isWaited }: { readonly of: NeverAnswered; isWaited(): Promise<boolean> },
): Promise<readonly EventJson[]> {
  const { scheduler, actor, books } = shop;
  await scheduler.sleep(actor, of.quietMs, 'has sold nothing');
  const sold: EventJson[] = [];
  while (sold.length < salesMax && (await isWaited())) {
    if ((await books.connection()).state === 'reconnect-required') await connect(shop);
    const other = otherEvent(of.event, firstSale + sold.length);
    sold.push(other);
    await deliver(shop, [other]);
    await scheduler.sleep(actor, saleEveryMs, 'has sold something');
  }
  return sold;
}

/** In words; nothing where each has come to an end. */
async function changesUnderWay({ books }: Shop): Promise<readonly string[]> {
  const { drift } = await books.drift({ settled: false, cursor: null, limit: 100 });
  const puttingBack = drift.filter(({ state }) => state !== 'open');
  const running = (await books.reposts()).filter(({ state }) => state === 'running');
  return [
    ...puttingBack.map(({ documentNumber, state }) => `${documentNumber} is ${state}`),
    ...running.map(({ toGo, waitsFor }) => `${toGo} are to be posted again (${waitsFor})`),
  ];
}

async function keysOf({ books }: Shop, status: EventStatus): Promise<readonly string[]> {
  const { events } = await books.listEvents({ limit: 500 });
  return events.flatMap((event) => (event.status === status ? [event.key] : []));
}
