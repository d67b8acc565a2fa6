// Identity of an event: its key, and the text by which the same content is known however it was written.
import type { FinancialEvent, FinancialEventKind } from './financial-event.ts';

export function eventKey(of: { source: string; kind: FinancialEventKind; sourceId: string }): string {
  return `${of.source}/${of.kind}/${of.sourceId}`;
}

/** No till's key: between its first two slashes that has a kind, and this a number. */
export function versionKey(first: string, version: number): string {
  return `version/${version}/${first}`;
}

/** Of what takes an earlier version back to make way for this one. */
export function reversalKey(first: string, version: number): string {
  return `reversal/${version}/${first}`;
}

/**
 * Equal for equal content: "1.0" is "1.00", and a default left out is the default given. The business date counts only as
 * given, since the derived one changes with the location's settings and a late second delivery would then look different.
 */
export function eventContent(parsed: { event: FinancialEvent; givenBusinessDate: string | null }): string {
  const content = withTextAmounts(parsed.event);
  content.businessDate = parsed.givenBusinessDate;
  for (const name of ['lines', 'payments', 'depositsApplied']) {
    const parts = content[name];
    if (Array.isArray(parts)) content[name] = parts.map(withTextAmounts);
  }
  return JSON.stringify(content);
}

/** JSON knows no bigint, and a replacer would be called for every field of every line. */
function withTextAmounts(part: object): Record<string, unknown> {
  const copy: Record<string, unknown> = { ...part };
  for (const name in copy) {
    const value = copy[name];
    if (typeof value === 'bigint') copy[name] = value.toString();
  }
  return copy;
}

/** "1.50" as "1.5", "2.0" as "2". */
export function plainDecimal(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
