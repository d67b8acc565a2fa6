// `tillbook preflight`: what keeps recorded events from being posted and what was outstanding at sync start, without posting anything.
import type { Config } from '../config.ts';
import { createLog } from '../log.ts';
import { findCompany } from './companies.ts';
import { withComposition } from './compose.ts';
import { preflightText } from './preflight-text.ts';

export interface PreflightOptions {
  readonly company?: string;
  readonly outstandingBefore?: string;
}

export async function preflight(config: Config, options: PreflightOptions): Promise<void> {
  const log = createLog(config, { quiet: true });
  const page = await withComposition(config, { command: 'preflight', log }, async ({ storage, booksOf }) => {
    const { companyId } = await findCompany(storage, options.company);
    const outstandingBefore = options.outstandingBefore ?? null;
    return booksOf(companyId).preflightPage({ cursor: null, events: Number.POSITIVE_INFINITY, outstandingBefore });
  });
  process.stdout.write(preflightText(page));
  if (page.problems.length > 0) process.exitCode = 1;
}
