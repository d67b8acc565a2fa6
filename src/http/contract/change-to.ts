// What a change takes: its fields and, so that what was read can be put back, those of the answer that cannot be changed.
import { z } from 'zod';

const readOnly = z.unknown().optional().meta({
  readOnly: true,
  description: 'Taken as it was read and not looked at',
});

/** A field that neither has is refused by its name, so that a misspelt one is not lost. */
export function changeTo<Fields extends z.ZodRawShape>(answer: z.ZodObject, fields: Fields) {
  const others = Object.keys(answer.shape).filter((name) => !(name in fields));
  return z
    .strictObject({ ...Object.fromEntries(others.map((name) => [name, readOnly])), ...fields })
    .transform((sent) => {
      const change = Object.entries(sent).filter(([name]) => name in fields);
      return Object.fromEntries(change) as z.output<z.ZodObject<Fields>>;
    });
}
