// The columns of CSV against the event format: each field has its column, and no column is without a field.
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { eventSchemas } from '../../events/event-schema.ts';
import { financialEventKinds } from '../../events/financial-event.ts';
import { columnsOf, layoutOf, requiredColumns } from './columns.ts';

const lists = ['lines', 'payments', 'depositsApplied'];

/** The fields of what a schema takes, where that is an object or one of several. */
function fieldsOf(schema: unknown): readonly string[] {
  const { def } = schema as { def: z.core.$ZodTypeDef & Record<string, unknown> };
  if (def.type === 'object') return Object.keys(def.shape as object);
  if (def.type === 'union') return (def.options as unknown[]).flatMap(fieldsOf);
  const inner = def.innerType ?? def.element ?? def.in;
  if (inner === undefined) throw new Error(`A schema of type ${def.type} has no fields.`);
  return fieldsOf(inner);
}

test.each(financialEventKinds)('%s: the fields of the event and of its lists', (kind) => {
  const { shape } = eventSchemas[kind];
  const own = Object.keys(shape).filter((name) => !lists.includes(name));
  expect([...layoutOf(kind).eventColumns].sort()).toEqual(own.sort());
  const inLists = Object.entries(shape).flatMap(([name, schema]) => (lists.includes(name) ? fieldsOf(schema) : []));
  expect([...layoutOf(kind).rowColumns].sort()).toEqual([...new Set(inLists)].sort());
});

test.each(financialEventKinds)('%s: a required column is one that there is', (kind) => {
  expect(columnsOf(kind)).toEqual(expect.arrayContaining([...requiredColumns(kind)]));
  expect(columnsOf(null)).toEqual(expect.arrayContaining([...requiredColumns(null), ...columnsOf(kind)]));
});

test('no column is there twice', () => {
  for (const kind of [null, ...financialEventKinds]) expect(new Set(columnsOf(kind)).size).toBe(columnsOf(kind).length);
});
