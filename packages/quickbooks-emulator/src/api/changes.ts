// Change data capture: what was made, changed or deleted since a moment, for the entities asked for.
import { pacificTime } from '../clock.ts';
import { definitionOf } from '../entities/catalogue.ts';
import type { WriteContext } from '../entities/definition.ts';
import { present } from '../entities/write.ts';
import type { ApiObject, ObjectRow } from '../store/objects.ts';
import { fault, faults } from './fault.ts';

const lookBackMs = 30 * 86_400_000;
const objectCountMax = 1000;
const unsupported: ReadonlySet<string> = new Set([
  'journalcode',
  'taxagency',
  'timeactivity',
  'taxcode',
  'taxrate',
  'exchangerate',
]);

/** As text, because that is how both kinds of calls carry it. */
export interface ChangesAskedFor {
  readonly entities: string;
  readonly changedSince: string;
}

export function changesAskedFor(query: URLSearchParams): ChangesAskedFor {
  return { entities: query.get('entities') ?? '', changedSince: query.get('changedSince') ?? '' };
}

export function answerChanges({ entities, changedSince }: ChangesAskedFor, context: WriteContext): ApiObject {
  const names = entities.split(',').filter((name) => name.trim() !== '');
  if (names.length === 0) throw faults.missing('entities');
  // A plus sign that was not escaped arrives as a space.
  const since = Date.parse(changedSince.replace(/ (?=\d\d:\d\d$)/, '+'));
  if (Number.isNaN(since)) {
    const detail = `changedSince is not a date and time. Supplied value:${changedSince}`;
    throw fault('2060', 'Invalid Date format', detail, { element: 'changedSince' });
  }
  if (since < context.clock.now() - lookBackMs) {
    throw fault('4001', 'Invalid query', 'QueryValidationError: changedSince may be at most 30 days ago');
  }
  let left = objectCountMax;
  const answers = names.map((name) => {
    const found = changesOf(name.trim(), { since, limit: left, context });
    left -= found.count;
    return found.answer;
  });
  return { QueryResponse: answers };
}

interface Since {
  readonly since: number;
  readonly limit: number;
  readonly context: WriteContext;
}

function changesOf(name: string, { since, limit, context }: Since): { answer: ApiObject; count: number } {
  const definition = definitionOf(name);
  if (!definition || unsupported.has(name.toLowerCase())) {
    throw fault('4001', 'Invalid query', `QueryValidationError: ${name} is not supported for change data capture`);
  }
  const { store, company, clock } = context;
  const { changesDelayMs } = company.settings;
  const until = changesDelayMs > 0 ? clock.now() - changesDelayMs : Number.MAX_SAFE_INTEGER;
  const key = [company.realmId, definition.name, since, until, limit] as const;
  const changed = store
    .all<ObjectRow>(
      'SELECT id, body FROM objects WHERE realm_id = ? AND type = ? AND updated_at >= ? AND updated_at <= ? ORDER BY updated_at, id LIMIT ?',
      ...key,
    )
    .map(({ body }) => present(definition, JSON.parse(body) as ApiObject, context));
  const deleted = store
    .all<{ id: number; deleted_at: number }>(
      'SELECT id, deleted_at FROM deletions WHERE realm_id = ? AND type = ? AND deleted_at >= ? AND deleted_at <= ? ORDER BY deleted_at LIMIT ?',
      ...key,
    )
    .map(({ id, deleted_at }) => ({
      domain: 'QBO',
      status: 'Deleted',
      Id: String(id),
      MetaData: { LastUpdatedTime: pacificTime(deleted_at).replace(/\.\d+/, '') },
    }));
  const rows = [...changed, ...deleted].slice(0, limit);
  if (rows.length === 0) return { answer: {}, count: 0 };
  const answer = { [definition.name]: rows, startPosition: 1, maxResults: rows.length, totalCount: rows.length };
  return { answer, count: rows.length };
}
