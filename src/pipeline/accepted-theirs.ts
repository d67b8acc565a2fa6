// For the auditor: what was accepted as theirs counts as ours, in the sums by account and entry by entry.
import type { AcceptedSum, PostedEntry } from '../audit/compare-ledger.ts';
import { decimalPlaces } from '../money.ts';
import type { EntryVersion } from '../posting/entry-version.ts';
import type { Ledger } from './ledger-port.ts';
import { mergedBodies } from './merged-bodies.ts';
import type { CompanyStore } from './storage-port.ts';

type Comparing = Pick<Ledger, 'versionOf' | 'mergedBody'>;

interface Summing {
  readonly ledger: Comparing;
  readonly realmId: string;
  readonly yearFrom: string;
  readonly to: string;
}

/** What the sums of our entries have to be changed by: ours taken out, theirs put in. */
export async function theirsInSums(store: CompanyStore, summing: Summing): Promise<readonly AcceptedSum[]> {
  const inForce = await store.drifts.allTheirsInForce(summing.realmId);
  const { currency } = await store.company.read();
  const postings = new Map(
    (await store.postings.byIds(inForce.map(({ postingId }) => postingId))).map((posting) => [posting.id, posting]),
  );
  const merged = await mergedBodies(store, summing.ledger);
  return inForce.flatMap(({ postingId, theirs }) => {
    const sent = postings.get(postingId)?.body ?? null;
    const bodies = [
      { body: sent, sign: -1n },
      { body: theirs, sign: 1n },
    ];
    return bodies.flatMap(({ body, sign }) => {
      const version = body === null ? null : summing.ledger.versionOf(merged(body));
      return version === null || version.date > summing.to ? [] : sumsOf(version, { ...summing, sign, currency });
    });
  });
}

function sumsOf(
  version: EntryVersion,
  of: { readonly sign: bigint; readonly yearFrom: string; readonly currency: string },
): readonly AcceptedSum[] {
  const currency = version.currency ?? of.currency;
  return version.lines.map(({ accountId, side, amountHundredths }) => {
    const everMinor = of.sign * (side === 'debit' ? 1n : -1n) * minorOf(amountHundredths, currency);
    const exchangeRate = currency === of.currency ? null : version.exchangeRate;
    return {
      accountId,
      currency,
      exchangeRate,
      lines: 1,
      everMinor,
      yearMinor: version.date < of.yearFrom ? 0n : everMinor,
    };
  });
}

/** What entries are compared with, instead of what was built; none where it cannot be read. */
export async function theirsAsPosted(
  store: CompanyStore,
  of: { readonly ledger: Comparing; readonly postingIds: readonly string[] },
): Promise<ReadonlyMap<string, PostedEntry>> {
  const inForce = await store.drifts.theirsInForce(of.postingIds);
  const { currency } = await store.company.read();
  const merged = await mergedBodies(store, of.ledger);
  return new Map(
    [...inForce].flatMap(([id, { theirs }]) => {
      const version = theirs === null ? null : of.ledger.versionOf(merged(theirs));
      return version === null ? [] : [[id, postedAsTheirs(version, currency)] as const];
    }),
  );
}

/** Postings whose entry is gone, and that was accepted. */
export async function acceptedAsGone(
  store: CompanyStore,
  postings: readonly { readonly id: string }[],
): Promise<ReadonlySet<string>> {
  const inForce = await store.drifts.theirsInForce(postings.map(({ id }) => id));
  return new Set([...inForce].flatMap(([id, { theirs }]) => (theirs === null ? [id] : [])));
}

function postedAsTheirs(version: EntryVersion, currency: string): PostedEntry {
  const own = version.currency ?? currency;
  return {
    documentNumber: version.documentNumber,
    entryId: version.entryId ?? '',
    date: version.date,
    currency: own,
    exchangeRate: version.exchangeRate,
    lines: version.lines.map(({ accountId, side, amountHundredths }) => ({
      ...{ accountId, side },
      amountMinor: minorOf(amountHundredths, own),
    })),
  };
}

const minorOf = (hundredths: bigint, currency: string): bigint =>
  (hundredths * 10n ** BigInt(decimalPlaces(currency))) / 100n;
