// Draws the one entry of a company that QuickBooks gives no usable answer to, however often it is sent, while it takes others.
import type { Step } from './deeds.ts';
import { drawEvents, type EventJson, keyOf, money, source } from './draw-events.ts';
import type { Random } from './random.ts';

export interface NeverAnswered {
  /** Whose entry it is, or that of its day. */
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

const neverAnsweredChance = 0.05;
const minuteMs = 60_000;
/** Longer than it takes to be sent in vain three times. */
const longMs = 45 * minuteMs;
const both = ['journalentry', 'batch'] as const;
/** Beyond those of all other events. */
const ownNumber = 500;
const firstOfOthers = 2001;

/** It comes in before anybody knows of it, now and then with its void; and what else is sold some time later. */
export function drawNeverAnswered(random: Random, date: string): DrawnNeverAnswered | null {
  if (!random.chance(neverAnsweredChance)) return null;
  const event = random.pick(drawEvents(random, { count: 1, dates: [date], firstNumber: ownNumber }));
  const broken = { fault: 'error-before-write', status: random.pick([500, 502, 503, 504]) };
  const others = Array.from({ length: random.pick([0, 0, 3, 4]) }, (_, number) => number);
  return {
    neverAnswered: {
      event,
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
