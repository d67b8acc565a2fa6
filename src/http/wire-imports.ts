// From the books' words to the wire's, for imports: minor units as decimal strings, instants as text.
import { formatMinor } from '../money.ts';
import type * as books from '../pipeline/import-port.ts';
import type * as wire from './contract.ts';

export function wireImport(row: books.ImportRow): wire.Import {
  const { id, fileName, who, state, format, kind, bytes, bytesRead, checked, imported, problems } = row;
  const { startedBy, cancelledBy } = row;
  return {
    ...{ id, fileName, who, state, format, kind, bytes, bytesRead, problems, startedBy, cancelledBy },
    at: row.at.toISOString(),
    eventsRead: row.itemsRead,
    checked: checked === null ? null : { ...countsOf(checked), new: checked.recorded, faults: checked.faults },
    sound: row.torn === 0,
    kinds: row.kinds.map(({ amountMinor, ...total }) => ({
      ...total,
      amount: formatMinor(amountMinor, total.currency),
    })),
    imported: imported === null ? null : { ...countsOf(imported), recorded: imported.recorded },
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}

const countsOf = ({ duplicate, conflict, invalid }: NonNullable<books.ImportRow['checked']>) => {
  return { duplicate, conflict, invalid };
};

export function wireImportPreview({ columns, rows, events }: books.ImportPreview): wire.ImportPreview {
  return {
    columns: [...columns],
    rows: rows.map(({ place, cells }) => ({ place, cells: [...cells] })),
    events: events.map(({ event, problems, ...item }) => ({
      ...item,
      event: event === null ? null : wireChecked(event),
      problems: [...problems],
    })),
  };
}

function wireChecked({ amountMinor, ...event }: NonNullable<books.ImportPreview['events'][number]['event']>) {
  return { ...event, amount: formatMinor(amountMinor, event.currency) };
}
