// Draws what QuickBooks gives no usable answer to in a company, however often it is sent, while it takes other entries: one of them, or each change of those that are there.
import type { Step } from './deeds.ts';
import { drawEvents, type EventJson, keyOf, money, source } from './draw-events.ts';
import type { Random } from './random.ts';

export interface NeverAnswered {
  /** `changes`: what is written over an entry that QuickBooks holds, where ours is put back or a period is posted again. */
  readonly of: 'entry' | 'changes';
  /** Whose entry it is, or that of its day; of changes, one beside which they are asked for. */
  readonly event: EventJson;
  /** What becomes of the calls that carry it, as a bad day of the local QuickBooks; with `batch`, of all that goes together with it. */
  readonly fault: Readonly<Record<string, unknown>>;
  readonly calls: readonly (typeof both)[number][];
  /** So long nothing else is sold, once all else is well: nothing tells it from an outage then. */
  readonly quietMs: number;
}

export interface DrawnNeverAnswered {
  readonly neverAnswered: NeverAnswered;
  readonly steps: readonly Step[];
}

const entryChance = 0.05;
/** Where no entry is drawn. */
const changesChance = 0.04;
const minuteMs = 60_000;
/** Longer than it takes to be sent in vain three times. */
const longMs = 45 * minuteMs;
const both = ['journalentry', 'batch'] as const;
/** Beyond those of all other events. */
const ownNumber = 500;
const firstOfOthers = 2001;

export function drawNeverAnswered(random: Random, date: string): DrawnNeverAnswered | null {
  if (random.chance(entryChance)) return drawEntry(random, date);
  // From a stream of its own, so that all other worlds are as they would be without.
  const changing = random.fork('changes');
  return changing.chance(changesChance) ? drawChanges(changing, date) : null;
}

/** Somebody changes entries, and ours are put back in vain. */
function drawChanges(random: Random, date: string): DrawnNeverAnswered {
  const event = drawOwn(random, date);
  const touched = Array.from({ length: random.whole(1, 3) }, (): Step => ({ deed: { does: 'touch', how: 'amount' } }));
  return {
    neverAnswered: {
      ...{ of: 'changes', event, calls: ['journalentry'] },
      fault: random.pick([drawBroken(random), { fault: 'drop-before-write' }]),
      quietMs: random.pick([minuteMs, longMs]),
    },
    steps: [
      { deed: { does: 'leave-unanswered' } },
      { deed: { does: 'deliver', events: [event] } },
      ...touched,
      { deed: { does: 'decide-drift' }, afterMs: random.whole(1, 16) * minuteMs },
    ],
  };
}

const drawOwn = (random: Random, date: string): EventJson =>
  random.pick(drawEvents(random, { count: 1, dates: [date], firstNumber: ownNumber }));

const drawBroken = (random: Random) => ({ fault: 'error-before-write', status: random.pick([500, 502, 503, 504]) });

/** It comes in before anybody knows of it, now and then with its void; and what else is sold some time later. */
function drawEntry(random: Random, date: string): DrawnNeverAnswered {
  const event = drawOwn(random, date);
  const broken = drawBroken(random);
  const others = Array.from({ length: random.pick([0, 0, 3, 4]) }, (_, number) => number);
  return {
    neverAnswered: {
      ...{ of: 'entry', event },
      ...random.pick([
        { calls: ['journalentry'] as const, fault: broken },
        { calls: ['journalentry'] as const, fault: broken },
        { calls: both, fault: broken },
        { calls: both, fault: { fault: 'drop-before-write' } },
      ]),
      quietMs: random.pick([minuteMs, longMs]),
    },
    steps: [
      { deed: { does: 'leave-unanswered' } },
      { deed: { does: 'deliver', events: [event, ...(random.chance(0.3) ? [voidOf(event)] : [])] } },
      ...others.map(
        (number): Step => ({
          deed: { does: 'deliver', events: [otherEvent(event, number)] },
          afterMs: random.whole(8, 16) * minuteMs,
        }),
      ),
      ...(random.chance(0.2) ? [{ deed: { does: 'retry-failed' } as const }] : []),
    ],
  };
}

function voidOf(event: EventJson): EventJson {
  const { kind, location, businessDate, occurredAt, sourceId } = event;
  return { source, kind, location, businessDate, occurredAt, sourceId: `${sourceId}-void`, reverses: keyOf(event) };
}

/** Something else that was sold on the same day. */
export function otherEvent({ businessDate, occurredAt, location }: EventJson, number: number): EventJson {
  const amount = money(1_000 + number);
  const header = { source, businessDate, occurredAt, location, sourceId: String(firstOfOthers + number) };
  return { ...header, kind: 'customer-deposit', paymentType: 'cash', amount };
}
