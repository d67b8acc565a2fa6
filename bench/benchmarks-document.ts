// docs/benchmarks.md: the figures of `npm run bench`, and after them those of `npm run bench:console`, each written without the other.
import { readFile, writeFile } from 'node:fs/promises';
import { machine } from './measure.ts';

const file = new URL('../docs/benchmarks.md', import.meta.url);
const heading = '# The console';

export const readDocument = (): Promise<string> => readFile(file, 'utf8');
export const writeDocument = (text: string): Promise<void> => writeFile(file, text);

interface Section {
  readonly title: string;
  readonly text: string;
}

/** What the document says of the console. */
function consoleOf(document: string): string {
  const at = document.indexOf(`\n${heading}\n`);
  return at === -1 ? '' : document.slice(at);
}

export function withBench(document: string, bench: string): string {
  return `${bench.trimEnd()}\n${consoleOf(document)}`;
}

/** In the place of sections with the same title; the others stay. */
export function withConsole(document: string, measured: readonly Section[]): string {
  const before = consoleOf(document);
  const kept = before
    .split(/^## /m)
    .slice(1)
    .map((text): Section => {
      const [title = '', ...lines] = text.split('\n');
      return { title, text: lines.join('\n').trim() };
    })
    .filter(({ title }) => !measured.some((one) => one.title === title));
  const sections = [...kept, ...measured].map(({ title, text }) => `## ${title}\n\n${text}\n`);
  return `${document.slice(0, document.length - before.length).trimEnd()}

${heading}

Made by \`npm run bench:console -- --write\` on ${new Date().toISOString().slice(0, 10)}: the built app with its server, the embedded database
and the local QuickBooks, seen by Chromium on the same machine. What is over its budget ends the command with an error.

${machine()}

${sections.join('\n')}`;
}
