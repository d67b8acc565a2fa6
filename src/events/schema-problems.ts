// What a schema found wrong with a JSON value, each problem with its pointer, the value there and the rule.
import type { z } from 'zod';
import type { EventProblem } from './financial-event.ts';

export const valueLengthMax = 200;

export function schemaProblems(issues: readonly z.core.$ZodIssue[], record: unknown): readonly EventProblem[] {
  return issues.flatMap((issue): readonly EventProblem[] => {
    const pointer = pointerOf(issue.path);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((name) => ({
        pointer: pointerOf([...issue.path, name]),
        value: valueAt(record, [...issue.path, name]),
        rule: 'an unknown field',
      }));
    }
    const value = valueAt(record, issue.path);
    if (value === undefined) return [{ pointer, value: null, rule: 'required' }];
    const isPlain = issue.code === 'invalid_type' && issue.message.startsWith('Invalid input');
    return [{ pointer, value, rule: isPlain ? `expected ${issue.expected}` : issue.message }];
  });
}

/** https://www.rfc-editor.org/rfc/rfc6901#section-3 */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => `/${String(part).slice(0, valueLengthMax).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

export function valueAt(record: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = record;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}

/** A problem never repeats more of a value than a person can read. */
export function shownValue(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === 'string') return value.length > valueLengthMax ? `${value.slice(0, valueLengthMax)}…` : value;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : value;
}
