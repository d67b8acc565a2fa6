// Says what recording would do with events, and records none: the same checks, and what stands under the same keys.
import { type EventAmount, eventAmount } from '../events/event-amount.ts';
import type { ParsingContext } from '../events/parse-event.ts';
import type { RecentKeys } from '../events/recent-keys.ts';
import type { CheckResult } from './company-books.ts';
import { eventAmounts } from './event-amounts.ts';
import { recordingContext } from './event-context.ts';
import type { PipelinePorts } from './ports.ts';
import { parseInputs } from './record-events.ts';

/** What was in the events that were checked before these, by key: two of one file may be the same, too. */
export type EarlierEvents = RecentKeys;

export async function checkEvents(
  ports: Pick<PipelinePorts, 'storage'>,
  companyId: string,
  of: { readonly inputs: readonly unknown[]; readonly earlier: EarlierEvents },
): Promise<readonly CheckResult[]> {
  return ports.storage.transaction(companyId, async (store) => {
    const context = await recordingContext(store, await store.company.read());
    const parsed = parseInputs(of.inputs, context);
    const stored = await store.events.byKeys(parsed.given.map(({ event }) => event.key));
    const standing = new Map([...stored].map(([key, { digest }]) => [key, contentOf(digest)]));
    const keys = new Map([...stored].map(([key, { id }]) => [id, key]));
    const contents = await store.events.contentsTaken([...keys.keys()]);
    const taken = new Set(contents.map(({ eventId, digest }) => nameOf(keys.get(eventId) ?? '', contentOf(digest))));
    const given = parsed.given.map(({ event }) => event);
    const amounts = await eventAmounts(store, given, context);
    return judge(parsed, { standing, taken, amounts, earlier: of.earlier });
  });
}

/** Where there are no books yet. */
export function checkWithoutBooks(
  inputs: readonly unknown[],
  of: { readonly context: ParsingContext; readonly earlier: EarlierEvents },
): readonly CheckResult[] {
  const parsed = parseInputs(inputs, of.context);
  const known = new Map(parsed.given.map(({ event }) => [event.key, event]));
  const amounts = new Map([...known].map(([key, event]) => [key, eventAmount(event, known)]));
  return judge(parsed, { standing: new Map(), taken: new Set(), amounts, earlier: of.earlier });
}

function judge(
  parsed: ReturnType<typeof parseInputs>,
  of: {
    standing: ReadonlyMap<string, number>;
    /** Other contents that became versions. */
    taken: ReadonlySet<string>;
    amounts: ReadonlyMap<string, EventAmount>;
    earlier: EarlierEvents;
  },
): readonly CheckResult[] {
  const results: CheckResult[] = parsed.invalid.map(({ index, key, problems }) => {
    return { index, key, status: 'invalid', problems, event: null };
  });
  for (const { index, event, digest } of parsed.given) {
    const { key } = event;
    const stands = of.standing.get(key) ?? of.earlier.get(key);
    if (stands === undefined) of.earlier.set(key, contentOf(digest));
    const isKnown = stands === contentOf(digest) || of.taken.has(nameOf(key, contentOf(digest)));
    const status = stands === undefined ? 'new' : isKnown ? 'duplicate' : 'conflict';
    const { kind, number, businessDate, location } = event;
    const { currency, amountMinor } = of.amounts.get(key) ?? eventAmount(event);
    const checked = { kind, number, businessDate, location, currency, amountMinor };
    results.push({ index, key, status, problems: [], event: checked });
  }
  return results.sort((a, b) => a.index - b.index);
}

const nameOf = (key: string, content: number): string => JSON.stringify([key, content]);

/** As much of a digest as a number holds exactly. */
const contentOf = (digest: Buffer): number => digest.readUIntBE(0, 6);
