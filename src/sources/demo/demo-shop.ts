// A made-up shop for a first look: two locations, every ticket to the cent, the same for the same seed and end.
import { type Chance, chanceOf } from './chance.ts';
import { openingStock, stockLine } from './goods.ts';
import { layaway } from './layaway.ts';
import { openingCards, ticket } from './tickets.ts';

export type DemoEvent = Readonly<Record<string, unknown>> & {
  readonly kind: 'sale' | 'customer-deposit' | 'inventory-adjustment';
  readonly occurredAt: string;
};

export interface DemoShop {
  readonly currency: 'USD';
  readonly timeZone: 'America/New_York';
  readonly locations: readonly { readonly code: string; readonly name: string }[];
  /** As the API takes them, oldest first. */
  readonly events: readonly DemoEvent[];
  /** No longer in use, but used by events of the time before. */
  readonly inactive: readonly {
    readonly kind: 'payment-type' | 'reason-code';
    readonly purpose: '' | 'inventory-adjustment';
    readonly code: string;
    readonly name: string;
  }[];
}

interface Day {
  readonly date: string;
  /** From 0, Sunday. */
  readonly weekday: number;
  /** While diners cards were taken and display models written off. */
  readonly isEarly: boolean;
}

const dayMs = 86_400_000;
const inactiveForDays = 60;
const locations = [
  { code: 'main', name: 'Main Street', tickets: 18 },
  { code: 'outlet', name: 'Harbor Outlet', tickets: 11 },
] as const;
/** Sunday first, in percent of a usual day. */
const trade = [125, 80, 85, 90, 95, 120, 165];

export function demoShop(options: {
  readonly seed: number;
  readonly days: number;
  readonly endDate: string;
}): DemoShop {
  const days = daysOf(options);
  const events = [
    ...locations.flatMap((location) => opening(days, { ...options, location })),
    ...days.flatMap((day) => locations.flatMap((location) => dayAt(day, { ...options, location }))),
  ]
    // A layaway goes on after its day; what lies after the end has not happened yet.
    .filter((event) => event.occurredAt.slice(0, 10) <= options.endDate)
    .sort((a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt));
  return {
    currency: 'USD',
    timeZone: 'America/New_York',
    locations: locations.map(({ code, name }) => ({ code, name })),
    events,
    inactive: [
      { kind: 'payment-type', purpose: '', code: 'diners', name: 'Diners' },
      { kind: 'reason-code', purpose: 'inventory-adjustment', code: 'display-model', name: 'Display Model' },
    ],
  };
}

function daysOf({ days, endDate }: { days: number; endDate: string }): readonly Day[] {
  const end = Date.parse(endDate);
  return Array.from({ length: days }, (_, index) => {
    const before = days - 1 - index;
    const date = new Date(end - before * dayMs);
    return { date: date.toISOString().slice(0, 10), weekday: date.getUTCDay(), isEarly: before >= inactiveForDays };
  });
}

/** Before the doors open on the first day. */
function opening(days: readonly Day[], { seed, location }: Place): readonly DemoEvent[] {
  const date = days[0]?.date ?? '';
  const happened = (kind: DemoEvent['kind'], ending: string, content: object): DemoEvent => {
    const number = `${stemOf(location, date)}-${ending}`;
    const occurredAt = `${date}T08:00:00${isSummerTime(date) ? '-04:00' : '-05:00'}`;
    return {
      ...{ source: 'demo', kind, sourceId: `${seed}-${number}`, number, occurredAt, location: location.code },
      ...content,
    };
  };
  return [
    happened('inventory-adjustment', 'A0', { reason: 'opening-balance', lines: openingStock(days.length) }),
    happened('sale', '000', openingCards()),
  ];
}

const stemOf = (location: Place['location'], date: string): string =>
  `${location.code.slice(0, 1).toUpperCase()}${date.replaceAll('-', '').slice(2)}`;

interface Place {
  readonly seed: number;
  readonly location: (typeof locations)[number];
}

function dayAt(day: Day, { seed, location }: Place): readonly DemoEvent[] {
  const chance = chanceOf(`${seed} ${day.date} ${location.code}`);
  const happened = (date: string, kind: DemoEvent['kind'], number: string, content: object): DemoEvent => ({
    source: 'demo',
    kind,
    sourceId: `${seed}-${number}`,
    number,
    occurredAt: momentOn(chance, date),
    location: location.code,
    ...content,
  });
  const stem = stemOf(location, day.date);
  const usual = (location.tickets * (trade[day.weekday] ?? 100)) / 100;
  const count = Math.round(usual) - 2 + chance.below(5);
  const sales = Array.from({ length: count }, (_, index) =>
    happened(
      day.date,
      'sale',
      `${stem}-${String(index + 1).padStart(3, '0')}`,
      ticket(chance, { takesDiners: day.isEarly }),
    ),
  );
  const layaways = day.weekday === 2 || day.weekday === 5 ? layawaySteps(chance, stem, day) : [];
  return [
    ...sales,
    ...layaways.map((step, index) =>
      happened(laterDate(day.date, step.afterDays), step.kind, `${stem}-L${index + 1}`, step.content),
    ),
    ...adjustments(chance, day).map((content, index) =>
      happened(day.date, 'inventory-adjustment', `${stem}-A${index + 1}`, content),
    ),
  ];
}

function layawaySteps(chance: Chance, stem: string, day: Day) {
  return layaway(chance, { order: `${stem}-L`, cancelled: day.weekday === 2 && chance.percent(15) });
}

function adjustments(chance: Chance, day: Day): readonly object[] {
  const adjust = (reason: string, direction: 1 | -1) => ({ reason, lines: [stockLine(chance, direction)] });
  const counted =
    day.weekday === 1 ? [adjust('count-correction', chance.percent(50) ? 1 : -1), adjust('shrinkage', -1)] : [];
  const damaged = chance.percent(25) ? [adjust('damaged', -1)] : [];
  const displayed = day.isEarly && day.weekday % 2 === 1 ? [adjust('display-model', -1)] : [];
  return [...counted, ...damaged, ...displayed];
}

const laterDate = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);

/** Within opening hours, 10 to 20 o'clock in New York. */
function momentOn(chance: Chance, date: string): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = `${two(10 + chance.below(10))}:${two(chance.below(60))}:${two(chance.below(60))}`;
  return `${date}T${time}${isSummerTime(date) ? '-04:00' : '-05:00'}`;
}

/** From the second Sunday of March to the first of November (15 U.S.C. § 260a); the shop is closed when clocks change. */
function isSummerTime(date: string): boolean {
  const year = Number(date.slice(0, 4));
  const sunday = (month: number, from: number): string => {
    const first = new Date(Date.UTC(year, month - 1, from));
    return laterDate(first.toISOString().slice(0, 10), (7 - first.getUTCDay()) % 7);
  };
  return date >= sunday(3, 8) && date < sunday(11, 1);
}
