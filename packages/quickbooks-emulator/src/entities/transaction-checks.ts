// What every transaction is held to: its date, the lengths of its texts, the closing date, its number.
import { faults } from '../api/fault.ts';
import type { Settings } from '../company/settings.ts';
import type { ApiObject } from '../store/objects.ts';
import type { WriteContext } from './definition.ts';

const docNumberLengthMax = 21;
export const noteLengthMax = 4000;

export function dateOf(draft: ApiObject, today: string): string {
  if (draft.TxnDate === undefined || draft.TxnDate === null) return today;
  const text = String(draft.TxnDate).slice(0, 10);
  const date = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) {
    throw faults.date('TxnDate', draft.TxnDate);
  }
  return text;
}

export function checkTexts(draft: ApiObject, { longNumberCode }: Pick<Settings, 'longNumberCode'>): void {
  const limits = [
    ['DocNumber', docNumberLengthMax],
    ['PrivateNote', noteLengthMax],
  ] as const;
  for (const [field, max] of limits) {
    const value = draft[field];
    if (value === undefined || value === null || String(value).length <= max) continue;
    if (field === 'DocNumber' && longNumberCode === '6000') {
      throw faults.business(`You cannot enter more than ${max} characters in the number field.`);
    }
    throw faults.tooLong(field, max, String(value).length);
  }
}

export function checkOpen(
  date: string,
  { closingDate, closingPassword }: Pick<Settings, 'closingDate' | 'closingPassword'>,
): void {
  if (closingDate !== null && date <= closingDate) throw faults.closed(closingPassword);
}

/** One above the highest number given so far; numbers that are not whole do not count. */
export function nextNumber(type: string, { company, store }: WriteContext): string {
  const row = store.get<{ highest: number | null }>(
    `SELECT max(CAST(doc_number AS INTEGER)) AS highest FROM objects
     WHERE realm_id = ? AND type = ? AND doc_number NOT GLOB '*[^0-9]*' AND length(doc_number) < 16`,
    company.realmId,
    type,
  );
  return String((row?.highest ?? 0) + 1);
}

/** Lines keep their ids over a change; a new line, or one with an id that was not there, gets the next. */
export function withLineIds(lines: readonly ApiObject[], before: ApiObject | null, first: number): ApiObject[] {
  const had = Array.isArray(before?.Line) ? (before.Line as ApiObject[]) : [];
  // A subtotal has none.
  const kept = new Set(had.flatMap(({ Id }) => (Id === undefined ? [] : [String(Id)])));
  let next = [...kept].reduce((highest, id) => Math.max(highest, (Number(id) || 0) + 1), first);
  return lines.map((line) => {
    const own = String(line.Id);
    if (kept.delete(own)) return { ...line, Id: own };
    next += 1;
    return { ...line, Id: String(next - 1) };
  });
}
