// `npm run bench`: the figures of docs/benchmarks.md, measured on this machine; `-- --write` writes them there, `-- journal` measures one part.
import { readDocument, withBench, writeDocument } from './benchmarks-document.ts';
import { benchByHand } from './by-hand.ts';
import { benchCore } from './core.ts';
import { benchDailySummary } from './daily-summary.ts';
import { benchEngine, benchLoneEvents, benchManyCompanies, benchSlowQuickbooks } from './engine.ts';
import { benchImport } from './import-csv.ts';
import { benchJournal } from './journal.ts';
import { benchLocalQuickBooks } from './local-quickbooks.ts';
import { type Measured, machine, table } from './measure.ts';
import { benchOverHttp } from './over-http.ts';

interface Part {
  readonly title: string;
  measure(): Promise<Measured[]>;
  /** Takes so long that it is measured only when it is named. */
  readonly isLong?: true;
}

/** In the order of the document. */
const parts: Readonly<Record<string, Part>> = {
  core: { title: 'The core, without I/O', measure: benchCore },
  journal: { title: 'From a file of 100,000 sales to their checked journal, whole processes', measure: benchJournal },
  summary: { title: 'A day as one entry', measure: benchDailySummary },
  import: { title: 'Importing CSV files', measure: benchImport },
  http: { title: 'Over HTTP, durable, and on to QuickBooks', measure: benchOverHttp },
  engine: { title: 'The engine, each part a process of its own', measure: benchEngine },
  'by-hand': { title: 'What a shop would write instead, beside it', measure: benchByHand },
  lone: { title: 'A lone event', measure: benchLoneEvents },
  slow: { title: 'A backlog where QuickBooks is slow', measure: benchSlowQuickbooks, isLong: true },
  companies: { title: 'Many companies', measure: benchManyCompanies, isLong: true },
  quickbooks: { title: 'The local QuickBooks by itself', measure: benchLocalQuickBooks },
};

const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = named.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) throw new Error(`No part ${unknown.join(', ')}: there are ${Object.keys(parts).join(', ')}.`);
const isWriting = process.argv.includes('--write');
if (isWriting && named.length > 0) throw new Error('The document is written of all parts together.');

const sections: string[] = [];
for (const [name, { title, measure, isLong }] of Object.entries(parts)) {
  if (named.length > 0 ? !named.includes(name) : isLong) continue;
  const section = `## ${title}\n\n${table(await measure())}\n`;
  process.stdout.write(`\n${section}`);
  sections.push(section);
}
process.stdout.write(`\n${machine()}\n`);

if (isWriting) {
  const document = `# Benchmarks

Made by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}: medians of the runs named, everything on one machine, with
the embedded database (durable commits), the local QuickBooks, in the same process unless a part says otherwise, and its limits on.

${machine()}

${sections.join('\n')}
What a backlog may reach is set by QuickBooks: 40 batches of 30 entries a minute for a company and an app.
`;
  await writeDocument(withBench(await readDocument(), document));
}
