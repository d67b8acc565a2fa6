// What a change takes: its fields and, so that what was read can be sent back, those of the answer that cannot be changed there.
import { z } from 'zod';

/** What has to be said of a field that cannot be changed there: where it can be, or why it cannot. Null: it changes by itself, so that it is not looked at. */
type Rules<Name extends string> = Readonly<Record<Name, string | null>>;
/** Those that have to be as they stand. */
type Standing<Others> = { [Name in keyof Others]: Others[Name] extends string ? Name : never }[keyof Others] & string;

/** A field as it was sent, though it cannot be changed there. */
export interface SentBack<Name extends string = string> {
  readonly name: Name;
  readonly value: unknown;
  readonly rule: string;
}

const mustStand = (rule: string): string => `as it stands, or left out: ${rule}`;

const otherField = (rule: string | null) =>
  z
    .unknown()
    .optional()
    .meta({
      readOnly: true,
      description: rule === null ? 'Taken and not looked at: it changes by itself' : `Taken ${mustStand(rule)}`,
    });

/**
 * A field that neither has is refused by its name, so that a misspelt one is not lost. Whether `sentBack` is as it stands, the
 * route finds out.
 */
export function changeTo<
  Answer extends z.ZodRawShape,
  Fields extends z.ZodRawShape,
  Others extends Rules<Exclude<keyof Answer & string, keyof Fields>>,
>(answer: z.ZodObject<Answer>, fields: Fields, others: Others) {
  const rules: Rules<string> = others;
  const names = Object.keys(answer.shape).filter((name) => !(name in fields));
  const otherFields = Object.fromEntries(names.map((name) => [name, otherField(rules[name] ?? null)]));
  return z.strictObject({ ...otherFields, ...fields }).transform((sent: Readonly<Record<string, unknown>>) => {
    const change = Object.entries(sent).filter(([name]) => name in fields);
    return {
      change: Object.fromEntries(change) as z.output<z.ZodObject<Fields>>,
      sentBack: names.flatMap((name): SentBack<Standing<Others>>[] => {
        const rule = rules[name] ?? null;
        if (rule === null || sent[name] === undefined) return [];
        return [{ name: name as Standing<Others>, value: sent[name], rule: mustStand(rule) }];
      }),
    };
  });
}
