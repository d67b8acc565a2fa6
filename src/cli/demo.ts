// `tillbook demo`: a made-up shop in a company's books.
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { createLog } from '../log.ts';
import { findOrMakeCompany } from './companies.ts';
import { withComposition } from './compose.ts';
import { fillDemo } from './fill-demo.ts';
import { Progress, sumUp } from './progress.ts';

export async function recordDemo(
  config: Config,
  options: { company?: string; seed: number; days: number },
): Promise<void> {
  const log = createLog(config, { quiet: true });
  const counts = await withComposition(config, { command: 'demo', log }, async ({ storage, booksOf }) => {
    const company = await findOrMakeCompany(storage, options.company);
    const progress = new Progress({
      where: `into the books of ${company.name}`,
      share: () => null,
      output: process.stderr,
      nowMs: () => performance.now(),
    });
    const counts = await fillDemo(booksOf(company.companyId), {
      days: options.days,
      seed: options.seed,
      now: systemClock.now(),
      onBatch: (counts) => progress.show(counts),
    });
    progress.end();
    return counts;
  });
  process.stdout.write(`${sumUp(counts)}\n`);
}
