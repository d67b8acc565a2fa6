// Checks what a till sent and makes the event of it, or tells all that is wrong with it at once. Never throws on any JSON value.
import { type BusinessDay, businessDate } from './business-date.ts';
import { contentProblems } from './event-content-rules.ts';
import { eventKey } from './event-key.ts';
import { limitProblems } from './event-limits.ts';
import { type EventInput, eventSchemas, isEventKind } from './event-schema.ts';
import {
  type EventProblem,
  type FinancialEvent,
  type FinancialEventKind,
  financialEventKinds,
} from './financial-event.ts';
import { quickCheck } from './quick-check.ts';
import { readEvent } from './read-event.ts';
import { schemaProblems, shownValue, valueLengthMax } from './schema-problems.ts';

export interface ParsingContext {
  readonly companyCurrency: string;
  /** For a location not set up yet, the company's own. */
  businessDay(location: string): BusinessDay;
}

export type ParsedEvent =
  /** The business date as the event gave it, which its content is known by (`eventContent`); null: derived. */
  | { readonly ok: true; readonly event: FinancialEvent; readonly givenBusinessDate: string | null }
  | { readonly ok: false; readonly problems: readonly EventProblem[]; readonly key: string | null };

type JsonRecord = Readonly<Record<string, unknown>>;

const problemsMax = 100;

export function parseEvent(input: unknown, context: ParsingContext): ParsedEvent {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return refused([{ pointer: '', value: shownValue(input), rule: 'an event is a JSON object' }], null);
  }
  const record = input as JsonRecord;
  const kind = Object.hasOwn(record, 'kind') ? record.kind : undefined;
  if (!isEventKind(kind)) {
    const rule = kind === undefined ? 'required' : `one of ${financialEventKinds.join(', ')}`;
    return refused([{ pointer: '/kind', value: shownValue(kind), rule }], null);
  }
  const { companyCurrency } = context;
  const problems = [...shapeProblems(record, kind), ...contentProblems(record, { kind, companyCurrency })];
  if (problems.length > 0) {
    const first = new Map(problems.map((problem) => [`${problem.pointer}\n${problem.rule}`, problem]));
    return refused([...first.values()], keyOf(record));
  }
  const given = record as EventInput;
  const event = readEvent(given, {
    companyCurrency,
    businessDate: given.businessDate ?? businessDate(given.occurredAt, context.businessDay(given.location)),
  });
  const limits = limitProblems(event);
  if (limits.length > 0) return refused(limits, event.key);
  return { ok: true, event, givenBusinessDate: given.businessDate ?? null };
}

function refused(problems: readonly EventProblem[], key: string | null): ParsedEvent {
  return {
    ok: false,
    key,
    problems: problems.slice(0, problemsMax).map((problem) => ({ ...problem, value: shownValue(problem.value) })),
  };
}

function keyOf(record: JsonRecord): string | null {
  const { source, sourceId, kind } = record;
  if (typeof source !== 'string' || typeof sourceId !== 'string' || !isEventKind(kind)) return null;
  if (source === '' || sourceId === '' || source.length > valueLengthMax || sourceId.length > valueLengthMax)
    return null;
  return eventKey({ source, sourceId, kind });
}

const isWellFormed = Object.fromEntries(financialEventKinds.map((kind) => [kind, quickCheck(eventSchemas[kind])]));

/** The schema is asked only when there is something to tell: it takes many times as long as the quick check made from it. */
function shapeProblems(record: JsonRecord, kind: FinancialEventKind): readonly EventProblem[] {
  if (isWellFormed[kind]?.(record)) return [];
  const checked = eventSchemas[kind].safeParse(record);
  return checked.success ? [] : schemaProblems(checked.error.issues, record);
}
