// Money from decimal strings: shown by Intl, added up in whole minor units, never in floats.

/** "1234.50" in USD → "$1,234.50". The text goes to Intl as it is, so no digit is lost. */
export function formatMoney(amount: string, currency: string): string {
  return moneyFormat(currency).format(decimal(amount));
}

/** For columns whose heading or neighbour already names the currency. */
export function formatAmount(amount: string, currency: string): string {
  return amountFormat(currency).format(decimal(amount));
}

export function formatCount(count: number): string {
  return countFormat.format(count);
}

/** For the axis of a chart: "$1.2K". */
export function formatCompact(value: number, currency: string): string {
  return new Intl.NumberFormat('en', { notation: 'compact', style: 'currency', currency }).format(value);
}

/** 12.5 → "12.5%". */
export function formatPercent(percent: number): string {
  return percentFormat.format(percent / 100);
}

/** Whole minor units of a decimal text, at the given number of decimals; null where it is no amount. */
export function minorUnits(amount: string, decimals: number): bigint | null {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount);
  if (!parts) return null;
  const fraction = (parts[3] ?? '').padEnd(decimals, '0');
  if (fraction.length > decimals) return null;
  const units = BigInt(`${parts[2] ?? '0'}${fraction}`);
  return parts[1] === '-' ? -units : units;
}

/** The exact sum of decimal texts, with as many decimals as the longest has. */
export function sumAmounts(amounts: readonly string[]): string {
  const decimals = Math.max(0, ...amounts.map((amount) => amount.split('.')[1]?.length ?? 0));
  const total = amounts.reduce((sum, amount) => sum + (minorUnits(amount, decimals) ?? 0n), 0n);
  const digits = (total < 0n ? -total : total).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const sign = total < 0n ? '-' : '';
  return decimals === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-decimals)}`;
}

export function isZero(amount: string): boolean {
  return /^-?0+(\.0+)?$/.test(amount);
}

/** Share of a whole in percent, to one decimal; for showing only. */
export function sharePercent(part: string, whole: string): number {
  const total = Number(whole);
  return total === 0 ? 0 : Math.round((Number(part) / total) * 1000) / 10;
}

const countFormat = new Intl.NumberFormat('en');
const percentFormat = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const moneyFormats = new Map<string, Intl.NumberFormat>();
const amountFormats = new Map<string, Intl.NumberFormat>();

function moneyFormat(currency: string): Intl.NumberFormat {
  const known = moneyFormats.get(currency);
  if (known) return known;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  moneyFormats.set(currency, format);
  return format;
}

function amountFormat(currency: string): Intl.NumberFormat {
  const known = amountFormats.get(currency);
  if (known) return known;
  const digits = moneyFormat(currency).resolvedOptions().maximumFractionDigits ?? 2;
  const format = new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  amountFormats.set(currency, format);
  return format;
}

function decimal(amount: string): `${number}` {
  return amount as `${number}`;
}
