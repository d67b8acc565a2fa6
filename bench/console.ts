// `npm run bench:console`: the console's budgets on the built app, in Chromium; `-- --write` writes them into docs/benchmarks.md, `-- pages` measures one part,
// `-- --events 500000` makes fewer events than the ten million of the budget.
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { readDocument, withConsole, writeDocument } from './benchmarks-document.ts';
import { benchPages } from './console-pages.ts';
import { benchEventsList, listedEvents } from './events-list.ts';
import { type Budgeted, machine, table } from './measure.ts';

/** Fewer have no day in which somebody looks for something. */
const eventsMin = 10_000;

interface Part {
  readonly title: string;
  readonly intro?: string;
  measure(): Promise<Budgeted[]>;
}

const { values, positionals: named } = parseArgs({
  options: { write: { type: 'boolean', default: false }, events: { type: 'string', default: String(listedEvents) } },
  allowPositionals: true,
});
const events = Number(values.events);
if (!Number.isSafeInteger(events) || events < eventsMin || events > listedEvents) {
  throw new Error(`--events takes a number from ${eventsMin} to ${listedEvents}.`);
}
const isSmaller = events < listedEvents;
if (values.write && isSmaller)
  throw new Error('The document has the figures of ten million events: leave --events out.');
const many = events.toLocaleString('en-US');

/** In the order of the document. */
const parts: Readonly<Record<string, Part>> = {
  pages: { title: 'Pages, on the demo shop', measure: benchPages },
  events: {
    title: isSmaller ? `The list of events at ${many}, not at ten million` : 'The list of events at ten million',
    intro: `${many} events of three years at twenty locations, one in a thousand waiting or failed; whole answers over HTTP, one after the other.`,
    measure: () => benchEventsList(events),
  },
};

const unknown = named.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) throw new Error(`No part ${unknown.join(', ')}: there are ${Object.keys(parts).join(', ')}.`);

/** Whole answers are waited for: what others do on the machine is in these figures. */
const load = (): string =>
  `The machine's load was ${(loadavg()[0] ?? 0).toFixed(1)} then, on ${availableParallelism()} cores.`;

const over: string[] = [];
const sections: { readonly title: string; readonly text: string }[] = [];
for (const [name, { title, intro, measure }] of Object.entries(parts)) {
  if (named.length > 0 && !named.includes(name)) continue;
  const measured = await measure();
  const rows = measured.map((one) => ({ ...one, note: `at most ${one.budget} ${one.unit}; ${one.note}` }));
  const text = intro === undefined ? table(rows) : `${intro} ${load()}\n\n${table(rows)}`;
  sections.push({ title, text });
  process.stdout.write(`\n### ${title}\n\n${text}\n`);
  over.push(...measured.filter(({ median, budget }) => median > budget).map((one) => one.name));
}
process.stdout.write(`\n${machine()}\n`);
if (values.write) await writeDocument(withConsole(await readDocument(), sections));
if (over.length > 0) {
  process.stdout.write(`Over budget: ${over.join(', ')}.\n`);
  process.exitCode = 1;
}
