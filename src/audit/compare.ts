// Compares what events must come to with the entries built of them, and names the events behind every difference.
import { plainRate } from './exact-decimal.ts';
import { type AuditedEvent, type AuditSettings, type Expected, expectedTotals } from './expected-totals.ts';
import { differencesBeyondRounding } from './rounding.ts';
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

/** An event and the voids of it in the same posting: the lines of a void say that they come from its original. */
interface Group {
  readonly names: readonly EventName[];
  readonly expected: Totals;
  /** Why it may have no entry; null where it may. */
  readonly mustNotPost: string | null;
}

function scopeDifferences(scope: AuditScope, settings: AuditSettings): readonly Difference[] {
  const { groups, groupOfKey } = groupsOf(scope.events, settings);
  const parts = attribute(scope.entries, groupOfKey);
  const difference = differencesOf(scope.postingKey);
  const found: Difference[] = [...parts.strangers].map((key) =>
    difference('not-its-own', { words: `an entry has parts of ${key}` }),
  );
  found.push(...dateDifferences(scope, difference));
  const named = groups.filter((group) => parts.named.has(group));
  for (const group of named) {
    if (group.mustNotPost !== null) found.push(difference('must-not-post', { group, words: group.mustNotPost }));
  }
  const missing = scope.complete ? groups.filter((group) => group.expected.size > 0 && !parts.named.has(group)) : [];
  found.push(...missing.map((group) => difference('missing', { group })));
  const mayPost = named.filter((group) => group.mustNotPost === null);
  const amounts = parts.whole
    ? mayPost.flatMap((group) => groupDifference(group, { parts, scope, difference }))
    : unattributed({ named: mayPost, parts, scope, difference });
  return [...found, ...amounts];
}

type MakeDifference = (
  kind: DifferenceKind,
  of: { readonly group?: Group; readonly totals?: readonly TotalDifference[]; readonly words?: string },
) => Difference;

const differencesOf =
  (postingKey: string): MakeDifference =>
  (kind, { group, totals = [], words = '' }) => ({ kind, postingKey, events: group?.names ?? [], totals, words });

function groupsOf(events: readonly AuditedEvent[], settings: AuditSettings) {
  const members = new Map<string, AuditedEvent[]>();
  for (const event of events) {
    const root = rootOf(event);
    members.set(root, [...(members.get(root) ?? []), event]);
  }
  const groupOfKey = new Map<string, Group>();
  const groups = [...members].map(([root, of]) => {
    const expected = of.map((event) => expectedTotals(event, settings));
    const group: Group = {
      names: of.map(({ key, number, businessDate }) => ({ key, number, businessDate })),
      expected: sumOf(expected.flatMap((one) => (one.posts ? [one.totals] : []))),
      mustNotPost: whyNone(expected),
    };
    for (const key of [root, ...of.map((event) => event.key)]) groupOfKey.set(key, group);
    return group;
  });
  return { groups, groupOfKey };
}

/** The event that a void, or a void of a void, is about in the end. */
function rootOf(event: AuditedEvent): string {
  let at = event;
  while (at.voids?.original != null) at = at.voids.original;
  return at.key;
}

function whyNone(expected: readonly Expected[]): string | null {
  const whys = expected.flatMap((one) => (one.posts ? [] : [one.why]));
  return whys.length === expected.length ? whys.join('; ') : null;
}

/** What of the entries belongs to which group. */
interface Attributed {
  readonly byGroup: ReadonlyMap<Group, Totals>;
  readonly named: ReadonlySet<Group>;
  /** Keys of events that do not belong here. */
  readonly strangers: ReadonlySet<string>;
  /** Everything but what is known to be strangers'. */
  readonly all: Totals;
  /** Whether every amount could be given to one group. */
  readonly whole: boolean;
}

function attribute(entries: readonly AuditedEntry[], groupOfKey: ReadonlyMap<string, Group>): Attributed {
  const byGroup = new Map<Group, Map<string, Total>>();
  const named = new Set<Group>();
  const strangers = new Set<string>();
  const all = new Map<string, Total>();
  let whole = true;
  for (const { entry, line } of linesOf(entries)) {
    for (const { key } of line.from) {
      const group = groupOfKey.get(key);
      if (group === undefined) strangers.add(key);
      else named.add(group);
    }
    const shares = sharesOf(line, (key) => groupOfKey.get(key) ?? null);
    if (shares === null) {
      whole = false;
      addTotal(all, lineTotal(entry, line, line.amountMinor));
    }
    for (const [group, amountMinor] of shares ?? []) {
      if (group === null) continue;
      const totals = byGroup.get(group) ?? new Map<string, Total>();
      byGroup.set(group, totals);
      addTotal(totals, lineTotal(entry, line, amountMinor));
      addTotal(all, lineTotal(entry, line, amountMinor));
    }
  }
  return { byGroup, named, strangers, all, whole };
}

/** Whose a line is, by group (null: a stranger's); null where it does not say. */
function sharesOf(
  { from, amountMinor }: AuditedLine,
  groupOf: (key: string) => Group | null,
): readonly (readonly [Group | null, bigint])[] | null {
  const owners = new Set(from.map(({ key }) => groupOf(key) ?? key));
  const first = from[0];
  if (first !== undefined && owners.size === 1) return [[groupOf(first.key), amountMinor]];
  const shares = from.map((source) => [groupOf(source.key), source.amountMinor ?? 0n] as const);
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

interface Comparing {
  readonly parts: Attributed;
  readonly scope: AuditScope;
  readonly difference: MakeDifference;
}

function groupDifference(group: Group, { parts, scope, difference }: Comparing): readonly Difference[] {
  const found = parts.byGroup.get(group) ?? new Map<string, Total>();
  const totals = differencesBeyondRounding(dueOf(group.expected, scope), found);
  if (totals.length === 0) return [];
  const twice = differencesBeyondRounding(sumOf([group.expected, group.expected]), found).length === 0;
  return [difference(twice ? 'doubled' : 'amount', { group, totals })];
}

/** Lines of several events whose shares are not known: the posting is named, and its events only where there is one. */
function unattributed({ named, parts, scope, difference }: Comparing & { readonly named: readonly Group[] }) {
  const expected = dueOf(sumOf(named.map((group) => group.expected)), scope);
  const totals = differencesBeyondRounding(expected, parts.all);
  const [only, another] = named;
  const group = another === undefined && only !== undefined ? { group: only } : {};
  return totals.length === 0 ? [] : [difference('amount', { ...group, totals })];
}

/** Of what must be there, that which can be there already: an entry is of one currency and rate, and others may still be built. */
function dueOf(expected: Totals, { complete, entries }: AuditScope): Totals {
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
