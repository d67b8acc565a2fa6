// `tillbook api-key create`: a key for a till or a program, told once.
import type { Config } from '../config.ts';
import { createLog } from '../log.ts';
import { findCompany } from './companies.ts';
import { withComposition } from './compose.ts';
import { composeAuth } from './compose-auth.ts';

export async function createApiKey(config: Config, options: { name: string; company?: string }): Promise<void> {
  const log = createLog(config, { quiet: true });
  const made = await withComposition(config, { command: 'api-key create', log }, async (composition) => {
    const company = await findCompany(composition.storage, options.company);
    const auth = composeAuth(config, composition);
    return auth.createApiKey({ companyId: company.companyId, name: options.name, who: 'the command line' });
  });
  // Scripts take the last word of the output.
  process.stdout.write(`A key for "${made.name}"; it is kept nowhere, so it is shown this once: ${made.key}\n`);
}
