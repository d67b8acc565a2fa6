// `npm run bench`: the figures of docs/benchmarks.md, measured on this machine; `-- --write` writes them there.
import { writeFile } from 'node:fs/promises';
import { benchCore } from './core.ts';
import { benchDailySummary } from './daily-summary.ts';
import { benchImport } from './import-csv.ts';
import { machine, table } from './measure.ts';
import { benchOverHttp } from './over-http.ts';

const measured = [
  ...(await benchCore()),
  ...(await benchDailySummary()),
  ...(await benchImport()),
  ...(await benchOverHttp()),
];
const report = `${machine()}\n\n${table(measured)}\n`;
process.stdout.write(`\n${report}`);

if (process.argv.includes('--write')) {
  const document = `# Benchmarks

Made by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}: medians of the runs named, everything on one machine, with
the embedded database (durable commits), the local QuickBooks in the same process, and its limits on.

${report}
What a backlog may reach is set by QuickBooks: 40 batches of 30 entries a minute for a company and an app.
`;
  await writeFile(new URL('../docs/benchmarks.md', import.meta.url), document);
}
