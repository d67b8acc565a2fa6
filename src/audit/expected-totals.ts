// What each role must hold for an event, worked out from the event alone; a void holds its original's, sides changed.
import { type AuditSettings, readParts } from './read-parts.ts';
import { mirrored, type Totals, totalDifferences } from './totals.ts';

export type { AuditSettings };

export interface AuditedEvent {
  readonly key: string;
  readonly number: string;
  readonly businessDate: string;
  /** The event's JSON as the till gave it. */
  readonly body: unknown;
  /** Null: it voids nothing. */
  readonly voids: Voided | null;
}

export interface Voided {
  /** Null: not recorded yet. */
  readonly original: AuditedEvent | null;
  /** A person took the original out of what is posted. */
  readonly originalOutside: boolean;
  /** Another void of the same original was recorded before. */
  readonly second: boolean;
}

export type Expected =
  /** No totals at all: nothing to post. */
  | { readonly posts: true; readonly totals: Totals }
  /** No entry may be made of it. */
  | { readonly posts: false; readonly why: string };

export function expectedTotals(event: AuditedEvent, settings: AuditSettings): Expected {
  const { voids } = event;
  if (voids !== null) return expectedOfVoid(event, voids, settings);
  const reading = readParts(event.body, settings);
  return reading.foots ? { posts: true, totals: reading.totals } : { posts: false, why: 'it does not foot' };
}

function expectedOfVoid(event: AuditedEvent, voids: Voided, settings: AuditSettings): Expected {
  const { original } = voids;
  const refused = (why: string): Expected => ({ posts: false, why });
  if (original === null) return refused('what it voids is not recorded');
  if (voids.second) return refused('what it names was voided before');
  if (kindOf(original) !== kindOf(event)) return refused('it is of another kind than what it voids');
  if (voids.originalOutside) return refused('what it voids was handled outside');
  const voided = expectedTotals(original, settings);
  if (!voided.posts) return refused(`what it voids makes no entry: ${voided.why}`);
  const totals = mirrored(voided.totals);
  if (!hasParts(event.body)) return { posts: true, totals };
  const own = readParts(event.body, settings);
  const negative = own.foots && totalDifferences(withoutRates(own.totals), withoutRates(totals)).length === 0;
  return negative ? { posts: true, totals } : refused('it is not the exact negative of what it voids');
}

const kindOf = ({ body }: AuditedEvent): unknown => (body as { kind?: unknown }).kind;

const partFields = ['amount', 'lines', 'payments', 'depositsApplied'] as const;

/** A void that says nothing of its own is the mirror of its original. */
function hasParts(body: unknown): boolean {
  const given = body as Readonly<Record<string, unknown>>;
  return partFields.some((name) => {
    const value = given[name];
    return Array.isArray(value) ? value.length > 0 : value !== undefined;
  });
}

/** A void goes at its original's rate, whatever the rate of its own day is. */
function withoutRates(totals: Totals): Totals {
  return new Map(
    [...totals.values()].map((total) => [
      JSON.stringify([total.role, total.subject, total.location, total.currency]),
      { ...total, exchangeRate: null },
    ]),
  );
}
