// Gathers the rows of each event, which stand together, and sees to it that none come later.
import { eventKey } from '../../events/event-key.ts';
import type { FinancialEventKind } from '../../events/financial-event.ts';
import { RecentKeys } from '../../events/recent-keys.ts';
import type { FoundProblem, SourceItem } from '../source-item.ts';
import { assembleEvent, type NamedRow } from './assemble-event.ts';
import { layoutOf } from './columns.ts';

/** As many lines, payments and deposits as an event may have. */
export const rowsPerEventMax = 1200;

interface Group {
  readonly key: string;
  readonly kind: FinancialEventKind;
  readonly rows: NamedRow[];
  readonly found: FoundProblem[];
  lastRow: number;
}

export class EventRows {
  #group: Group | null = null;
  readonly #lastRows = new RecentKeys<number>();

  /** Gives the event before, where this row begins another. */
  *take(row: NamedRow, of: { kind: FinancialEventKind; found: readonly FoundProblem[] }): Generator<SourceItem> {
    const key = groupKey(row, of.kind);
    if (this.#group === null || key === null || this.#group.key !== key) {
      yield* this.end();
      this.#group = { key: key ?? '', kind: of.kind, rows: [], found: [...this.#apart(key, row)], lastRow: row.row };
    }
    const group = this.#group;
    group.lastRow = row.row;
    if (group.rows.length < rowsPerEventMax) {
      group.rows.push(row);
      group.found.push(...of.found);
    } else if (group.rows.length === rowsPerEventMax && !group.found.some(({ rule }) => rule === rowsRule)) {
      group.found.push({ place: `row ${row.row}`, field: 'sourceId', value: row.cells.sourceId, rule: rowsRule });
    }
  }

  *end(): Generator<SourceItem> {
    const group = this.#group;
    if (group === null) return;
    this.#group = null;
    if (group.key !== '') this.#lastRows.set(group.key, group.lastRow);
    yield { event: assembleEvent(group.rows, group) };
  }

  *#apart(key: string | null, { row, cells }: NamedRow): Generator<FoundProblem> {
    const lastRow = key === null ? undefined : this.#lastRows.get(key);
    if (lastRow === undefined) return;
    const rule = `the rows of an event stand together; the others of this one end on row ${lastRow}`;
    yield { place: `row ${row}`, field: 'sourceId', value: cells.sourceId, rule };
  }
}

const rowsRule = `at most ${rowsPerEventMax} rows an event`;

/** Null where each row is an event of its own. */
function groupKey({ cells }: NamedRow, kind: FinancialEventKind): string | null {
  const { source, sourceId } = cells;
  if (source === undefined || sourceId === undefined) return null;
  return layoutOf(kind).rows.size === 0 ? null : eventKey({ source, kind, sourceId });
}
