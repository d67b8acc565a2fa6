// A backup as text: a head, each table as PostgreSQL's own COPY has it, and a line at the end that only a whole one has.
import { z } from 'zod';

const marker = '-- Tillbook backup';

const headSchema = z.object({
  format: z.literal(1),
  madeAt: z.iso.datetime(),
  /** What the database was at: a backup is read by this version's tables. */
  migrations: z.array(z.object({ name: z.string(), digest: z.string() })).min(1),
});

export type BackupHead = z.infer<typeof headSchema>;

export interface BackedUpTable {
  /** With its schema, as SQL has it; so are the columns. */
  readonly name: string;
  readonly columns: readonly string[];
}

/** How values are written, and read again, whatever a server's own settings are. */
export const formatSettings =
  "set local datestyle = 'ISO'; set local timezone = 'UTC'; set local intervalstyle = 'iso_8601'; set local statement_timeout = 0";

/** Ends the rows of a table; COPY writes no row like it. */
export const rowsEnd = '\\.';

export const headLines = (head: BackupHead): readonly string[] => [marker, `-- ${JSON.stringify(head)}`];

/** What the two lines say; null where they are not the head of a backup that this version reads. */
export function readHead(first: string, second: string): BackupHead | null {
  if (first !== marker || !second.startsWith('-- ')) return null;
  const parsed = headSchema.safeParse(jsonOf(second.slice('-- '.length)));
  return parsed.success ? parsed.data : null;
}

export const tableLine = ({ name, columns }: BackedUpTable): string =>
  `COPY ${name} (${columns.join(', ')}) FROM stdin;`;

export const endLine = (of: { readonly tables: number; readonly rows: number }): string =>
  `${marker} ends: ${of.tables} tables, ${of.rows} rows`;

/** Lines without their ends. Only a line feed ends one: whatever else a text holds is COPY's to write. */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, from)) {
      const rest = chunk.subarray(from, end);
      yield begun.length === 0 ? rest : Buffer.concat([...begun, rest]);
      begun = [];
      from = end + 1;
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
  }
  if (begun.length > 0) yield Buffer.concat(begun);
}

const lineFeed = 0x0a;

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
