// Money as integer minor units: decimal text in, decimal text out, by the decimals of its ISO 4217 currency.

// BGN has gone since 2026 but is in the history that shops bring along.
const two =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG';

const codesByDecimals: readonly (readonly [number, string])[] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [2, two],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
];

const decimalsOfCurrency: ReadonlyMap<string, number> = new Map(
  codesByDecimals.flatMap(([decimals, codes]) => codes.split(' ').map((code) => [code, decimals] as const)),
);

/** Digits of an amount in all, before and after the point. */
export const amountDigitsMax = 15;

export function isCurrency(code: string): boolean {
  return decimalsOfCurrency.has(code);
}

/** Decimals of an ISO 4217 currency. The code was checked where it came in: an unknown one is a bug. */
export function decimalPlaces(currency: string): number {
  const decimals = decimalsOfCurrency.get(currency);
  if (decimals === undefined) throw new RangeError(`${currency} is no currency of ISO 4217.`);
  return decimals;
}

/** Currencies whose minor unit is another part of the whole than one of so many decimals. */
export function currenciesWithOtherDecimals(decimals: number): readonly string[] {
  return codesByDecimals.flatMap(([others, codes]) => (others === decimals ? [] : codes.split(' ')));
}

const minus = 45;
const dot = 46;
const zero = 48;

export type ParsedAmount =
  | { readonly ok: true; readonly amountMinor: bigint }
  | { readonly ok: false; readonly rule: string };

/** Why a text is no plain decimal; null where it is one. */
export function decimalRule(text: string): string | null {
  const isNegative = text.charCodeAt(0) === minus;
  const whole = isNegative ? 1 : 0;
  const point = pastDigits(text, whole);
  const end = point < text.length && text.charCodeAt(point) === dot ? pastDigits(text, point + 1) : point;
  const hasLeadingZero = point > whole + 1 && text.charCodeAt(whole) === zero;
  if (point === whole || hasLeadingZero || end !== text.length || end === point + 1) {
    return 'a decimal string such as "12.50": digits, one point and a minus sign alone, no leading zeros';
  }
  const digits = end > point ? end - whole - 1 : end - whole;
  if (digits > amountDigitsMax) return `at most ${amountDigitsMax} digits`;
  return isNegative && !/[1-9]/.test(text) ? 'zero has no minus sign' : null;
}

/** Every ticket has a dozen decimals, read several times: a regular expression would take three times as long. */
function pastDigits(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < zero || code > zero + 9) break;
  }
  return at;
}

export function parseAmount(text: string, decimals: number): ParsedAmount {
  const rule = amountRule(text, decimals);
  if (rule !== null) return { ok: false, rule };
  return { ok: true, amountMinor: scaled(text, decimals - decimalsOf(text)) };
}

/** Why a text is no amount of a currency with so many decimals; null where it is one. */
export function amountRule(text: string, decimals: number): string | null {
  return decimalRule(text) ?? precisionRule(text, decimals);
}

/** Of a text that is a plain decimal. */
export function precisionRule(text: string, decimals: number): string | null {
  return decimalsOf(text) > decimals ? tooManyDecimals(decimals) : null;
}

function decimalsOf(text: string): number {
  const point = text.indexOf('.');
  return point === -1 ? 0 : text.length - point - 1;
}

function tooManyDecimals(decimals: number): string {
  return decimals === 0 ? 'no decimals in this currency' : `at most ${decimals} decimals in this currency`;
}

/** The digits of a plain decimal, with so many zeros behind: fifteen fit into a number exactly, more into a bigint alone. */
function scaled(text: string, zeros: number): bigint {
  if (text.length + zeros > amountDigitsMax) return BigInt(text.replace('.', '') + '0'.repeat(zeros));
  let value = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - zero;
    if (digit >= 0) value = value * 10 + digit;
  }
  for (let zero = 0; zero < zeros; zero++) value *= 10;
  return BigInt(text.startsWith('-') ? -value : value);
}

/** "-0.05"; always with all the currency's decimals. */
export function formatAmount(amountMinor: bigint, decimals: number): string {
  const sign = amountMinor < 0n ? '-' : '';
  const digits = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(decimals + 1, '0');
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

export function formatMinor(amountMinor: bigint, currency: string): string {
  return formatAmount(amountMinor, decimalPlaces(currency));
}
