// One day of many tickets summed up, in a process of its own that says how long it took and how much memory it had at most.
import { parseEvent } from '../src/events/parse-event.ts';
import { resolveAccounts } from '../src/journal/account-mapping.ts';
import { journalize } from '../src/journal/journalize.ts';
import { startSummary } from '../src/journal/summarize.ts';
import { context, mapping, settings } from './core.ts';
import { sale } from './sales.ts';

const count = Number(process.argv[2]);
const summary = startSummary({ businessDate: '2026-11-03', location: 'main', sequence: 1 });
let elapsedMs = 0;
for (let index = 0; index < count; index += 1) {
  // As they come from storage: checked before, one after the other, none kept.
  const parsed = parseEvent(sale(`day-${index}`), context);
  if (!parsed.ok) throw new Error('The sales of this benchmark do not parse.');
  const started = performance.now();
  const journalized = journalize(parsed.event, settings);
  if (!journalized.ok) throw new Error('A sale of this benchmark does not foot.');
  summary.add(journalized.entries.map((draft) => ({ ...draft, lines: resolveAccounts(draft, mapping).lines })));
  elapsedMs += performance.now() - started;
}
const started = performance.now();
const parts = summary.parts();
elapsedMs += performance.now() - started;
const sources = parts.flatMap(({ entry }) => entry.lines).reduce((sum, line) => sum + line.from.length, 0);
if (parts.length !== 1 || sources !== count * 6) throw new Error(`${parts.length} parts of ${sources} sources.`);
process.stdout.write(JSON.stringify({ elapsedMs, peakMiB: process.resourceUsage().maxRSS / 1024 }));
