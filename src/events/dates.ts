// Dates and moments as tills write them, checked to exist.

export const yearMin = 1970;
export const yearMax = 2999;

const datePattern = /^\d{4}-\d{2}-\d{2}$/;
const momentPattern =
  /^\d{4}-\d{2}-\d{2}[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-](?:0\d|1[0-5]):[0-5]\d)$/;
const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function isDate(text: string): boolean {
  return datePattern.test(text) && beginsWithDate(text, yearMin, yearMax);
}

/**
 * Of any year that the calendar has. The business date of an event may be one: the evening before the first date that is taken, where
 * a shop's clock shows the first moment, or the morning after the last.
 */
export function isCalendarDate(text: string): boolean {
  return datePattern.test(text) && beginsWithDate(text, 1, 9999);
}

/**
 * RFC 3339 with an offset. A leap second is refused: no clock here can hold it; so is an offset of sixteen hours and more, which no
 * place has: PostgreSQL cannot hold it.
 */
export function isMoment(text: string): boolean {
  return momentPattern.test(text) && beginsWithDate(text, yearMin, yearMax);
}

/** Whether the digits of YYYY-MM-DD are those of a day that exists, in one of the years. */
function beginsWithDate(text: string, yearFrom: number, yearTo: number): boolean {
  const year = digitsAt(text, 0) * 100 + digitsAt(text, 2);
  const month = digitsAt(text, 5);
  const day = digitsAt(text, 8);
  if (year < yearFrom || year > yearTo || day < 1) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (month === 2 && isLeap ? 29 : (daysOfMonth[month - 1] ?? 0));
}

/** The number that two digits make; every event has its moment read, so no text is cut out for it. */
function digitsAt(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}
