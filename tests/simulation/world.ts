// What a seed draws: companies, their events, when each reaches Tillbook, what people do meanwhile, and what goes wrong.
import { chart } from './chart.ts';
import { drawEvents, type EventJson, money } from './draw-events.ts';
import { createRandom, type Random } from './random.ts';

export type Mode = 'per-event' | 'daily-summary';

/** What is done in a company at a time: by a till or its owner. */
export type BooksDeed =
  | { readonly does: 'deliver'; readonly events: readonly EventJson[] }
  | { readonly does: 'map'; readonly labels: readonly string[] }
  | { readonly does: 'switch-mode'; readonly mode: Mode; readonly from: string | null }
  | { readonly does: 'pause-sync' | 'start-sync' | 'import-accounts' | 'reconnect' | 'disconnect' | 'retry-failed' }
  | { readonly does: 'retry-one' | 'take-out' | 'keep-first' | 'send-past' };

/** By its accountant, or by QuickBooks itself. */
export type QuickbooksDeed =
  | { readonly does: 'close-books'; readonly until: string | null }
  | { readonly does: 'activate' | 'deactivate'; readonly label: string }
  | { readonly does: 'lapse' | 'renew' | 'revoke' | 'expire-access' | 'expire-refresh' | 'rotate' | 'forget-requests' }
  | { readonly does: 'bad-day'; readonly rules: readonly Readonly<Record<string, unknown>>[] }
  /** Enters something of their own under a number of ours: `exactly`, a copy of our entry. */
  | { readonly does: 'reuse-number'; readonly exactly: boolean };

export type Deed = BooksDeed | QuickbooksDeed;

export interface PlannedCompany {
  readonly number: number;
  readonly mode: Mode;
  readonly gross: boolean;
  readonly graceDays: number;
  readonly syncStart: string;
  readonly missing: readonly string[];
  readonly events: readonly EventJson[];
  readonly quickbooks: Readonly<Record<string, unknown>>;
  readonly script: readonly { readonly atMs: number; readonly deed: Deed }[];
}

export interface World {
  readonly startMs: number;
  readonly companies: readonly PlannedCompany[];
  readonly workers: number;
  readonly lanesAtOnce: number;
  /** 0: everything goes well. */
  readonly badness: number;
}

const startMs = Date.parse('2026-11-20T15:00:00Z');
const dates = ['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21'] as const;
const minuteMs = 60_000;

export function drawWorld(seed: number): World {
  const random = createRandom(`world ${seed}`);
  const lengthMs = random.pick([5, 20, 60, 180]) * minuteMs;
  return {
    startMs,
    workers: random.whole(1, 3),
    lanesAtOnce: random.whole(1, 2),
    badness: random.pick([0, 0.3, 1, 1, 2]),
    companies: Array.from({ length: random.pick([1, 1, 2, 3]) }, (_, number) =>
      drawCompany(random.fork(`company ${number}`), { number, lengthMs }),
    ),
  };
}

function drawCompany(random: Random, of: { number: number; lengthMs: number }): PlannedCompany {
  const events = drawEvents(random.fork('events'), { count: random.pick([3, 6, 10, 25]), dates });
  const deeds = [...drawDeliveries(random, events), ...drawTroubles(random)];
  return {
    number: of.number,
    mode: random.pick(['per-event', 'per-event', 'daily-summary']),
    gross: random.chance(0.3),
    graceDays: random.pick([0, 0, 1]),
    syncStart: random.chance(0.2) ? dates[1] : dates[0],
    missing: random.shuffled(chart.map(({ label }) => label)).slice(0, random.pick([0, 0, 2, 6])),
    events,
    quickbooks: {
      replayFaults: random.chance(0.3),
      repeatedRequestId: random.chance(0.2) ? 'fault-600' : 'replay',
      warnDuplicateJournalNumber: random.chance(0.2),
      throttleBody: random.pick(['json', 'json-lower', 'xml']),
    },
    script: deeds.map((deed) => ({ atMs: random.whole(0, of.lengthMs), deed })).sort((a, b) => a.atMs - b.atMs),
  };
}

/** In batches and out of order; some come twice, some a second time with other content. */
function drawDeliveries(random: Random, events: readonly EventJson[]): readonly Deed[] {
  const coming = [...events];
  for (const event of events) {
    if (random.chance(0.15)) coming.push(event);
    if (random.chance(0.06)) coming.push(changed(random, event));
  }
  const shuffled = random.chance(0.5) ? random.shuffled(coming) : coming;
  const deliveries: Deed[] = [];
  while (shuffled.length > 0) deliveries.push({ does: 'deliver', events: shuffled.splice(0, random.whole(1, 8)) });
  return deliveries;
}

/** The same key with something else in it. */
function changed(random: Random, event: EventJson): EventJson {
  if (event.reverses !== undefined || event.amount === undefined) return { ...event, memo: 'Corrected' };
  return { ...event, amount: money(random.whole(1, 9999)) };
}

function drawTroubles(random: Random): readonly Deed[] {
  const deeds: Deed[] = [];
  for (let count = random.pick([0, 3, 8, 15]); count > 0; count -= 1) deeds.push(...drawTrouble(random));
  return deeds;
}

function drawTrouble(random: Random): readonly Deed[] {
  const label = random.pick(chart).label;
  return random.pick<() => readonly Deed[]>([
    () => [{ does: 'bad-day', rules: [drawRule(random)] }],
    () => [{ does: 'bad-day', rules: [drawRule(random), drawRule(random)] }],
    () => [{ does: 'bad-day', rules: [drawTokenRule(random)] }, { does: 'expire-access' }],
    () => [{ does: 'bad-day', rules: [] }],
    () => [{ does: 'map', labels: random.shuffled(chart.map((one) => one.label)).slice(0, 8) }],
    () => [
      { does: 'switch-mode', mode: random.pick(['per-event', 'daily-summary']), from: random.pick([null, ...dates]) },
    ],
    () => [{ does: 'pause-sync' }, { does: 'start-sync' }],
    () => [
      { does: random.pick(['import-accounts', 'send-past', 'keep-first', 'retry-failed', 'retry-one', 'take-out']) },
    ],
    () => [{ does: 'retry-one' }, { does: 'take-out' }],
    () => [{ does: 'disconnect' }, { does: 'reconnect' }],
    () => [{ does: random.pick(['revoke', 'expire-refresh']) }, { does: 'reconnect' }],
    () => [{ does: random.pick(['expire-access', 'rotate']) }],
    () => [
      { does: 'close-books', until: random.pick(dates) },
      { does: 'close-books', until: null },
    ],
    () => [
      { does: 'deactivate', label },
      { does: 'activate', label },
    ],
    () => [{ does: 'lapse' }, { does: 'renew' }],
    () => [{ does: 'forget-requests' }],
    () => [{ does: 'reuse-number', exactly: random.chance(0.5) }],
  ])();
}

const howOften = (random: Random) => ({
  probability: random.pick([0.3, 0.7, 1]),
  times: random.whole(1, 6),
  seed: random.whole(0, 1_000_000),
  skip: random.whole(0, 2),
});

function drawRule(random: Random): Readonly<Record<string, unknown>> {
  const call = random.pick(['*', 'journalentry', 'journalentry', 'batch', 'query']);
  const evil = random.pick([
    { fault: 'drop-before-write' },
    { fault: 'drop-after-write' },
    { fault: 'truncate' },
    { fault: 'throttle' },
    { fault: 'ambiguous-6000' },
    { fault: 'error-before-write', status: random.pick([500, 502, 503, 504]) },
    { fault: 'error-after-write', status: random.pick([500, 502, 503, 504]) },
    { fault: 'error-after-write', code: random.pick(['3001', '10000']) },
    { fault: 'error-before-write', code: random.pick(['130', '150', '600', '2020', '3200', '6140', '6190', '6210']) },
  ]);
  return { call, ...evil, ...howOften(random) };
}

function drawTokenRule(random: Random): Readonly<Record<string, unknown>> {
  const fault = random.pick([
    'drop-before-write',
    'drop-after-write',
    'truncate',
    'throttle',
    'error-before-write',
    'error-after-write',
  ]);
  return { call: 'token', fault, ...howOften(random), skip: 0 };
}
