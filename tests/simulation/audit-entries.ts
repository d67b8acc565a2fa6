// What Tillbook says is in QuickBooks, held against what is there: once, on its date, with the lines of its events.
import { differencesBeyondRounding, mayComeToNothing } from './audit-rounding.ts';
import type { Audited } from './audited.ts';
import { itemClasses, labelOf } from './chart.ts';
import type { EventJson } from './draw-events.ts';
import { byAccount, differences, sum, totalsHeld } from './entry-totals.ts';
import { accountOf, type Shop } from './shop.ts';
import type { HeldEntry } from './simulated-quickbooks.ts';

/** What Tillbook says is there is there, once, on its date and with the lines of its events. */
export function checkPostings(audited: Audited): string[] {
  const { postings, shop, statuses, expected, books } = audited;
  const problems: string[] = [];
  const entriesOf = new Map<string, HeldEntry[]>();
  const keysOf = new Map<string, readonly string[]>();
  /** Of these nobody knows under which of two mappings they are. */
  const underEither = new Set<string>();
  for (const posting of postings) {
    if (posting.state !== 'accepted') continue;
    // What somebody changed is judged by what it was before; that he changed it is judged for itself.
    const there = books.get(posting.realmId ?? '');
    const changed = there?.kept.touched.get(posting.quickbooksId ?? '');
    const entry = changed?.original ?? there?.held.get(posting.quickbooksId ?? '');
    if (entry === undefined) {
      problems.push(`posting ${posting.id} was accepted as ${posting.quickbooksId}, which is not there`);
      continue;
    }
    if (posting.marker === null || !entry.privateNote.includes(posting.marker))
      problems.push(`entry ${entry.id} does not name posting ${posting.id}`);
    const group = posting.eventKeys.join(' ');
    if (changed !== undefined || there?.isFormer === true || audited.staying.has(posting.id)) underEither.add(group);
    keysOf.set(group, posting.eventKeys);
    entriesOf.set(group, [...(entriesOf.get(group) ?? []), entry]);
  }
  for (const [group, entries] of entriesOf) {
    const events = (keysOf.get(group) ?? []).flatMap((key) => shop.given.get(key) ?? []);
    const totals = sum((keysOf.get(group) ?? []).map((key) => expected(key) ?? new Map()));
    const under = underEither.has(group) ? labelOf : (label: string) => label;
    const must = byAccount(
      byAccount(totals, (label) => accountOf(shop, label)),
      under,
    );
    const voids = events.filter(({ reverses }) => reverses !== undefined).length;
    const wrong =
      shop.plan.currency === 'KWD'
        ? differencesBeyondRounding({ expected: must, entries, voids, under })
        : differences(must, byAccount(sum(entries.map(totalsHeld)), under));
    problems.push(...wrong.map((what) => `${group || 'an entry of no event'}: ${what}`));
    const dates = new Set(events.map(({ businessDate }) => businessDate));
    for (const entry of entries) {
      problems.push(...checkDate(shop, { entry, dates }));
      if (shop.plan.tracks) problems.push(...checkTracked(entry, events));
    }
  }
  const there = new Set([...keysOf.values()].flat());
  for (const [key, status] of statuses) {
    const event = shop.given.get(key);
    const totals = expected(key) ?? new Map();
    const isNothing =
      event === undefined || totals.size === 0 || (shop.plan.currency === 'KWD' && mayComeToNothing(totals));
    if (status === 'synced' && !isNothing && !there.has(key)) problems.push(`${key} is synced, and not in QuickBooks`);
    if (status !== 'synced' && there.has(key)) problems.push(`${key} is ${status}, and in QuickBooks`);
  }
  return problems;
}

/** Each line by the department of a place of its events, and where it is of an item class by that one's class. */
function checkTracked({ id, lines }: HeldEntry, events: readonly EventJson[]): string[] {
  const places = new Set(events.flatMap(({ location, from, to }) => [location, from, to]));
  return lines.flatMap(({ account, tracked }) => {
    const [department, ...classes] = tracked;
    const subject = labelOf(account).split('/')[1];
    const itemClass = itemClasses.find((one) => one === subject);
    const isRight =
      places.has(department?.replace(/^location\//, '')) &&
      classes.join() === (itemClass === undefined ? '' : `class/${itemClass}`);
    return isRight ? [] : [`a line of entry ${id} on ${account} is tracked by ${tracked.join(' and ') || 'nothing'}`];
  });
}

/** On its business date; where the books were closed then and it was chosen so, on a later one, and says of which day it is. */
function checkDate(shop: Shop, of: { entry: HeldEntry; dates: ReadonlySet<string> }): string[] {
  const { id, date, privateNote } = of.entry;
  if (of.dates.has(date)) return [];
  const [day = ''] = of.dates;
  const mayMove = shop.closedPolicies.some((policy) => policy !== 'hold') && hasBeenClosed(shop, day) && date > day;
  if (!mayMove) return [`entry ${id} is dated ${date}, not ${day}`];
  return privateNote.includes(day) ? [] : [`entry ${id} is dated ${date} and does not say that it is of ${day}`];
}

/** By its accountant, or by a refusal of a bad day that says so. */
function hasBeenClosed({ closings, former, plan }: Shop, day: string): boolean {
  const refusals = plan.script.flatMap(({ deed }) => (deed.does === 'bad-day' ? deed.rules : []));
  const all = [closings, ...former.map((kept) => kept.closings)].flatMap((some) => [...some]);
  return all.some((until) => day <= until) || refusals.some(({ code }) => code === '6210' || code === '6190');
}
