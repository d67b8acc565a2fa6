// Amounts as whole hundredths in bigint: the books never sum floating-point numbers.

/** Intuit allows 15 digits, ten before the point and five behind; the books keep two. */
const pattern = /^(-?)(\d{1,13})(?:\.(\d{1,10}))?$/;

/** Reads a JSON number or a decimal text, rounding half up to hundredths; null where it is not an amount. */
export function parseAmount(value: unknown): bigint | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  const match = pattern.exec(String(value).trim());
  if (!match) return null;
  const [, sign, whole = '0', decimals = ''] = match;
  const scaled = BigInt(whole) * 1000n + BigInt(decimals.slice(0, 3).padEnd(3, '0'));
  const minor = (scaled + 5n) / 10n;
  return sign ? -minor : minor;
}

export function formatAmount(minor: bigint): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0');
  return `${minor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** As JSON carries it: a number whose shortest text is exact, for amounts of up to 15 digits. */
export function amountNumber(minor: bigint): number {
  return Number(formatAmount(minor));
}
