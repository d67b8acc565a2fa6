// Compares what events must come to with the entries built of them, and names the events behind every difference.
import { plainRate } from './exact-decimal.ts';
import { type AuditedEvent, type AuditSettings, expectedTotals } from './expected-totals.ts';
import { differencesBeyondLines, differencesBeyondRounding, isFiner, type Rounded } from './rounding.ts';
import { addTotal, sumOf, type Total, type TotalDifference, type Totals } from './totals.ts';

export interface AuditedLine {
  readonly role: string;
  readonly subject: string | null;
  readonly side: 'debit' | 'credit';
  readonly amountMinor: bigint;
  readonly location: string;
  /** The parts of events it is made of; with its share where there are several. */
  readonly from: readonly { readonly key: string; readonly amountMinor?: bigint }[];
}

export interface AuditedEntry {
  readonly businessDate: string;
  readonly currency: string;
  readonly exchangeRate: string | null;
  readonly lines: readonly AuditedLine[];
}

/** What is compared as one: the entries of a posting key, and the events that belong to it. */
export interface AuditScope {
  readonly postingKey: string;
  readonly events: readonly AuditedEvent[];
  readonly entries: readonly AuditedEntry[];
  /** False while an entry of it is still to be built: what is not there yet is then no difference. */
  readonly complete: boolean;
}

export interface EventName {
  readonly key: string;
  readonly number: string;
  readonly businessDate: string;
}

export type DifferenceKind =
  /** Some role holds another amount than it must. */
  | 'amount'
  /** Nothing of the event is in an entry. */
  | 'missing'
  /** All of the event is in there twice. */
  | 'doubled'
  /** An entry has parts of an event that belongs to another posting, or to none. */
  | 'not-its-own'
  /** The event may have no entry, and has one. */
  | 'must-not-post'
  /** A posting has an entry and no event. */
  | 'no-event'
  /** The entry has another date than the event. */
  | 'date';

export interface Difference {
  readonly kind: DifferenceKind;
  readonly postingKey: string;
  /** Empty where the sources of a summary do not tell. */
  readonly events: readonly EventName[];
  readonly totals: readonly TotalDifference[];
  /** More, in words; empty where there is no more to say. */
  readonly words: string;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** Right by settings that the company had before, where those of today would make other entries. */
  readonly earlierSettings: boolean;
}

const capOfEarlier = 10n ** 15n;

export function compareScope(scope: AuditScope, settings: AuditSettings): Comparison {
  const differences = scopeDifferences(scope, settings);
  if (differences.length === 0) return { differences, earlierSettings: false };
  // An entry is not made anew when a setting changes: it may be right by what held when it was built.
  const earlier = earlierSettings(settings).some((before) => scopeDifferences(scope, before).length === 0);
  return earlier ? { differences: [], earlierSettings: true } : { differences, earlierSettings: false };
}

function earlierSettings(today: AuditSettings): readonly AuditSettings[] {
  const discounts = today.discounts === 'net' ? 'gross' : 'net';
  return [
    { ...today, discounts },
    { ...today, overShortCapMinor: capOfEarlier },
    { ...today, discounts, overShortCapMinor: capOfEarlier },
  ];
}

/** One event of a scope, and what it must come to. */
interface Due {
  readonly name: EventName;
  readonly expected: Totals;
  /** Why it may have no entry; null where it may. */
  readonly mustNotPost: string | null;
  readonly isVoid: boolean;
  /** A void is as what it voids was: that may be a share of a day. */
  readonly rounded: Rounded;
}

function scopeDifferences(scope: AuditScope, settings: AuditSettings): readonly Difference[] {
  const { dues, dueOfKey } = duesOf(scope.events, settings);
  const parts = attribute(scope.entries, dueOfKey);
  const difference = differencesOf(scope.postingKey);
  const found: Difference[] = [...parts.strangers].map((key) =>
    difference('not-its-own', { words: `an entry has parts of ${key}` }),
  );
  found.push(...dateDifferences(scope, difference));
  const named = dues.filter((due) => parts.named.has(due));
  for (const due of named) {
    if (due.mustNotPost !== null) found.push(difference('must-not-post', { due, words: due.mustNotPost }));
  }
  const missing = scope.complete ? dues.filter((due) => !parts.named.has(due) && mustShow(due)) : [];
  found.push(...missing.map((due) => difference('missing', { due })));
  const mayPost = named.filter((due) => due.mustNotPost === null);
  const amounts = parts.whole
    ? mayPost.flatMap((due) => dueDifference(due, { parts, scope, difference }))
    : unattributed({ named: mayPost, parts, scope, difference });
  found.push(...amounts);
  return found.length > 0 ? found : dayDifference({ dues, scope, difference });
}

/** Not where rounding leaves nothing of it. */
const mustShow = ({ expected, rounded }: Due): boolean =>
  differencesBeyondRounding(expected, new Map(), rounded).length > 0;

type MakeDifference = (
  kind: DifferenceKind,
  of: { readonly due?: Due; readonly totals?: readonly TotalDifference[]; readonly words?: string },
) => Difference;

const differencesOf =
  (postingKey: string): MakeDifference =>
  (kind, { due, totals = [], words = '' }) => ({
    kind,
    postingKey,
    events: due === undefined ? [] : [due.name],
    totals,
    words,
  });

function duesOf(events: readonly AuditedEvent[], settings: AuditSettings) {
  const dueOfKey = new Map<string, Due>();
  const dues = events.map((event): Due => {
    const { key, number, businessDate } = event;
    const expected = expectedTotals(event, settings);
    const due: Due = {
      name: { key, number, businessDate },
      expected: expected.posts ? expected.totals : new Map(),
      mustNotPost: expected.posts ? null : expected.why,
      isVoid: event.voids !== null,
      rounded: events.length > 1 || event.voids !== null ? 'with-others' : 'by-itself',
    };
    dueOfKey.set(key, due);
    return due;
  });
  // In an entry of its own, the lines of a void say that they come from what it voids in the end.
  for (const event of events) {
    const root = rootOf(event);
    const due = dueOfKey.get(event.key);
    if (due !== undefined && !dueOfKey.has(root)) dueOfKey.set(root, due);
  }
  return { dues, dueOfKey };
}

/** The event that a void, or a void of a void, is about in the end. */
function rootOf(event: AuditedEvent): string {
  let at = event;
  while (at.voids?.original != null) at = at.voids.original;
  return at.key;
}

/** What of the entries belongs to which event. */
interface Attributed {
  readonly byDue: ReadonlyMap<Due, Totals>;
  readonly named: ReadonlySet<Due>;
  /** Keys of events that do not belong here. */
  readonly strangers: ReadonlySet<string>;
  /** Everything but what is known to be strangers'. */
  readonly all: Totals;
  /** Whether every amount could be given to one event. */
  readonly whole: boolean;
}

function attribute(entries: readonly AuditedEntry[], dueOfKey: ReadonlyMap<string, Due>): Attributed {
  const byDue = new Map<Due, Map<string, Total>>();
  const named = new Set<Due>();
  const strangers = new Set<string>();
  const all = new Map<string, Total>();
  let whole = true;
  for (const { entry, line } of linesOf(entries)) {
    for (const { key } of line.from) {
      const due = dueOfKey.get(key);
      if (due === undefined) strangers.add(key);
      else named.add(due);
    }
    const shares = sharesOf(line, (key) => dueOfKey.get(key) ?? null);
    if (shares === null) {
      whole = false;
      addTotal(all, lineTotal(entry, line, line.amountMinor));
    }
    for (const [due, amountMinor] of shares ?? []) {
      if (due === null) continue;
      const totals = byDue.get(due) ?? new Map<string, Total>();
      byDue.set(due, totals);
      addTotal(totals, lineTotal(entry, line, amountMinor));
      addTotal(all, lineTotal(entry, line, amountMinor));
    }
  }
  return { byDue, named, strangers, all, whole };
}

/** Whose a line is, by event (null: a stranger's); null where it does not say. */
function sharesOf(
  { from, amountMinor }: AuditedLine,
  dueOf: (key: string) => Due | null,
): readonly (readonly [Due | null, bigint])[] | null {
  const owners = new Set(from.map(({ key }) => dueOf(key) ?? key));
  const first = from[0];
  if (first !== undefined && owners.size === 1) return [[dueOf(first.key), amountMinor]];
  const shares = from.map((source) => [dueOf(source.key), source.amountMinor ?? 0n] as const);
  const sharedMinor = shares.reduce((sum, [, share]) => sum + share, 0n);
  return sharedMinor === amountMinor && first !== undefined ? shares : null;
}

function* linesOf(entries: readonly AuditedEntry[]) {
  for (const entry of entries) for (const line of entry.lines) yield { entry, line };
}

function lineTotal(entry: AuditedEntry, line: AuditedLine, amountMinor: bigint): Total {
  const { role, subject, location, side } = line;
  const { currency, exchangeRate } = entry;
  return {
    role,
    subject,
    location,
    currency,
    exchangeRate: exchangeRate === null ? null : plainRate(exchangeRate),
    debitMinor: side === 'debit' ? amountMinor : 0n,
    creditMinor: side === 'credit' ? amountMinor : 0n,
    parts: 1,
  };
}

/** Each event may be right as far as rounding its share explains, and the lines of the day be wrong all the same. */
function dayDifference({ dues, scope, difference }: Omit<Comparing, 'parts'> & { readonly dues: readonly Due[] }) {
  const isRounded = dues.length > 1 && dues.some(({ expected }) => [...expected.values()].some(isFiner));
  if (!isRounded) return [];
  const lines = new Map<string, Total>();
  for (const { entry, line } of linesOf(scope.entries)) addTotal(lines, lineTotal(entry, line, line.amountMinor));
  const totals = differencesBeyondLines({
    expected: dueYet(sumOf(dues.map(({ expected }) => expected)), scope),
    lines,
    voids: sumOf(dues.map(({ isVoid, expected }) => (isVoid ? expected : new Map()))),
  });
  return totals.length === 0 ? [] : [difference('amount', { totals })];
}

interface Comparing {
  readonly parts: Attributed;
  readonly scope: AuditScope;
  readonly difference: MakeDifference;
}

function dueDifference(due: Due, { parts, scope, difference }: Comparing): readonly Difference[] {
  const found = parts.byDue.get(due) ?? new Map<string, Total>();
  const totals = differencesBeyondRounding(dueYet(due.expected, scope), found, due.rounded);
  if (totals.length === 0) return [];
  const twice = differencesBeyondRounding(sumOf([due.expected, due.expected]), found, due.rounded).length === 0;
  return [difference(twice ? 'doubled' : 'amount', { due, totals })];
}

/** Lines of several events whose shares are not known: the posting is named, and its events only where there is one. */
function unattributed({ named, parts, scope, difference }: Comparing & { readonly named: readonly Due[] }) {
  const expected = dueYet(sumOf(named.map((due) => due.expected)), scope);
  const [only, another] = named;
  const totals = differencesBeyondRounding(expected, parts.all, only?.rounded);
  const due = another === undefined && only !== undefined ? { due: only } : {};
  return totals.length === 0 ? [] : [difference('amount', { ...due, totals })];
}

/** Of what must be there, that which can be there already: an entry is of one currency and rate, and others may still be built. */
function dueYet(expected: Totals, { complete, entries }: AuditScope): Totals {
  if (complete) return expected;
  const rated = (currency: string, rate: string | null) => `${currency} ${rate ?? ''}`;
  const built = new Set(
    entries.map(({ currency, exchangeRate }) => rated(currency, exchangeRate && plainRate(exchangeRate))),
  );
  return new Map([...expected].filter(([, total]) => built.has(rated(total.currency, total.exchangeRate))));
}

function dateDifferences(scope: AuditScope, difference: MakeDifference): readonly Difference[] {
  const dates = [...new Set(scope.entries.map((entry) => entry.businessDate))];
  return scope.events.flatMap((event) => {
    const wrong = dates.filter((date) => date !== event.businessDate);
    if (wrong.length === 0) return [];
    const { key, number, businessDate } = event;
    const words = `the entry is dated ${wrong.join(' and ')}, the event ${businessDate}`;
    return [{ ...difference('date', { words }), events: [{ key, number, businessDate }] }];
  });
}
