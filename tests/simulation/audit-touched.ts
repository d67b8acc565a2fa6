// The auditor, of entries that somebody laid hands on: what differs from ours is listed as a drift, and nothing is written over unasked.
import type { DriftView } from '../../src/pipeline/drift-port.ts';
import type { Touched } from './accountant.ts';
import { afterMerges, labelOf } from './chart.ts';
import { byAccount, differences, totalsHeld } from './entry-totals.ts';
import { hundredths, type SideTotals } from './expected-lines.ts';
import type { HeldEntry } from './simulated-quickbooks.ts';

export interface TouchedAudit {
  readonly touched: ReadonlyMap<string, Touched>;
  /** Changed by a merge alone: it may be listed, where nothing tells it from an edit. */
  readonly moved: ReadonlySet<string>;
  readonly mergedInto: ReadonlyMap<string, string>;
  readonly held: ReadonlyMap<string, HeldEntry>;
  /** QuickBooks' ids of the entries that Tillbook says are its own. */
  readonly claimed: readonly string[];
  /** As a person sees those that are not settled. */
  readonly drifts: readonly DriftView[];
  /** QuickBooks' account ids by label. */
  readonly accountIds: ReadonlyMap<string, string>;
}

export function checkTouched(audit: TouchedAudit): readonly string[] {
  const { touched, moved, held, claimed, drifts } = audit;
  const strangers = drifts.filter(({ quickbooksId }) => !touched.has(quickbooksId) && !moved.has(quickbooksId));
  return [
    ...strangers.map(({ quickbooksId }) => `a drift is listed of entry ${quickbooksId}, which nobody touched`),
    ...[...touched].flatMap(([id, entry]) => {
      const is = held.get(id) ?? null;
      return [...checkUnasked(entry, is), ...(claimed.includes(id) ? checkListed(audit, { id, entry, is }) : [])].map(
        (problem) => `entry ${id}, which was changed in QuickBooks, ${problem}`,
      );
    }),
  ];
}

/** What was left there stays, unless the owner asked for ours back. */
export function checkUnasked(entry: Touched, is: HeldEntry | null): readonly string[] {
  if (isSame(is, entry.last)) return [];
  return entry.isAskedBack && isSame(is, entry.inForce) ? [] : ['was written over'];
}

function checkListed(
  { drifts, moved, mergedInto, accountIds }: TouchedAudit,
  of: { readonly id: string; readonly entry: Touched; readonly is: HeldEntry | null },
): readonly string[] {
  const { id, entry, is } = of;
  const listed = drifts.find(({ quickbooksId }) => quickbooksId === id);
  if (isSame(is, entry.inForce)) {
    // What was laid hands on tells nobody whether a line that is on another account since was merged or edited, before that or after.
    const eitherSide = new Set([...mergedInto].flat());
    const isMerged = moved.has(id) || entry.inForce?.lines.some(({ account }) => eitherSide.has(account)) === true;
    return listed === undefined || isMerged ? [] : ['is listed as a drift, and is as it should be'];
  }
  if (listed === undefined) return ['is not as it should be, and no drift says so'];
  // As it was seen: that an account was merged since is nothing that QuickBooks tells of an entry.
  const merged = (totals: SideTotals): SideTotals => byAccount(totals, (account) => afterMerges(mergedInto, account));
  // Of what is gone: as putting ours back would post it, whatever was accepted before.
  const ours = is === null ? entry.original : entry.inForce;
  return [
    ...differences(underEither(totalsHeld(ours)), underEither(totalsShown(listed, { of: 'ours', accountIds }))).map(
      (what) => `is shown wrongly as ours: ${what}`,
    ),
    ...differences(merged(totalsHeld(is)), merged(totalsShown(listed, { of: 'theirs', accountIds }))).map(
      (what) => `is shown wrongly as theirs: ${what}`,
    ),
  ];
}

/** A repost may have changed accounts since; an accountant never moves an amount from one of the two to the other. */
const underEither = (totals: SideTotals): SideTotals => byAccount(totals, labelOf);

/** By what moves money or says whose it is: words are the accountant's own. */
function isSame(one: HeldEntry | null, other: HeldEntry | null): boolean {
  if (one === null || other === null) return one === other;
  const text = ({ date, documentNumber, privateNote, lines }: HeldEntry): string =>
    JSON.stringify([
      ...[date, documentNumber, /tillbook:\S+/.exec(privateNote)?.[0]],
      ...lines.map(({ account, side, amount }) => `${labelOf(account)} ${side} ${hundredths(amount)}`).sort(),
    ]);
  return text(one) === text(other);
}

function totalsShown(
  drift: DriftView,
  { of, accountIds }: { of: 'ours' | 'theirs'; accountIds: ReadonlyMap<string, string> },
): SideTotals {
  const labels = new Map([...accountIds].map(([label, id]) => [id, label]));
  const totals = new Map<string, bigint>();
  for (const pair of drift.lines) {
    const line = pair[of];
    if (line === null) continue;
    const label = labels.get(line.account.id) ?? `account ${line.account.id}`;
    for (const [side, amount] of [
      ['Dr', line.debitHundredths],
      ['Cr', line.creditHundredths],
    ] as const) {
      if (amount !== 0n) totals.set(`${label} ${side}`, (totals.get(`${label} ${side}`) ?? 0n) + amount);
    }
  }
  return totals;
}
