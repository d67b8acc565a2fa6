// `npm run bench:console`: the console's budgets on the built app, in Chromium; `-- --write` writes them into docs/benchmarks.md, `-- pages` measures one part.
import { readDocument, withConsole, writeDocument } from './benchmarks-document.ts';
import { benchPages } from './console-pages.ts';
import { type Budgeted, machine, table } from './measure.ts';

interface Part {
  readonly title: string;
  measure(): Promise<Budgeted[]>;
  /** Takes so long that it is measured only when it is named. */
  readonly isLong?: true;
}

/** In the order of the document. */
const parts: Readonly<Record<string, Part>> = {
  pages: { title: 'Pages, on the demo shop', measure: benchPages },
};

const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = named.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) throw new Error(`No part ${unknown.join(', ')}: there are ${Object.keys(parts).join(', ')}.`);
const isWriting = process.argv.includes('--write');

const over: string[] = [];
const sections: { readonly title: string; readonly text: string }[] = [];
for (const [name, { title, measure, isLong }] of Object.entries(parts)) {
  if (named.length > 0 ? !named.includes(name) : isLong) continue;
  const measured = await measure();
  const rows = measured.map((one) => ({ ...one, note: `at most ${one.budget} ${one.unit}; ${one.note}` }));
  sections.push({ title, text: table(rows) });
  process.stdout.write(`\n### ${title}\n\n${table(rows)}\n`);
  over.push(...measured.filter(({ median, budget }) => median > budget).map((one) => one.name));
}
process.stdout.write(`\n${machine()}\n`);
if (isWriting) await writeDocument(withConsole(await readDocument(), sections));
if (over.length > 0) {
  process.stdout.write(`Over budget: ${over.join(', ')}.\n`);
  process.exitCode = 1;
}
