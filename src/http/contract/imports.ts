// Imports on the wire: a file that is checked, then recorded, and what was found in it.
import { z } from 'zod';
import { importFormats, importStates } from '../../pipeline/import-port.ts';
import { amountSchema, eventKindSchema, instantSchema, placeSchema } from './values.ts';

const problemsPerPage = { most: 1000, usual: 100 };
const fileNameMax = 200;

export const importFormatSchema = z.enum(importFormats);

const countFields = { duplicate: z.int(), conflict: z.int(), invalid: z.int() };

export const importSchema = z.object({
  id: z.string(),
  fileName: z.string(),
  who: z.string(),
  at: instantSchema,
  state: z.enum(importStates).describe('checked: it waits for somebody to start it'),
  format: importFormatSchema,
  kind: eventKindSchema.nullable().describe('Of every event of a CSV file; null: each row, or line, says it'),
  bytes: z.int(),
  bytesRead: z.int().describe('Of the reading under way: the dry run, then the import'),
  eventsRead: z.int(),
  checked: z
    .object({
      new: z.int(),
      ...countFields,
      faults: z.int().describe('What is wrong with the file itself and belongs to no event'),
    })
    .nullable()
    .describe('What the dry run says'),
  sound: z.boolean().describe('False: the file is not put together as it must be, and none of it can be recorded'),
  kinds: z.array(
    z.object({
      kind: eventKindSchema,
      currency: z.string(),
      events: z.int(),
      amount: amountSchema,
      from: z.string(),
      to: z.string(),
    }),
  ),
  imported: z.object({ recorded: z.int(), ...countFields }).nullable(),
  problems: z.int().describe('Found by the last reading'),
  startedBy: z.string().nullable(),
  cancelledBy: z.string().nullable(),
  endedAt: instantSchema.nullable(),
});
export const importsAnswerSchema = z.object({
  imports: z.array(importSchema).describe('Newest first; one at most has not ended'),
  limits: z.object({ bytes: z.int(), lines: z.int(), problems: z.int() }),
});

export const bringFileQuerySchema = z.strictObject({
  name: z.string().min(1).max(fileNameMax).default('events').describe('Of the file, as people will see it'),
  format: importFormatSchema.optional().describe('Absent: guessed from its beginning'),
  kind: eventKindSchema.optional().describe('Of every event of a CSV file; absent: guessed from its columns'),
});
export const readOtherwiseRequestSchema = z.strictObject({
  format: importFormatSchema,
  kind: eventKindSchema.nullable().default(null),
});

const problemFields = {
  place: z.string().describe('"row 14", "line 3"'),
  field: z.string().nullable(),
  value: z.string(),
  rule: z.string(),
};
export const importProblemsQuerySchema = z.strictObject({
  cursor: placeSchema.default(0),
  limit: z.coerce.number().int().min(1).max(problemsPerPage.most).default(problemsPerPage.usual),
});
export const importProblemsAnswerSchema = z.object({
  problems: z.array(z.object({ number: z.int(), key: z.string().nullable(), ...problemFields })),
  nextCursor: z.string().nullable(),
});

export const importPreviewSchema = z.object({
  columns: z.array(z.string()).describe('Empty for NDJSON, whose lines have one cell each'),
  rows: z.array(z.object({ place: z.string(), cells: z.array(z.string()) })),
  events: z.array(
    z.object({
      place: z.string(),
      key: z.string().nullable(),
      event: z
        .object({
          kind: eventKindSchema,
          number: z.string(),
          businessDate: z.string(),
          location: z.string(),
          amount: amountSchema,
          currency: z.string(),
        })
        .nullable(),
      problems: z.array(z.object(problemFields)),
    }),
  ),
});

export type Import = z.infer<typeof importSchema>;
export type ImportsAnswer = z.infer<typeof importsAnswerSchema>;
export type ImportProblems = z.infer<typeof importProblemsAnswerSchema>;
export type ImportPreview = z.infer<typeof importPreviewSchema>;
