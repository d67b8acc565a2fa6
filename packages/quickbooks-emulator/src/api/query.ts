// Answers a query: checks it, has its objects found, and shows the properties asked for.
import { pacificDate } from '../clock.ts';
import { definitionOf } from '../entities/catalogue.ts';
import type { Definition, WriteContext } from '../entities/definition.ts';
import { singletonOf } from '../entities/singletons.ts';
import type { ApiObject } from '../store/objects.ts';
import { fault } from './fault.ts';
import { parseQuery, type Query } from './query-language.ts';
import { holdsAll } from './query-match.ts';
import { type Found, search } from './query-search.ts';

export function answerQuery(text: string, context: WriteContext): ApiObject {
  const query = parseQuery(text, pacificDate(context.clock.now()));
  const singleton = singletonOf(query.entity, context);
  const definition = definitionOf(query.entity);
  if (!definition && !singleton) {
    throw fault('4001', 'Invalid query', `QueryValidationError: ${query.entity} is not a queryable entity`);
  }
  if (definition) checkProperties(query, definition);
  const name = definition?.name ?? query.entity;
  const { rows, total } = singleton
    ? alone(singleton.object, query)
    : definition
      ? search(definition, query, context)
      : { rows: [], total: 0 };
  if (query.selects === 'count') return { totalCount: total };
  if (rows.length === 0) return {};
  const { selects } = query;
  const shown = selects === 'all' ? rows : rows.map((row) => project(row, selects));
  return { [singleton?.name ?? name]: shown, startPosition: query.startPosition, maxResults: shown.length };
}

function alone(object: ApiObject, query: Query): Found {
  const rows = holdsAll(object, query.where) ? [object] : [];
  return { rows: rows.slice(query.startPosition - 1, query.startPosition - 1 + query.maxResults), total: rows.length };
}

function checkProperties(query: Query, definition: Definition): void {
  const known = new Set(definition.fields.map((field) => field.toLowerCase()));
  const named = [...query.where, ...query.orderBy].map(({ property }) => property);
  const unknown = named.find((property) => !known.has(property.toLowerCase().split('.')[0] ?? ''));
  if (unknown === undefined) return;
  const detail = `QueryValidationError: Property ${unknown} not found for Entity ${definition.name}`;
  throw fault('4001', 'Invalid query', detail);
}

function project(row: ApiObject, properties: readonly string[]): ApiObject {
  const wanted = new Set(properties.map((property) => property.toLowerCase().split('.')[0]));
  const kept = Object.entries(row).filter(
    ([name]) => wanted.has(name.toLowerCase()) || name === 'domain' || name === 'sparse',
  );
  return Object.fromEntries(kept);
}
