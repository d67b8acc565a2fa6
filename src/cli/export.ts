// `tillbook export`: the journal as text that other people's tools can check.
import type { Config } from '../config.ts';
import { type JournalFormat, journalText } from '../journal/plain-text/journal-text.ts';
import { createLog } from '../log.ts';
import { exportAccounts, exportJournal } from '../pipeline/export-journal.ts';
import { findCompany } from './companies.ts';
import { withComposition } from './compose.ts';
import { writeWhole } from './write-whole.ts';

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
    let entries = 0;
    let blocked = 0;
    await writeWhole(options.output, async (write) => {
      await write(text.head);
      for await (const chunk of exportJournal(ports, companyId, {
        from: options.from ?? null,
        to: options.to ?? null,
      })) {
        await write(chunk.entries.map((entry) => text.entry(entry)).join(''));
        entries += chunk.entries.length;
        blocked += chunk.blocked;
      }
    });
    const held =
      blocked === 0 ? '' : `; ${blocked} events are blocked and not among them (tillbook preflight says why)`;
    process.stderr.write(`${entries} entries${held}\n`);
  });
}
