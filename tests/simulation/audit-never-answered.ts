// The auditor, while one entry is never answered: it is not in QuickBooks and says why, nothing else waits for that, and an outage refuses nothing.
import type pg from 'pg';
import type { EventView, PostingView } from '../../src/pipeline/company-books.ts';
import { type Audited, look } from './audited.ts';
import type { NeverAnswered } from './draw-never-answered.ts';
import { numbersOf } from './never-answered.ts';
import type { Shop } from './shop.ts';

const isSaid = (message: string): boolean => /gives no usable answer/.test(message);

/** Events that wait for a person because QuickBooks gave no usable answer, as the owner sees them. */
export async function unanswered({ books }: Shop): Promise<readonly EventView[]> {
  const { events } = await books.listEvents({ limit: 500 });
  const found: EventView[] = [];
  for (const { id, status } of events) {
    const event = status === 'failed' ? await books.event(id) : null;
    if (event?.causes.some(({ message }) => isSaid(message)) === true) found.push(event);
  }
  return found;
}

/** What was refused so although QuickBooks had answered the writing of nothing else since it was sent the time before the last. */
export async function checkRefusals(shop: Shop): Promise<readonly string[]> {
  const refused = await unanswered(shop);
  return refused.flatMap(({ key, postings }) =>
    postings
      .filter((posting) => posting.state === 'refused' && !hasAnsweredOthers(shop, posting))
      .map(({ documentNumber }) => `${key} (${documentNumber}) was refused, and QuickBooks took nothing else either`),
  );
}

function hasAnsweredOthers({ witness, companyId }: Shop, { documentNumber, timeline }: PostingView): boolean {
  const atMs = ({ at }: PostingView['timeline'][number]): number => at.getTime();
  // Since then it has been sent once more.
  const until = timeline.findLastIndex(({ what, detail }) => what === 'looked-up' && detail.state === 'ready');
  const sent = timeline.slice(0, Math.max(until, 0)).findLast(({ what }) => what === 'intent-saved');
  const found = timeline[until];
  if (found === undefined || sent === undefined || documentNumber === null) return false;
  return witness.answersOthers({ companyId, documentNumber, fromMs: atMs(sent), untilMs: atMs(found) });
}

/** How many changes of what is there a person is told of so: ours is not put back, or an entry stays as it was posted. */
async function unansweredChanges({ books }: Shop): Promise<number> {
  const { drift } = await books.drift({ settled: false, cursor: null, limit: 100 });
  const stays = (await books.reposts()).flatMap((repost) => repost.stays);
  return [...drift.map(({ problem }) => problem), ...stays.map(({ detail }) => detail)].filter(
    (problem) => problem !== null && isSaid(problem),
  ).length;
}

/** Whether what is never answered was refused for that. */
export async function isRefused(shop: Shop, { of }: NeverAnswered): Promise<boolean> {
  return of === 'changes' ? (await unansweredChanges(shop)) > 0 : (await unanswered(shop)).length > 0;
}

/** Once everything has come to rest. */
export async function auditNeverAnswered(
  shop: Shop,
  of: { readonly neverAnswered: NeverAnswered; readonly database: pg.Pool },
): Promise<readonly string[]> {
  // What is there stays as it is, and is asked for once more when QuickBooks answers: all of it is looked at in the end.
  if (of.neverAnswered.of === 'changes') return [];
  const audited = await look(shop, of.database);
  const numbers = numbersOf(of.neverAnswered);
  return [...checkNotThere(audited, numbers), ...checkHeld(audited, numbers)];
}

function checkNotThere({ books }: Audited, numbers: readonly string[]): string[] {
  return [...books.values()].flatMap(({ held }) => {
    const all = [...held.values()].map(({ documentNumber }) => documentNumber);
    const twice = all.filter((number, index) => number !== null && all.indexOf(number) !== index);
    return [
      ...numbers.filter((number) => all.includes(number)).map((number) => `${number} is there, and was never answered`),
      ...twice.map((number) => `${number} is there twice`),
    ];
  });
}

/** What is in such an entry says so; anything else is there, or waits for something else. */
function checkHeld({ statuses, causes, postings }: Audited, numbers: readonly string[]): string[] {
  const never = postings
    .filter(({ documentNumber }) => documentNumber !== null && numbers.includes(documentNumber))
    .flatMap(({ eventKeys }) => eventKeys);
  return [...statuses].flatMap(([key, status]) => {
    if (['synced', 'never-synced', 'handled-outside'].includes(status)) return [];
    const named = causes.get(key) ?? [];
    if (named.length === 0) return [`${key} is ${status} beside what is never answered`];
    const isUnanswered = named.some(isSaid);
    return isUnanswered && !never.includes(key) ? [`${key} waits for an answer, and QuickBooks gives it one`] : [];
  });
}
