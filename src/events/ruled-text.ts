// A text with a rule of its own, as a schema that tells what is wrong and, for those who only ask whether, as the bare rule.
import { z } from 'zod';

/** Answers null for what is right, else the rule that is broken, in words. */
export type TextRule = (text: string) => string | null;

const rules = new WeakMap<z.core.$ZodType, TextRule>();

export const decimalPatternText = '^-?(0|[1-9][0-9]*)(\\.[0-9]+)?$';

export function ruledText(rule: TextRule, description: string, pattern?: string) {
  const schema = z
    .string({ error: ({ input }) => typeRule(input, description, pattern === decimalPatternText) })
    .superRefine((text, context) => {
      const broken = rule(text);
      if (broken !== null) context.addIssue({ code: 'custom', message: broken });
    })
    .meta({ description, ...(pattern !== undefined && { pattern }) });
  rules.set(schema, rule);
  return schema;
}

/** A decimal as a JSON number has gone through floating point somewhere: it is refused in words that say so. */
function typeRule(input: unknown, description: string, isDecimal: boolean): string {
  if (input === undefined) return 'required';
  if (isDecimal && typeof input === 'number') return 'a decimal string such as "12.50", not a JSON number';
  return `a JSON string: ${description}`;
}

export function ruleOf(schema: z.core.$ZodType): TextRule {
  const rule = rules.get(schema);
  if (rule === undefined) throw new Error('A text of an event has no rule.');
  return rule;
}
