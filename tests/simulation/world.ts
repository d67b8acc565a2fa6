// What a seed draws: companies, their events, when each reaches Tillbook, what people do meanwhile and after, and what goes wrong.
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
  | { readonly does: 'retry-one' | 'take-out' | 'keep-first' | 'take-version' | 'send-past' }
  | { readonly does: 'close-policy'; readonly policy: ClosedPolicy }
  | { readonly does: 'decide-closed'; readonly choice: 'first-open-day' | 'wait' }
  | { readonly does: 'decide-drift' };

/** By its accountant, or by QuickBooks itself. */
export type QuickbooksDeed =
  | { readonly does: 'close-books'; readonly until: string | null }
  | { readonly does: 'activate' | 'deactivate'; readonly label: string }
  | { readonly does: 'lapse' | 'renew' | 'revoke' | 'expire-access' | 'expire-refresh' | 'rotate' | 'forget-requests' }
  | { readonly does: 'bad-day'; readonly rules: readonly Readonly<Record<string, unknown>>[] }
  /** Enters something of their own under a number of ours: `exactly`, a copy of our entry. */
  | { readonly does: 'reuse-number'; readonly exactly: boolean }
  /** Does something to one of our entries. */
  | { readonly does: 'touch'; readonly how: Touch };

export type Deed = BooksDeed | QuickbooksDeed;

export const touches = ['amount', 'account', 'date', 'number', 'marker', 'words', 'delete', 'undo', 'match'] as const;
/** What an accountant does to an entry: `words` are their own affair, and `undo` has it as it was. */
export type Touch = (typeof touches)[number];

/** What becomes of entries in a closed period. */
export const closedPolicies = ['hold', 'first-open-day', 'ask'] as const;
export type ClosedPolicy = (typeof closedPolicies)[number];

export interface PlannedCompany {
  readonly number: number;
  readonly mode: Mode;
  readonly gross: boolean;
  readonly graceDays: number;
  readonly closedPolicy: ClosedPolicy;
  /** Until when the books are closed in the end, when all else is put right; null: they are open. */
  readonly closedAtEnd: string | null;
  readonly syncStart: string;
  readonly missing: readonly string[];
  readonly events: readonly EventJson[];
  readonly quickbooks: Readonly<Record<string, unknown>>;
  readonly script: readonly { readonly atMs: number; readonly deed: Deed }[];
}

/** A deed, and how long after the one before; left out: some time. */
interface Step {
  readonly deed: Deed;
  readonly afterMs?: number;
}

export interface World {
  readonly startMs: number;
  readonly companies: readonly PlannedCompany[];
  readonly workers: number;
  readonly lanesAtOnce: number;
  /** 0: everything goes well. */
  readonly badness: number;
  /** How long an answer takes at most, where nothing goes wrong. */
  readonly quickMs: number;
}

const startMs = Date.parse('2026-11-20T15:00:00Z');
const dates = ['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21'] as const;
const minuteMs = 60_000;

export function drawWorld(seed: number): World {
  const random = createRandom(`world ${seed}`);
  const lengthMs = random.pick([5, 20, 60, 180, 3 * 24 * 60]) * minuteMs;
  return {
    startMs,
    workers: random.whole(1, 3),
    lanesAtOnce: random.whole(1, 2),
    badness: random.pick([0, 0.3, 1, 1, 2]),
    quickMs: random.pick([300, 300, 300, 20]),
    companies: Array.from({ length: random.pick([1, 1, 2, 3]) }, (_, number) =>
      drawCompany(random.fork(`company ${number}`), { number, lengthMs }),
    ),
  };
}

function drawCompany(random: Random, of: { number: number; lengthMs: number }): PlannedCompany {
  const isRush = random.chance(0.15);
  const events = drawEvents(random.fork('events'), { count: isRush ? 40 : random.pick([3, 6, 10, 25]), dates });
  const deliveries = isRush ? [rushOf(random, events)] : drawDeliveries(random, events);
  const groups = [...deliveries, ...drawTroubles(random).map(stepsOf), ...drawChanges(random).map(stepsOf)];
  return {
    number: of.number,
    mode: random.pick(['per-event', 'per-event', 'daily-summary']),
    gross: random.chance(0.3),
    graceDays: random.pick([0, 0, 1]),
    closedPolicy: random.pick(closedPolicies),
    closedAtEnd: random.chance(0.2) ? random.pick(dates) : null,
    syncStart: random.chance(0.2) ? dates[1] : dates[0],
    missing: random.shuffled(chart.map(({ label }) => label)).slice(0, random.pick([0, 0, 2, 6])),
    events,
    quickbooks: {
      replayFaults: random.chance(0.3),
      repeatedRequestId: random.chance(0.2) ? 'fault-600' : 'replay',
      warnDuplicateJournalNumber: random.chance(0.2),
      throttleBody: random.pick(['json', 'json-lower', 'xml']),
    },
    script: groups.flatMap((steps) => timed(random, { steps, lengthMs: of.lengthMs })).sort((a, b) => a.atMs - b.atMs),
  };
}

/** In batches and out of order; some come twice, some a second time with other content. */
function drawDeliveries(random: Random, events: readonly EventJson[]): readonly (readonly Step[])[] {
  const coming = [...events];
  for (const event of events) {
    if (random.chance(0.15)) coming.push(event);
    if (random.chance(0.06)) coming.push(changed(random, event));
  }
  const shuffled = random.chance(0.5) ? random.shuffled(coming) : coming;
  const deliveries: (readonly Step[])[] = [];
  while (shuffled.length > 0) {
    deliveries.push(drawCompanions(random, { does: 'deliver', events: shuffled.splice(0, random.whole(1, 8)) }));
  }
  return deliveries;
}

/** What goes wrong just as something is to be sent. */
function drawCompanions(random: Random, deliver: Deed): readonly Step[] {
  const soon = () => random.whole(0, 100);
  const chance = random.unit();
  if (chance < 0.25) {
    const call = random.pick(['journalentry', 'batch']);
    const rules = [call, 'journalentry', 'batch'].map((one) => ({ ...drawRule(random), call: one, skip: 0 }));
    return [{ deed: { does: 'bad-day', rules } }, { deed: deliver, afterMs: soon() }];
  }
  if (chance < 0.35) {
    const imports: Deed = { does: 'import-accounts' };
    return [
      { deed: { does: 'expire-access' } },
      { deed: deliver, afterMs: soon() },
      { deed: imports, afterMs: soon() },
    ];
  }
  if (chance < 0.45) {
    return [
      { deed: lostCalls },
      { deed: deliver, afterMs: soon() },
      { deed: { does: 'reuse-number', exactly: false }, afterMs: random.whole(1_000, 5 * minuteMs) },
      // Longer than request ids are relied on: what became of it is looked up.
      { deed: { does: 'retry-failed' }, afterMs: 14 * minuteMs },
      { deed: { does: 'bad-day', rules: [] }, afterMs: soon() },
    ];
  }
  return [{ deed: deliver }];
}

/** One at a time, each before the one before may be through. */
function rushOf(random: Random, events: readonly EventJson[]): readonly Step[] {
  return events.map((event) => ({ deed: { does: 'deliver', events: [event] }, afterMs: random.whole(5, 60) }));
}

const stepsOf = (deeds: readonly Deed[]): readonly Step[] => deeds.map((deed) => ({ deed }));

/** The same key with something else in it. */
function changed(random: Random, event: EventJson): EventJson {
  const { payments } = event;
  if (Array.isArray(payments) && random.chance(0.7)) {
    return { ...event, payments: payments.map((payment: object) => ({ ...payment, paymentType: 'gift' })) };
  }
  if (event.reverses !== undefined || event.amount === undefined) return { ...event, memo: 'Corrected' };
  return { ...event, amount: money(random.whole(1, 9999)) };
}

/** The first at any time, and what follows from it some time later. */
function timed(random: Random, of: { steps: readonly Step[]; lengthMs: number }): PlannedCompany['script'] {
  let atMs = random.whole(0, of.lengthMs);
  return of.steps.map(({ deed, afterMs }, index) => {
    const someTime = random.whole(1_000, random.pick([30_000, 3 * minuteMs, 15 * minuteMs]));
    if (index > 0) atMs += afterMs ?? someTime;
    return { atMs, deed };
  });
}

/** What people do with what is posted: the accountant in QuickBooks, and the owner in Tillbook about it. */
function drawChanges(random: Random): readonly (readonly Deed[])[] {
  return Array.from({ length: random.pick([0, 0, 4, 10]) }, () => {
    const touch: Deed = { does: 'touch', how: random.pick(touches) };
    return random.pick<() => readonly Deed[]>([
      () => [touch],
      () => [touch, { does: 'decide-drift' }],
      () => [touch, { does: 'touch', how: random.pick(touches) }, { does: 'decide-drift' }],
      () => [{ does: 'take-version' }],
      () => [{ does: 'close-policy', policy: random.pick(closedPolicies) }],
      () => [
        { does: 'close-books', until: random.pick(dates) },
        { does: 'decide-closed', choice: random.pick(['first-open-day', 'wait']) },
        { does: 'close-books', until: random.pick([null, ...dates]) },
      ],
    ])();
  });
}

function drawTroubles(random: Random): readonly (readonly Deed[])[] {
  return Array.from({ length: random.pick([0, 3, 8, 15]) }, () => drawTrouble(random));
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
    () => [
      lostCalls,
      { does: 'reuse-number', exactly: false },
      { does: 'bad-day', rules: [] },
      { does: 'retry-failed' },
    ],
    () => [
      lostCalls,
      { does: 'reuse-number', exactly: false },
      { does: 'bad-day', rules: [] },
      { does: 'retry-one' },
      { does: 'take-out' },
    ],
  ])();
}

/** Everything is sent, and nothing arrives. */
const lostCalls: Deed = {
  does: 'bad-day',
  rules: [
    { call: 'journalentry', fault: 'drop-before-write' },
    { call: 'batch', fault: 'drop-before-write' },
  ],
};

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
