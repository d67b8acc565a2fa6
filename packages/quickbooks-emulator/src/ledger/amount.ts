// Amounts as whole hundredths in bigint: the books never sum floating-point numbers.

/** Intuit allows 15 digits, ten before the point and five behind; the books keep two. */
const pattern = /^(-?)(\d{1,13})(?:\.(\d{1,10}))?$/;

/** Amounts of fifteen digits at most: each is another number. */
const plainBelow = 1e13;

/** Reads a JSON number or a decimal text, rounding half up to hundredths; null where it is not an amount. */
export function parseAmount(value: unknown): bigint | null {
  if (typeof value === 'number') {
    const minor = Math.round(value * 100);
    // Its shortest text has two decimals at most then, and so few digits that this is exact.
    if (minor / 100 === value && Math.abs(value) < plainBelow) return BigInt(minor);
  } else if (typeof value !== 'string') return null;
  const match = pattern.exec(String(value).trim());
  if (!match) return null;
  const [, sign, whole = '0', decimals = ''] = match;
  const kept = BigInt(whole + decimals.slice(0, 2).padEnd(2, '0'));
  const minor = (decimals[2] ?? '0') < '5' ? kept : kept + 1n;
  return sign ? -minor : minor;
}

export function formatAmount(minor: bigint): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0');
  return `${minor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** As JSON carries it: a number whose shortest text is exact, for amounts of up to 15 digits. */
export function amountNumber(minor: bigint): number {
  const whole = Number(minor);
  // Rounded once, as the text would be.
  return Number.isSafeInteger(whole) ? whole / 100 : Number(formatAmount(minor));
}

/** A decimal as whole units of the last of so many places, half up; null where it is none. */
export function parseDecimal(value: unknown, places: number): bigint | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  const match = /^(-?)(\d{1,13})(?:\.(\d{1,20}))?$/.exec(plainDecimal(String(value).trim()));
  if (!match) return null;
  const [, sign, whole = '0', decimals = ''] = match;
  const scaled = BigInt(whole + decimals.slice(0, places + 1).padEnd(places + 1, '0'));
  const units = (scaled + 5n) / 10n;
  return sign ? -units : units;
}

/** JavaScript writes small numbers with an exponent. */
function plainDecimal(text: string): string {
  return /e-/i.test(text) ? Number(text).toFixed(20) : text;
}

const ratePlaces = 10;
const rateScale = 10n ** BigInt(ratePlaces);

/** An exchange rate as it is calculated with; null where it is no rate. */
export function parseRate(value: unknown): bigint | null {
  const rate = parseDecimal(value, ratePlaces);
  return rate === null || rate <= 0n ? null : rate;
}

export const rateOfOne = rateScale;

/** The amount in the home currency, to the cent, half away from nothing. */
export function atRate(minor: bigint, rate: bigint): bigint {
  const product = minor * rate;
  return (product + (product < 0n ? -rateScale / 2n : rateScale / 2n)) / rateScale;
}
