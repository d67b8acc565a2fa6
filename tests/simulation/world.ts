// What a seed draws: companies, how they are set up, their events, and what is done in them when.
import { batchSizeMax } from '../../src/posting/limits.ts';
import { chart } from './chart.ts';
import { type ClosedPolicy, closedPolicies, type Deed, type Merge, type Mode, type Step } from './deeds.ts';
import {
  dates,
  drawChanges,
  drawDeliveries,
  drawMerges,
  drawMovedUnheard,
  drawMoves,
  drawReposts,
  drawTroubles,
  minuteMs,
  rushOf,
  stepsOf,
  stepsOfMerge,
} from './draw-deeds.ts';
import { drawEvents, type EventJson, inThousandths } from './draw-events.ts';
import { drawNeverAnswered, type NeverAnswered } from './draw-never-answered.ts';
import { createRandom, type Random } from './random.ts';

export interface PlannedCompany {
  readonly number: number;
  /** Of its books, and of all of its events: with two decimals or with three. */
  readonly currency: 'USD' | 'KWD';
  /** Entries may go in batches from the start: its first half minute with this connection is over. */
  readonly hasBegun: boolean;
  readonly mode: Mode;
  readonly gross: boolean;
  readonly graceDays: number;
  readonly closedPolicy: ClosedPolicy;
  /** Until when the books are closed in the end, when all else is put right; null: they are open. */
  readonly closedAtEnd: string | null;
  readonly syncStart: string;
  readonly missing: readonly string[];
  /** What is mapped anew at some time; nothing: nothing is posted again. */
  readonly remapped: readonly string[];
  /** What the accountant merges at some time. */
  readonly merges: readonly Merge[];
  /** Lines are tracked by department and class. */
  readonly tracks: boolean;
  readonly events: readonly EventJson[];
  /** What QuickBooks gives no usable answer to, from some time on until it heals. */
  readonly neverAnswered: NeverAnswered | null;
  readonly quickbooks: Readonly<Record<string, unknown>>;
  readonly script: readonly { readonly atMs: number; readonly deed: Deed }[];
}

export interface World {
  readonly startMs: number;
  readonly companies: readonly PlannedCompany[];
  readonly workers: number;
  readonly lanesAtOnce: number;
  /** Of small ones, several are under way at once. */
  readonly batchSize: number;
  /** 0: everything goes well. */
  readonly badness: number;
  /** How long an answer takes at most, where nothing goes wrong. */
  readonly quickMs: number;
}

const labels = chart.map(({ label }) => label);
const remapChance = 0.25;
const tracksChance = 0.3;
/** Before the end: it is sent again all the while. */
const neverAnsweredMsMax = 20 * minuteMs;
const dinarChance = 0.2;

const startMs = Date.parse('2026-11-20T15:00:00Z');

export function drawWorld(seed: number): World {
  const random = createRandom(`world ${seed}`);
  const lengthMs = random.pick([5, 20, 60, 180, 3 * 24 * 60]) * minuteMs;
  return {
    startMs,
    workers: random.whole(1, 3),
    lanesAtOnce: random.whole(1, 2),
    batchSize: random.fork('batches').pick([batchSizeMax, 2, 2, 3]),
    badness: random.pick([0, 0.3, 1, 1, 2]),
    quickMs: random.pick([300, 300, 300, 20]),
    companies: Array.from({ length: random.pick([1, 1, 1, 2]) }, (_, number) =>
      drawCompany(random.fork(`company ${number}`), { number, lengthMs }),
    ),
  };
}

function drawCompany(random: Random, of: { number: number; lengthMs: number }): PlannedCompany {
  const isRush = random.chance(0.1);
  const inCents = drawEvents(random.fork('events'), { count: isRush ? 30 : random.pick([2, 4, 6, 12]), dates });
  const currency = random.fork('currency').chance(dinarChance) ? 'KWD' : 'USD';
  const events = currency === 'KWD' ? inCents.map(inThousandths) : inCents;
  const moved = drawMovedUnheard(random.fork('moved unheard'), events);
  const others = events.filter((event) => !moved.events.includes(event));
  const remapped = random.chance(remapChance) ? random.shuffled(labels).slice(0, random.whole(6, 24)) : [];
  const tracks = random.chance(tracksChance);
  const atOnce = random.fork('at once').chance(0.5) ? 'many' : 'few';
  const anywhen = [
    ...(isRush ? [rushOf(random, others)] : drawDeliveries(random, { events: others, atOnce })),
    ...drawTroubles(random, { tracks }).map(stepsOf),
    ...drawChanges(random).map(stepsOf),
    ...(moved.steps.length > 0 ? [moved.steps] : []),
  ];
  // From streams of their own, so that the worlds in which there are none are as they would be without.
  const merging = random.fork('merges');
  const merges = drawMerges(merging, { labels, remapped });
  const merged = merges.map((merge) => timed(merging, { steps: stepsOfMerge(merging, merge), lengthMs: of.lengthMs }));
  const moving = random.fork('moves');
  const moves = timed(moving, { steps: drawMoves(moving), fromMs: of.lengthMs / 4, lengthMs: of.lengthMs });
  const never = random.fork('never answered');
  const neverAnswered = drawNeverAnswered(never, dates[1]);
  const fromMs = Math.max(0, of.lengthMs - neverAnsweredMsMax);
  const unanswered = timed(never, { steps: neverAnswered?.steps ?? [], fromMs, lengthMs: of.lengthMs });
  const reposts = remapped.length > 0 ? drawReposts(random, remapped).map(stepsOf) : [];
  return {
    ...{ number: of.number, currency },
    hasBegun: random.fork('begun').chance(0.6),
    mode: random.pick(['per-event', 'per-event', 'daily-summary']),
    gross: random.chance(0.3),
    graceDays: random.pick([0, 0, 1]),
    closedPolicy: random.pick(closedPolicies),
    closedAtEnd: random.chance(0.2) ? random.pick(dates) : null,
    syncStart: random.chance(0.2) ? dates[1] : dates[0],
    missing: random.shuffled(labels).slice(0, random.pick([0, 0, 2, 6])),
    ...{ remapped, merges, tracks, events },
    neverAnswered: neverAnswered?.neverAnswered ?? null,
    quickbooks: {
      replayFaults: random.chance(0.3),
      repeatedRequestId: random.chance(0.2) ? 'fault-600' : 'replay',
      warnDuplicateJournalNumber: random.chance(0.2),
      throttleBody: random.pick(['json', 'json-lower', 'xml']),
      mergedTransactions: merging.pick(['kept', 'changed']),
      mergedAccount: merging.pick(['inactive', 'gone']),
    },
    script: [
      ...anywhen.flatMap((steps) => timed(random, { steps, lengthMs: of.lengthMs })),
      ...reposts.flatMap((steps) => timed(random, { steps, fromMs: of.lengthMs / 3, lengthMs: of.lengthMs })),
      ...merged.flat(),
      ...moves,
      ...unanswered,
    ].sort((a, b) => a.atMs - b.atMs),
  };
}

/** The first at any time, and what follows from it some time later. */
function timed(
  random: Random,
  of: { steps: readonly Step[]; fromMs?: number; lengthMs: number },
): PlannedCompany['script'] {
  let atMs = random.whole(of.fromMs ?? 0, of.lengthMs);
  return of.steps.map(({ deed, afterMs }, index) => {
    const someTime = random.whole(1_000, random.pick([30_000, 3 * minuteMs, 15 * minuteMs]));
    if (index > 0) atMs += afterMs ?? someTime;
    return { atMs, deed };
  });
}
