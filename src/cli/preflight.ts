// `tillbook preflight`: what keeps recorded events from being posted, without posting anything.
import type { Config } from '../config.ts';
import { createLog } from '../log.ts';
import { findCompany } from './companies.ts';
import { withComposition } from './compose.ts';

export async function preflight(config: Config, options: { company?: string }): Promise<void> {
  const log = createLog(config, { quiet: true });
  const problems = await withComposition(config, { command: 'preflight', log }, async ({ storage, booksOf }) => {
    const company = await findCompany(storage, options.company);
    return booksOf(company.companyId).preflight();
  });
  for (const { message, events } of problems) process.stdout.write(`${message}: ${events} events\n`);
  process.stdout.write(problems.length === 0 ? 'Nothing keeps the events from being posted.\n' : '');
  if (problems.length > 0) process.exitCode = 1;
}
