// Gathers the rows of each event, which stand together, and sees to it that none come later.
import { eventKey } from '../../events/event-key.ts';
import type { FinancialEventKind } from '../../events/financial-event.ts';
import { RecentKeys } from '../../events/recent-keys.ts';
import type { FoundProblem, SourceItem } from '../../pipeline/source-port.ts';
import { assembleEvent, type NamedRow } from './assemble-event.ts';
import { layoutOf } from './columns.ts';

/** As many lines, payments and deposits as an event may have. */
export const rowsPerEventMax = 1200;
/** Of the text of its cells; no right event comes near it. */
export const eventCharactersMax = 4 * 1024 * 1024;

interface Group {
  readonly key: string;
  readonly kind: FinancialEventKind;
  readonly rows: NamedRow[];
  readonly found: FoundProblem[];
  characters: number;
  lastRow: number;
}

export class EventRows {
  #group: Group | null = null;
  readonly #lastRows = new RecentKeys();

  /** Gives the event before, where this row begins another. */
  *take(row: NamedRow, of: { kind: FinancialEventKind; found: readonly FoundProblem[] }): Generator<SourceItem> {
    const key = groupKey(row, of.kind);
    if (this.#group === null || key === null || this.#group.key !== key) {
      yield* this.end();
      this.#group = beginning(row, { key: key ?? '', kind: of.kind, found: [...this.#apart(key, row)] });
    }
    hold(this.#group, row, of.found);
  }

  *end(): Generator<SourceItem> {
    const group = this.#group;
    if (group === null) return;
    this.#group = null;
    if (group.key !== '') this.#lastRows.set(group.key, group.lastRow);
    yield { event: { ...assembleEvent(group.rows, group), bytes: group.characters } };
  }

  *#apart(key: string | null, { row, cells }: NamedRow): Generator<FoundProblem> {
    const lastRow = key === null ? undefined : this.#lastRows.get(key);
    if (lastRow === undefined) return;
    const rule = `the rows of an event stand together; the others of this one end on row ${lastRow}`;
    yield { place: `row ${row}`, field: 'sourceId', value: cells.sourceId, rule };
  }
}

const sizeRule = `at most ${rowsPerEventMax} rows and ${eventCharactersMax} characters an event`;

function beginning(row: NamedRow, of: Pick<Group, 'key' | 'kind' | 'found'>): Group {
  return { ...of, rows: [], characters: 0, lastRow: row.row };
}

/** What an event has too much is told once and left out: it must not fill the memory. */
function hold(group: Group, row: NamedRow, found: readonly FoundProblem[]): void {
  group.lastRow = row.row;
  for (const column in row.cells) group.characters += row.cells[column]?.length ?? 0;
  const isFirst = group.rows.length === 0;
  if (isFirst || (group.rows.length < rowsPerEventMax && group.characters <= eventCharactersMax)) {
    group.rows.push(row);
    group.found.push(...found);
  } else if (!group.found.some(({ rule }) => rule === sizeRule)) {
    group.found.push({ place: `row ${row.row}`, field: 'sourceId', value: row.cells.sourceId, rule: sizeRule });
  }
}

/** Null where each row is an event of its own. */
function groupKey({ cells }: NamedRow, kind: FinancialEventKind): string | null {
  const { source, sourceId } = cells;
  if (source === undefined || sourceId === undefined) return null;
  return layoutOf(kind).rows.size === 0 ? null : eventKey({ source, kind, sourceId });
}
