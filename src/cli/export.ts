// `tillbook export`: the journal as text that other people's tools can check.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Config } from '../config.ts';
import { type JournalFormat, journalText } from '../journal/plain-text/journal-text.ts';
import { createLog } from '../log.ts';
import { exportAccounts, exportJournal } from '../pipeline/export-journal.ts';
import { findCompany } from './companies.ts';
import { withComposition } from './compose.ts';

export interface ExportOptions {
  readonly format: JournalFormat;
  readonly output?: string;
  readonly from?: string;
  readonly to?: string;
  readonly company?: string;
}

export async function exportBooks(config: Config, options: ExportOptions): Promise<void> {
  const log = createLog(config, { quiet: true });
  await withComposition(config, { command: 'export', log }, async ({ storage, ports, booksOf }) => {
    const { companyId } = await findCompany(storage, options.company);
    const { name, currency } = await booksOf(companyId).settings();
    const accounts = await exportAccounts(ports, companyId);
    const text = journalText(options.format, { accounts, companyName: name, companyCurrency: currency });
    const output = options.output === undefined ? process.stdout : createWriteStream(options.output);
    await write(output, text.head);
    let entries = 0;
    let blocked = 0;
    for await (const chunk of exportJournal(ports, companyId, { from: options.from ?? null, to: options.to ?? null })) {
      await write(output, chunk.entries.map((entry) => text.entry(entry)).join(''));
      entries += chunk.entries.length;
      blocked += chunk.blocked;
    }
    if (output !== process.stdout) {
      output.end();
      await finished(output);
    }
    const held =
      blocked === 0 ? '' : `; ${blocked} events are blocked and not among them (tillbook preflight says why)`;
    process.stderr.write(`${entries} entries${held}\n`);
  });
}

async function write(output: Writable, text: string): Promise<void> {
  if (!output.write(text)) await once(output, 'drain');
}
