// Every error's shape: RFC 9457 problem details with a stable code, and for lists of records what is wrong with each.
import { z } from 'zod';

/** Why one field was refused; `index` names the record where there are several. `pointer` is a JSON pointer within it. */
export const problemItemSchema = z.object({
  index: z.int().optional(),
  pointer: z.string(),
  value: z.unknown(),
  rule: z.string(),
});

export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  problems: z.array(problemItemSchema).optional(),
});

export type ProblemItem = z.infer<typeof problemItemSchema>;
export type Problem = z.infer<typeof problemSchema>;
