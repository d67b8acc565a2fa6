// Checks events for `tillbook import --dry-run`: against the books where there are any, else as for a new company.
import type { Config } from '../config.ts';
import { RecentKeys } from '../events/recent-keys.ts';
import { createLog } from '../log.ts';
import { checkWithoutBooks } from '../pipeline/check-events.ts';
import type { CheckResult } from '../pipeline/company-books.ts';
import { firstCompany } from '../postgres/companies.ts';
import { hasEmbeddedPostgres } from '../postgres/embedded/embedded-postgres.ts';
import { findCompany } from './companies.ts';
import { withComposition } from './compose.ts';

export interface Checker {
  check(inputs: readonly unknown[]): Promise<readonly CheckResult[]>;
  /** What the events are held against: "checked against the books of My shop". */
  readonly where: string;
}

/** Makes neither a database nor a company where there is none. */
export async function withChecker<T>(
  config: Config,
  company: string | undefined,
  work: (checker: Checker) => Promise<T>,
): Promise<T> {
  if (config.databaseUrl === null && !(await hasEmbeddedPostgres(config.dataDir))) return work(withoutBooks());
  const log = createLog(config, { quiet: true });
  return withComposition(config, { command: 'import', log }, async ({ storage, booksOf }) => {
    if (company === undefined && (await storage.listCompanies()).length === 0) return work(withoutBooks());
    const { companyId, name } = await findCompany(storage, company);
    const earlier = new RecentKeys();
    return work({
      check: (inputs) => booksOf(companyId).checkEvents(inputs, earlier),
      where: `checked against the books of ${name}`,
    });
  });
}

function withoutBooks(): Checker {
  const { currency, timeZone } = firstCompany;
  const context = { companyCurrency: currency, businessDay: () => ({ timeZone, dayEnd: '00:00' }) };
  const earlier = new RecentKeys();
  return {
    check: async (inputs) => checkWithoutBooks(inputs, { context, earlier }),
    where: `checked as for a new company in ${currency} (there are no books yet)`,
  };
}
