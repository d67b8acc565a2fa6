// Says in words which part of an event a journal line came from.
import type { FinancialEvent } from '../events/financial-event.ts';
import type { DraftLine } from './journal-entry.ts';

const partNames: Readonly<Record<string, string>> = {
  lines: 'line',
  payments: 'payment',
  depositsApplied: 'deposit applied',
};

/** "payment 2, cash", "line 1, apparel, cost"; counted from one, as people do. */
export function explain(line: DraftLine, event: FinancialEvent): string {
  const [first] = line.from;
  if (first === undefined) return '';
  const [, list = '', index, field] = first.pointer.split('/');
  const name = partNames[list];
  const whole = first.pointer === '' ? wholeOf(line) : 'the amount';
  const part = name === undefined || index === undefined ? whole : `${name} ${Number(index) + 1}`;
  const more = line.from.length > 1 ? `and ${line.from.length - 1} more` : null;
  return [part, line.subject ?? detailOf(line, event, index), field ?? null, more]
    .filter((word) => word !== null)
    .join(', ');
}

/** What comes from no single part. */
const wholeOf = ({ role }: DraftLine): string =>
  role === 'rounding' ? 'what rounding its amounts leaves' : 'what its lines and payments differ by';

/** What stands for a subject where the role has none: the kind of line. */
function detailOf(line: DraftLine, event: FinancialEvent, index: string | undefined): string | null {
  if (event.kind !== 'sale' || index === undefined || !line.from[0]?.pointer.startsWith('/lines/')) return null;
  return event.lines[Number(index)]?.type ?? null;
}
