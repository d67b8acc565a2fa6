// `tillbook set-password`: a new password for somebody who has lost theirs, by whoever has the machine.
import type { Config } from '../config.ts';
import { passwordLengthMax, passwordLengthMin, passwordSchema } from '../http/contract.ts';
import { createLog } from '../log.ts';
import { CommandError } from './command-error.ts';
import { withComposition } from './compose.ts';
import { composeAuth } from './compose-auth.ts';
import { readPassword, type Terminal } from './read-password.ts';

const who = 'the command line';

export async function setPassword(
  config: Config,
  { email }: { readonly email: string },
  terminal: Terminal = { input: process.stdin, output: process.stderr },
): Promise<void> {
  const password = await readPassword(`New password for ${email}`, terminal);
  if (!passwordSchema.safeParse(password).success) {
    throw new CommandError(
      'refused',
      `A password has ${passwordLengthMin} to ${passwordLengthMax} characters. Nothing was changed.`,
    );
  }
  const log = createLog(config, { quiet: true });
  await withComposition(config, { command: 'set-password', log }, async (composition) => {
    const person = await composeAuth(config, composition).setPassword({ email, password });
    if (person === null) throw new CommandError('refused', `Nobody signs in as ${email}.`);
    for (const companyId of person.companyIds) {
      const detail = { user: person.email };
      await composition.booksOf(companyId).noteInAudit({ who, action: 'password-set', detail });
      composition.storage.noteNews(companyId, 'people');
    }
  });
  process.stdout.write(`${email} has a new password, and is signed out on every device.\n`);
}
