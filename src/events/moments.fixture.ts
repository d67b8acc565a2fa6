// Moments at the edges of what the parser takes, with the business date in New York; the database has to hold each of them.

export const momentsTaken: readonly (readonly [what: string, occurredAt: string, businessDate: string])[] = [
  ['29 February of a leap year', '2028-02-29T12:00:00Z', '2028-02-29'],
  ['29 February of 2000', '2000-02-29T12:00:00Z', '2000-02-29'],
  ['the greatest offset east', '2026-01-01T23:59:59+15:59', '2026-01-01'],
  ['the greatest offset west', '2026-01-01T00:00:00-15:59', '2026-01-01'],
  ['the first day to begin', '2026-01-01T00:30:00+14:00', '2025-12-31'],
  ['the unknown offset of RFC 3339', '2026-01-01T12:00:00-00:00', '2026-01-01'],
  ['nine decimals of a second', '2026-01-01T12:00:00.123456789Z', '2026-01-01'],
  ['small letters', '2026-01-01t12:00:00z', '2026-01-01'],
  ['the last year', '2999-12-31T12:00:00Z', '2999-12-31'],
  ['the last moment', '2999-12-31T23:59:59.999999999-15:59', '3000-01-01'],
  ['the first moment', '1970-01-01T00:00:00Z', '1969-12-31'],
  ['the first moment of the first date', '1970-01-01T00:00:00+15:59', '1969-12-31'],
];
