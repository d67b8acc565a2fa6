// Draws what is done in a world: when events come, what goes wrong then and otherwise, and what people change.
import type { PeriodChoice } from '../../src/pipeline/period-port.ts';
import { chart, dimensions, labelOf, leftOf, otherOf } from './chart.ts';
import { closedPolicies, type Deed, type Merge, type Mode, type Step, touches } from './deeds.ts';
import { type EventJson, money } from './draw-events.ts';
import type { Random } from './random.ts';

export const dates = ['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21'] as const;
export const minuteMs = 60_000;
const mergeChance = 0.25;
const moveChance = 0.15;

/** Some at a time and out of order; some come twice, some a second time with other content. */
export function drawDeliveries(
  random: Random,
  { events, atOnce }: { readonly events: readonly EventJson[]; readonly atOnce: 'few' | 'many' },
): readonly (readonly Step[])[] {
  const [least, most] = atOnce === 'few' ? [1, 8] : [6, 30];
  const coming = [...events];
  for (const event of events) {
    if (random.chance(0.15)) coming.push(event);
    if (random.chance(0.06)) coming.push(changed(random, event));
  }
  const shuffled = random.chance(0.5) ? random.shuffled(coming) : coming;
  const deliveries: (readonly Step[])[] = [];
  while (shuffled.length > 0) {
    deliveries.push(drawCompanions(random, { does: 'deliver', events: shuffled.splice(0, random.whole(least, most)) }));
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
  if (chance < 0.52) {
    // Long enough to be tried again by one entry before.
    const renew: Step = { deed: { does: 'renew' }, afterMs: random.whole(16, 40) * minuteMs };
    return [{ deed: { does: 'lapse' } }, { deed: deliver, afterMs: soon() }, renew];
  }
  return [{ deed: deliver }];
}

/** Events whose entries are there, and changed, before Tillbook hears of them, and which then belong into others: they stay where they are. */
export function drawMovedUnheard(
  random: Random,
  events: readonly EventJson[],
): { readonly events: readonly EventJson[]; readonly steps: readonly Step[] } {
  if (!random.chance(0.3)) return { events: [], steps: [] };
  const some = random.shuffled(events).slice(0, 2);
  const rules = ['journalentry', 'batch'].map((call) => ({ call, fault: 'drop-after-write' }));
  const switchTo = (mode: Mode): Deed => ({ does: 'switch-mode', mode, from: null });
  const steps: readonly Step[] = [
    { deed: switchTo('per-event') },
    { deed: { does: 'bad-day', rules }, afterMs: random.whole(0, minuteMs) },
    { deed: { does: 'deliver', events: some }, afterMs: random.whole(0, minuteMs) },
    { deed: { does: 'touch', how: 'amount', unheard: true }, afterMs: random.whole(1, 8) * minuteMs },
    // Longer than request ids are relied on: what became of it is looked up.
    { deed: { does: 'bad-day', rules: [] }, afterMs: 14 * minuteMs },
    { deed: switchTo('daily-summary'), afterMs: random.whole(1, 10) * minuteMs },
    { deed: switchTo('per-event'), afterMs: random.whole(1, 10) * minuteMs },
  ];
  return { events: some, steps };
}

/** One at a time, each before the one before may be through. */
export function rushOf(random: Random, events: readonly EventJson[]): readonly Step[] {
  return events.map((event) => ({ deed: { does: 'deliver', events: [event] }, afterMs: random.whole(5, 60) }));
}

export const stepsOf = (deeds: readonly Deed[]): readonly Step[] => deeds.map((deed) => ({ deed }));

/** The same key with something else in it. */
function changed(random: Random, event: EventJson): EventJson {
  const { payments } = event;
  if (Array.isArray(payments) && random.chance(0.7)) {
    return { ...event, payments: payments.map((payment: object) => ({ ...payment, paymentType: 'gift' })) };
  }
  if (event.reverses !== undefined || event.amount === undefined) return { ...event, memo: 'Corrected' };
  return { ...event, amount: money(random.whole(1, 9999)) };
}

/** What people do with what is posted: the accountant in QuickBooks, and the owner in Tillbook about it. */
export function drawChanges(random: Random): readonly (readonly Deed[])[] {
  return Array.from({ length: random.pick([0, 0, 3, 6]) }, () => {
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

/** Accounts are mapped anew, and what is posted is posted again: all of it, or a part; now and then somebody thinks better of it. */
export function drawReposts(random: Random, labels: readonly string[]): readonly (readonly Deed[])[] {
  return Array.from({ length: random.whole(1, 3) }, () => {
    const remap: Deed = { does: 'remap', labels: labels.filter(() => random.chance(0.7)), to: 'other' };
    const back: Deed = { ...remap, to: 'first' };
    const repost = (): Deed => ({ does: 'repost', choice: drawChoice(random) });
    return random.pick<() => readonly Deed[]>([
      () => [remap, repost()],
      () => [remap, repost(), back, repost()],
      () => [remap, repost(), back],
      () => [remap, repost(), { does: 'cancel-repost' }],
      () => [remap, repost(), { does: 'touch', how: random.pick(touches) }, { does: 'decide-drift' }],
      () => [remap, { does: 'bad-day', rules: [drawRule(random)] }, repost(), { does: 'bad-day', rules: [] }],
      () => [remap, repost(), { does: 'close-books', until: random.pick(dates) }, { does: 'close-books', until: null }],
    ])();
  });
}

/** What the accountant merges into what: mostly into an account of nobody, or the two that amounts may be mapped to into one. */
export function drawMerges(
  random: Random,
  of: { labels: readonly string[]; remapped: readonly string[] },
): readonly Merge[] {
  if (!random.chance(mergeChance)) return [];
  return random
    .shuffled(of.labels)
    .slice(0, random.whole(1, 3))
    .map((label) => {
      const toLeft = { account: label, into: leftOf(label) };
      if (!of.remapped.includes(label)) return toLeft;
      const other = otherOf(label);
      return random.pick([toLeft, { account: other, into: label }, { account: label, into: other }]);
    });
}

/** One of them, and what comes just before or after it; the click that takes the mapping over may come late, or not before the end. */
export function stepsOfMerge(random: Random, merge: Merge): readonly Step[] {
  const deed: Deed = { does: 'merge', ...merge };
  const click: Deed = { does: 'map', labels: [labelOf(merge.account)] };
  const retry: Deed = { does: 'retry-failed' };
  const lost: Deed = {
    does: 'bad-day',
    rules: ['journalentry', 'batch'].map((call) => ({ call, fault: 'drop-after-write' })),
  };
  return random.pick<() => readonly Step[]>([
    () => stepsOf([deed]),
    () => stepsOf([deed, click]),
    () => stepsOf([deed, { does: 'import-accounts' }, click, retry]),
    () => stepsOf([deed, { does: 'touch', how: random.pick(touches) }, { does: 'decide-drift' }]),
    // What is written meanwhile is looked up by what it was before the merge.
    () => [
      { deed: lost },
      { deed, afterMs: minuteMs },
      { deed: { does: 'bad-day', rules: [] }, afterMs: 14 * minuteMs },
    ],
  ])();
}

/** Another QuickBooks company in the place of the one before, in which everything is mapped anew; now and then back again. */
export function drawMoves(random: Random): readonly Step[] {
  if (!random.chance(moveChance)) return [];
  const labels = chart.map(({ label }) => label);
  const move = (to: 'new' | 'former'): Deed => ({ does: 'move-books', to });
  const mapAll: Deed = { does: 'map', labels };
  const some: Deed = { does: 'map', labels: random.shuffled(labels).slice(0, 20) };
  return random.pick<() => readonly Step[]>([
    () => stepsOf([move('new'), mapAll]),
    () => stepsOf([move('new'), some, { does: 'retry-failed' }]),
    () => stepsOf([{ does: 'touch', how: random.pick(touches) }, move('new'), mapAll]),
    () => stepsOf([move('new'), mapAll, move('former'), mapAll]),
    () => stepsOf([move('new'), some, move('new'), mapAll]),
    () => stepsOf([lostCalls, move('new'), { does: 'bad-day', rules: [] }, mapAll, move('new'), mapAll]),
  ])();
}

function drawChoice(random: Random): PeriodChoice {
  const [from, to] = random.chance(0.5) ? [dates[0], dates[4]] : [random.pick(dates), dates[4]];
  return {
    ...{ from, to },
    locations: random.chance(0.3) ? ['main'] : null,
    kinds: random.chance(0.2) ? ['sale', 'customer-deposit'] : null,
  };
}

/** `tracks`: departments and classes may become inactive, too. */
export function drawTroubles(random: Random, of: { readonly tracks: boolean }): readonly (readonly Deed[])[] {
  const labels = [...chart, ...(of.tracks ? dimensions : [])].map(({ label }) => label);
  return Array.from({ length: random.pick([0, 2, 5, 9]) }, () => drawTrouble(random, random.pick(labels)));
}

function drawTrouble(random: Random, label: string): readonly Deed[] {
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
