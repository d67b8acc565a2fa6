// A schema made into a plain function that says whether it would take a value: the same answer, many times as fast, and never why.
// The schema's definition is read as Zod offers it to other libraries (zod.dev/library-authors).
import type { z } from 'zod';
import { ruleOf } from './ruled-text.ts';

export type QuickCheck = (value: unknown) => boolean;

/** Knows what the schemas of events are made of; anything else is a bug and throws when it is made, not when it checks. */
export function quickCheck(schema: z.core.$ZodType): QuickCheck {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      return strictObject(def);
    case 'array':
      return list(def);
    case 'union':
      return taggedUnion(def);
    case 'optional': {
      const inner = quickCheck(def.innerType);
      return (value) => value === undefined || inner(value);
    }
    case 'string': {
      const rule = ruleOf(schema);
      return (value) => typeof value === 'string' && rule(value) === null;
    }
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'literal':
      return oneOf(def.values);
    case 'enum':
      return oneOf(Object.values(def.entries));
    default:
      throw new Error(`There is no quick check for a schema of type ${def.type}.`);
  }
}

function oneOf(allowed: readonly unknown[]): QuickCheck {
  return (value) => allowed.includes(value);
}

interface Field {
  readonly check: QuickCheck;
  readonly isRequired: boolean;
}

function strictObject({ shape, catchall }: z.core.$ZodObjectDef): QuickCheck {
  if (catchall?._zod.def.type !== 'never') throw new Error('An object of an event takes no unknown fields.');
  const fields = new Map(
    Object.entries(shape).map(([name, schema]): [string, Field] => {
      const check = quickCheck(schema);
      return [name, { check, isRequired: !check(undefined) }];
    }),
  );
  const requiredCount = [...fields.values()].filter((field) => field.isRequired).length;
  return (value) => {
    if (!isRecord(value)) return false;
    let required = 0;
    for (const name in value) {
      const field = fields.get(name);
      if (field === undefined || !field.check(value[name])) return false;
      if (field.isRequired) required += 1;
    }
    return required === requiredCount;
  };
}

function list({ element, checks = [] }: z.core.$ZodArrayDef & { readonly checks?: z.core.$ZodCheck[] }): QuickCheck {
  const check = quickCheck(element);
  const lengthMax = Math.min(...checks.map(lengthMaxOf));
  return (value) => {
    if (!Array.isArray(value) || value.length > lengthMax) return false;
    for (const one of value) if (!check(one)) return false;
    return true;
  };
}

function lengthMaxOf(check: z.core.$ZodCheck): number {
  const { def } = (check as z.core.$ZodChecks)._zod;
  if (def.check !== 'max_length') throw new Error(`There is no quick check for ${def.check} of a list.`);
  return def.maximum;
}

function taggedUnion(def: z.core.$ZodUnionDef): QuickCheck {
  if (!('discriminator' in def)) throw new Error('A union of an event is told apart by one of its fields.');
  const { discriminator: tag } = def as z.core.$ZodDiscriminatedUnionDef;
  const checks = new Map(
    def.options.flatMap((option) => tagsOf(option, tag).map((value) => [value, quickCheck(option)])),
  );
  return (value) => isRecord(value) && checks.get(value[tag])?.(value) === true;
}

function tagsOf(option: z.core.$ZodType, tag: string): readonly unknown[] {
  const values = option._zod.propValues?.[tag];
  if (values === undefined) throw new Error(`A part of an event has no ${tag} to be known by.`);
  return [...values];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
