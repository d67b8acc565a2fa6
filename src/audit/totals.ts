// What roles must hold, side by side: sums that never net a debit against a credit.

/** What amounts are added up by. */
export interface Bucket {
  readonly role: string;
  readonly subject: string | null;
  readonly location: string;
  readonly currency: string;
  /** Company currency per unit, without needless zeros; null in the company's own currency. */
  readonly exchangeRate: string | null;
}

export interface Total extends Bucket {
  readonly debitMinor: bigint;
  readonly creditMinor: bigint;
  /** How many amounts went into it. */
  readonly parts: number;
}

export type Totals = ReadonlyMap<string, Total>;

/** One bucket in which what was found is not what was expected. */
export interface TotalDifference extends Bucket {
  readonly expected: { readonly debitMinor: bigint; readonly creditMinor: bigint };
  readonly found: { readonly debitMinor: bigint; readonly creditMinor: bigint };
}

export const bucketKey = ({ role, subject, location, currency, exchangeRate }: Bucket): string =>
  JSON.stringify([role, subject, location, currency, exchangeRate]);

/** A positive amount is a debit, a negative one a credit; zero leaves no trace. */
export function addSigned(totals: Map<string, Total>, bucket: Bucket, amountMinor: bigint): void {
  if (amountMinor === 0n) return;
  addTotal(totals, {
    ...bucket,
    debitMinor: amountMinor > 0n ? amountMinor : 0n,
    creditMinor: amountMinor < 0n ? -amountMinor : 0n,
    parts: 1,
  });
}

export function addTotal(totals: Map<string, Total>, total: Total): void {
  const key = bucketKey(total);
  const before = totals.get(key);
  const { debitMinor, creditMinor, parts } = total;
  totals.set(key, {
    ...total,
    debitMinor: (before?.debitMinor ?? 0n) + debitMinor,
    creditMinor: (before?.creditMinor ?? 0n) + creditMinor,
    parts: (before?.parts ?? 0) + parts,
  });
}

export function sumOf(several: Iterable<Totals>): Totals {
  const sum = new Map<string, Total>();
  for (const totals of several) for (const total of totals.values()) addTotal(sum, total);
  return sum;
}

/** Debits become credits and credits debits. */
export function mirrored(totals: Totals): Totals {
  return new Map(
    [...totals].map(([key, total]) => [
      key,
      { ...total, debitMinor: total.creditMinor, creditMinor: total.debitMinor },
    ]),
  );
}

/** Every bucket in which the two are not the same, on either side. */
export function totalDifferences(expected: Totals, found: Totals): readonly TotalDifference[] {
  return [...new Set([...expected.keys(), ...found.keys()])].flatMap((key) => {
    const [must, is] = [expected.get(key), found.get(key)];
    const bucket = must ?? is;
    if (bucket === undefined) return [];
    const difference = { ...bucketOf(bucket), expected: sidesOf(must), found: sidesOf(is) };
    const same =
      difference.expected.debitMinor === difference.found.debitMinor &&
      difference.expected.creditMinor === difference.found.creditMinor;
    return same ? [] : [difference];
  });
}

function bucketOf({ role, subject, location, currency, exchangeRate }: Bucket): Bucket {
  return { role, subject, location, currency, exchangeRate };
}

function sidesOf(total: Total | undefined): { readonly debitMinor: bigint; readonly creditMinor: bigint } {
  return { debitMinor: total?.debitMinor ?? 0n, creditMinor: total?.creditMinor ?? 0n };
}
