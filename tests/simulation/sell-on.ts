// What goes on where one entry is never answered, once nothing else is wrong: at first nothing is sold, and then something now and then until it is refused.
import type { EventStatus } from '../../src/pipeline/company-books.ts';
import { checkRefusals, unanswered } from './audit-never-answered.ts';
import { type EventJson, keyOf } from './draw-events.ts';
import { type NeverAnswered, otherEvent } from './draw-never-answered.ts';
import { answerAgain } from './never-answered.ts';
import { connect, deliver, type Shop } from './shop.ts';

/** Longer than an outcome is asked for, and until it is looked up. */
const saleEveryMs = 16 * 60_000;
/** Enough for it to be refused, wherever it stood before. */
const salesMax = 7;
const firstSale = 100;

/** What is wrong with how it goes. What is refused is left so; to anything else QuickBooks gives an answer from then on. */
export async function sellOn(shop: Shop, of: NeverAnswered): Promise<readonly string[]> {
  const { scheduler, actor, books } = shop;
  const { event: never, quietMs } = of;
  await scheduler.sleep(actor, quietMs, 'has sold nothing');
  const sold: EventJson[] = [];
  while (sold.length < salesMax && (await keysOf(shop, 'syncing')).length > 0) {
    if ((await books.connection()).state === 'reconnect-required') await connect(shop);
    const other = otherEvent(never, firstSale + sold.length);
    sold.push(other);
    await deliver(shop, [other]);
    await scheduler.sleep(actor, saleEveryMs, 'has sold something');
  }
  const problems = await checkRefusals(shop);
  const onTheirWay = await keysOf(shop, 'syncing');
  const isRefused = (await unanswered(shop)).some(({ key }) => key === keyOf(never));
  if (isRefused && onTheirWay.length === 0) return problems;
  const there = await keysOf(shop, 'synced');
  await answerAgain(shop);
  const isPassedOver = onTheirWay.includes(keyOf(never)) && sold.every((other) => there.includes(keyOf(other)));
  return isPassedOver ? [...problems, `${keyOf(never)} is on its way, while QuickBooks takes all others`] : problems;
}

async function keysOf({ books }: Shop, status: EventStatus): Promise<readonly string[]> {
  const { events } = await books.listEvents({ limit: 500 });
  return events.flatMap((event) => (event.status === status ? [event.key] : []));
}
