// The owner, over what came after posting: decides drifts, takes new versions of events, and posts periods again. What he chose is kept for the auditor.
import { isDeepStrictEqual } from 'node:util';
import type { PeriodChoice } from '../../src/pipeline/period-port.ts';
import type { EventJson } from './draw-events.ts';
import type { Shop } from './shop.ts';

const who = 'owner';

type Choice = 'accept-theirs' | 'put-ours-back';

/** Of each that is open; null: nothing for now. */
export async function decideDrift(
  shop: Shop,
  choices: readonly (Choice | null)[] = ['accept-theirs', 'put-ours-back', null],
): Promise<void> {
  const { books, random, touched, moved } = shop;
  const { drift } = await books.drift({ settled: false, cursor: null, limit: 100 });
  for (const { id, state, quickbooksId, syncToken } of drift) {
    const choice = random.pick(choices);
    if (state !== 'open' || choice === null) continue;
    const entry = touched.get(quickbooksId);
    if (entry === undefined && moved.has(quickbooksId)) {
      // A merge that its own entry alone cannot tell from an edit: whatever is decided, it stays on the account that is left.
      await books.decideDrift({ id, choice, syncToken }, who);
      continue;
    }
    if (entry === undefined) throw new Error(`A drift is said to be of entry ${quickbooksId}, which nobody touched.`);
    if (!(await books.decideDrift({ id, choice, syncToken }, who)).ok) continue;
    if (choice === 'put-ours-back') entry.isAskedBack = true;
    else if (entry.left.has(syncToken)) entry.inForce = entry.left.get(syncToken) ?? null;
    // Listed for a merge, before anybody laid hands on it.
    else if (moved.has(quickbooksId) && entry.original.syncToken === syncToken) entry.inForce = entry.original;
    else throw new Error(`Of entry ${quickbooksId} something was accepted that nobody left there.`);
    if (choice === 'accept-theirs') entry.sentBy = await sentUntilNow(shop);
  }
}

/** Ids of postings, whatever became of them. */
async function sentUntilNow({ database, companyId, scheduler, actor }: Shop): Promise<ReadonlySet<string>> {
  const { rows } = await scheduler.step(actor, 'notes what was sent', () =>
    database.query<{ id: string }>(
      `select posting_id as id from tillbook.posting
       where company_id = $1 and (request_id is not null or found_there or state = 'accepted')`,
      [companyId],
    ),
  );
  return new Set(rows.map(({ id }) => id));
}

/** Of an event that came with other content, the last of that. */
export async function takeVersion(shop: Shop): Promise<void> {
  const { books, random, others, given, standing, replaced } = shop;
  if (others.size === 0) return;
  const key = random.pick([...others.keys()]);
  const { events } = await books.listEvents({ limit: 500 });
  const id = events.find((event) => event.key === key)?.id ?? '';
  const content = (await books.event(id))?.otherContents.at(-1);
  if (content === undefined) return;
  const taken = await books.takeVersion({ id, contentId: content.id }, who);
  if (!taken.ok) return;
  const event = others.get(key)?.find((other) => isDeepStrictEqual(other, content.body));
  if (event === undefined) throw new Error(`${key} has other content that no till sent.`);
  const before = standing.get(key) ?? key;
  if (taken.reversed) given.set(`reversal/${taken.version}/${key}`, reversalOf(shop, before));
  else replaced.add(before);
  given.set(`version/${taken.version}/${key}`, event);
  standing.set(key, `version/${taken.version}/${key}`);
}

/** As it is shown, and nothing else; what has changed since it was shown is let be. */
export async function repost({ books }: Shop, choice: PeriodChoice): Promise<void> {
  const shown = await books.previewPeriod(choice, { cursor: null, limit: 1 });
  if (shown.ok && shown.changing > 0) await books.repostPeriod(choice, { token: shown.token, who });
}

export async function cancelRepost({ books }: Shop): Promise<void> {
  const running = (await books.reposts()).find(({ state }) => state === 'running');
  if (running !== undefined) await books.cancelRepost(running.id, who);
}

export const allDays: PeriodChoice = { from: '2026-01-01', to: '2027-12-31', locations: null, kinds: null };

/** Where anything was mapped anew, everything is had under the mapping of now. */
export async function repostAll({ books, plan }: Shop): Promise<void> {
  if (plan.remapped.length === 0) return;
  const shown = await books.previewPeriod(allDays, { cursor: null, limit: 1 });
  if (!shown.ok) throw new Error(`No period can be looked at: ${shown.message}`);
  if (shown.changing === 0) return;
  const asked = await books.repostPeriod(allDays, { token: shown.token, who });
  if (!asked.ok) throw new Error(`Nothing is posted again: ${asked.message}`);
}

function reversalOf({ given }: Shop, before: string): EventJson {
  const event = given.get(before);
  if (event === undefined) throw new Error(`${before} was never given.`);
  const { kind, sourceId, businessDate, location } = event;
  return { kind, sourceId, businessDate, location, reverses: before };
}
