// The values of QuickBooks' JSON, taken out of it without trusting its shape.

/** QuickBooks keeps two decimals; zeros behind them say nothing. */
export function hundredthsOf(amount: string): bigint | null {
  const found = /^(-?)(\d+)(?:\.(\d{1,2})0*)?$/.exec(amount);
  if (found === null) return null;
  const [, minus, whole = '', fraction = ''] = found;
  const magnitude = BigInt(whole + fraction.padEnd(2, '0'));
  return minus === '' ? magnitude : -magnitude;
}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export function property(holder: unknown, name: string): unknown {
  if (typeof holder !== 'object' || holder === null) return undefined;
  return (holder as Record<string, unknown>)[name];
}

/** A number as JSON.parse gives it is written back as it was, up to 15 digits. */
export function text(holder: unknown, name: string): string | null {
  const value = property(holder, name);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}
