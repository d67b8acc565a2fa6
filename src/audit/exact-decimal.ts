// Decimal text as whole numbers, read digit by digit: the auditor's own reading of an amount, shared with nobody.

/** A decimal as `units / 10^places`. */
export interface ExactDecimal {
  readonly units: bigint;
  readonly places: number;
}

const decimal = /^(-?)(\d+)(?:\.(\d+))?$/;

/** The text was checked when the event was recorded: anything but a decimal is a bug. */
export function exactDecimal(text: string): ExactDecimal {
  const parts = decimal.exec(text);
  if (parts === null) throw new Error(`"${text}" is no decimal.`);
  const [, minus = '', whole = '', fraction = ''] = parts;
  const magnitude = BigInt(whole + fraction);
  return { units: minus === '' ? magnitude : -magnitude, places: fraction.length };
}

/** In the smallest unit of a currency of so many decimals. */
export function minorUnits(text: string, decimals: number): bigint {
  const { units, places } = exactDecimal(text);
  if (places <= decimals) return units * 10n ** BigInt(decimals - places);
  const spare = 10n ** BigInt(places - decimals);
  if (units % spare !== 0n) throw new Error(`"${text}" has more than ${decimals} decimals.`);
  return units / spare;
}

/** A rate as everybody writes it: without the zeros that say nothing, so that 1.0850 and 1.085 are one rate. */
export function plainRate(text: string): string {
  const { units, places } = exactDecimal(text);
  const digits = units.toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
