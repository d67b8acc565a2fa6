// The `tillbook` command: what can be typed, and which file does it. Each is loaded only when it is asked for.
import { Command, InvalidArgumentError, Option } from 'commander';
import { readConfig } from '../config.ts';
import { isDate } from '../events/dates.ts';
import { financialEventKinds } from '../events/financial-event.ts';
import { journalFormats } from '../journal/plain-text/journal-text.ts';
import { importFormats } from '../pipeline/import-port.ts';
import type { AuditOptions } from './audit.ts';
import type { ExportOptions } from './export.ts';
import type { ImportOptions } from './import-events.ts';
import type { JournalOptions } from './journal.ts';
import type { PreflightOptions } from './preflight.ts';

const demoDays = { usual: 90, max: 3650 };
const seedMax = 2 ** 31 - 1;

const environmentHelp = `
Environment (all optional):
  PORT                      where Tillbook serves (4780)
  HOST                      on which address (127.0.0.1)
  QUICKBOOKS_EMULATOR_PORT  where the local QuickBooks serves (4790)
  TILLBOOK_DATA_DIR         where everything is kept (.tillbook)
  DATABASE_URL              a PostgreSQL of your own instead of the embedded one
  INTUIT_CLIENT_ID, INTUIT_CLIENT_SECRET, INTUIT_ENVIRONMENT (sandbox | production)
                            the real QuickBooks instead of the local one
  INTUIT_WEBHOOK_VERIFIER_TOKEN
                            takes Intuit's webhooks at /webhooks/quickbooks
  TILLBOOK_OWNER_EMAIL, TILLBOOK_OWNER_PASSWORD
                            make the owner at the first start, without a browser
  TILLBOOK_PUBLIC_URL       Tillbook's address as browsers see it, behind a proxy
  TILLBOOK_KEY_FILE         the key that QuickBooks tokens are encrypted with (secret.key in the data folder)
  TILLBOOK_KEY              the key itself, 64 hexadecimal digits, instead of a file
  LOG_LEVEL                 fatal | error | warn | info | debug | trace | silent`;

const importHelp = `
A CSV file has a header row and a row for each line of an event, the rows of one event together and its own
columns the same on each: docs/import.md says which columns, with an example for each kind of event.

Ends with 1 when anything was wrong. Examples:
  tillbook import till.ndjson
  tillbook import --dry-run --kind sale sales.csv
  tillbook import --kind sale --problems problems.csv sales.csv`;

const backupHelp = `
All companies, people and settings as of one moment. Not in it: the key that QuickBooks tokens are encrypted with (keep a copy of it
elsewhere), and the local QuickBooks. From an embedded database it may be restored into a PostgreSQL of your own, and the other way round.

Example, each night:
  tillbook backup /var/backups/tillbook-$(date +%u).gz`;

const restoreHelp = `
For an embedded database name a data folder that has none yet: TILLBOOK_DATA_DIR=… tillbook restore books.gz. With DATABASE_URL the database
has to be empty. Every sync that ran is paused; docs/restore.md says what to do before it is started again.`;

const passwordHelp = `
It asks for the new password, or takes it from standard input; an argument would be seen by all who use the machine. It may be run while
everything goes on. Whoever is signed in changes their own password in the console, under "Your account".`;

const rotateHelp = `
The key before it stays in the key file, in the second line, until the next change: what is encrypted with it is read all the
same, a backup of then too. Interrupted, it is simply started again. People sign in anew once the programs are started again.
With TILLBOOK_KEY it makes no key: give all programs TILLBOOK_KEY=NEW,OLD, start this, and leave OLD out afterwards.`;

export function createProgram(): Command {
  const program = new Command('tillbook')
    .description(
      "Keeps a shop's books in QuickBooks Online: every financial event an exact journal entry, posted once.",
    )
    .addHelpText('after', environmentHelp)
    .showHelpAfterError('(tillbook --help tells what there is)');
  addServing(program);
  addBooks(program);
  addReports(program);
  addUpkeep(program);
  return program;
}

function addServing(program: Command): void {
  program
    .command('start')
    .description(
      'serve everything in one process: database, console, worker and, without Intuit keys, a local QuickBooks',
    )
    .action(async () => (await import('./start.ts')).start(readConfig()));
  program
    .command('serve')
    .description('serve HTTP and the console only; any number may run on one database')
    .action(async () => (await import('./start.ts')).serve(readConfig()));
  program
    .command('work')
    .description('post entries only; any number may run on one database')
    .action(async () => (await import('./start.ts')).work(readConfig()));
  program
    .command('migrate')
    .description('bring the database to this version')
    .action(async () => (await import('./migrate.ts')).migrateDatabase(readConfig()));
}

function addBooks(program: Command): void {
  program
    .command('import')
    .description(
      'record the financial events of files, NDJSON or CSV; what is there already is left as it is, so that an import that was interrupted is simply started again',
    )
    .argument('<FILE...>', 'the files; - for NDJSON from standard input')
    .option('--company <NAME>', 'whose events they are; without it the first company')
    .addOption(
      new Option('--kind <KIND>', 'of all events of a CSV file without a column "kind"').choices(financialEventKinds),
    )
    .addOption(
      new Option('--format <FORMAT>', 'without it, CSV where the name ends in .csv, else NDJSON').choices(
        importFormats,
      ),
    )
    .option('--dry-run', 'check everything and say all that is wrong, but record nothing')
    .option('--problems <FILE>', 'write all that is wrong to a CSV file')
    .addHelpText('after', importHelp)
    .action(async (files: string[], options: Omit<ImportOptions, 'files'>) =>
      (await import('./import-events.ts')).importEvents(readConfig(), { files, ...options }),
    );
  program
    .command('demo')
    .description('record the trade of a made-up shop; the same seed makes the same shop')
    .option('--company <NAME>', 'for this company, made if it is new; without it the first company')
    .option('--seed <N>', 'which shop', wholeNumber(0, seedMax), 1)
    .option('--days <N>', 'how many days, the last of them today at most', wholeNumber(1, demoDays.max), demoDays.usual)
    .action(async (options: { company?: string; seed: number; days: number }) =>
      (await import('./demo.ts')).recordDemo(readConfig(), options),
    );
}

function addReports(program: Command): void {
  program
    .command('export')
    .description('write the journal, as the mapping of today makes it, for other tools to check')
    .addOption(new Option('--format <FORMAT>', 'as what').choices(journalFormats).makeOptionMandatory())
    .option('--output <FILE>', 'where to; without it standard output')
    .option('--from <DATE>', 'from this business date on', date)
    .option('--to <DATE>', 'to this business date, inclusive', date)
    .option('--company <NAME>', 'whose; without it the first company')
    .action(async (options: ExportOptions) => (await import('./export.ts')).exportBooks(readConfig(), options));
  program
    .command('journal')
    .description('write the journal of a file of events, one JSON object a line, without a database')
    .argument('<FILE.ndjson>', 'the events')
    .requiredOption(
      '--mapping <FILE.json>',
      'the company, its accounts and their mapping; docs/journal.md says how to get it',
    )
    .addOption(new Option('--format <FORMAT>', 'as what').choices(journalFormats).default('beancount'))
    .option('--output <FILE>', 'where to; without it standard output')
    .option('--problems <FILE>', 'write all that is wrong with the events to a CSV file')
    .action(async (file: string, options: Omit<JournalOptions, 'file'>) =>
      (await import('./journal.ts')).writeJournal({ file, ...options }),
    );
  program
    .command('preflight')
    .description(
      'say what keeps the recorded events from being posted and what was outstanding at sync start, without posting anything',
    )
    .option('--company <NAME>', 'which company; without it the first')
    .option('--outstanding-before <DATE>', 'list what was outstanding before this business date, not sync start', date)
    .action(async (options: PreflightOptions) => (await import('./preflight.ts')).preflight(readConfig(), options));
  program
    .command('audit')
    .description('add up from the events alone what the books must hold, and say where entries or QuickBooks differ')
    .option('--company <NAME>', 'whose books; without it the first company')
    .option('--from <DATE>', 'from this business date on', date)
    .option('--to <DATE>', 'to this business date, inclusive', date)
    .option('--offline', 'compare events with entries alone, and ask QuickBooks nothing')
    .option('--deep', 'compare with every entry of ours at QuickBooks, a metered call for each thousand')
    .option('--json', 'for programs')
    .addHelpText('after', '\nEnds with 1 when there are differences, with 2 when QuickBooks could not be read.')
    .action(async (options: AuditOptions) => (await import('./audit.ts')).audit(readConfig(), options));
}

function addUpkeep(program: Command): void {
  program
    .command('backup')
    .description('write everything in the books to one file, while everybody goes on')
    .argument('<FILE>', 'where to, "books.gz" say; it is there as a whole or not at all')
    .addHelpText('after', backupHelp)
    .action(async (file: string) => (await import('./backup.ts')).backUpBooks(readConfig(), file));
  program
    .command('restore')
    .description('put a backup into an empty database, all of it or nothing')
    .argument('<FILE>', 'what `tillbook backup` made, by this version or an older one')
    .addHelpText('after', restoreHelp)
    .action(async (file: string) => (await import('./restore.ts')).restoreBooks(readConfig(), file));
  program
    .command('api-key')
    .description('keys for tills and programs')
    .command('create')
    .description('make a key and print it once, as the last word of the output')
    .requiredOption('--name <NAME>', 'what it is for')
    .option('--company <NAME>', 'for which company; without it the only one, else the first')
    .action(async (options: { name: string; company?: string }) =>
      (await import('./api-key.ts')).createApiKey(readConfig(), options),
    );
  program
    .command('set-password')
    .description('give somebody who has lost their password a new one, and sign them out on every device')
    .requiredOption('--email <E-MAIL>', 'whose: the address they sign in with')
    .addHelpText('after', passwordHelp)
    .action(async (options: { email: string }) =>
      (await import('./set-password.ts')).setPassword(readConfig(), options),
    );
  program
    .command('rotate-key')
    .description('make a new key and encrypt the QuickBooks tokens with it, while everything goes on')
    .addHelpText('after', rotateHelp)
    .action(async () => (await import('./rotate-key.ts')).rotateKey(readConfig()));
  program
    .command('doctor')
    .description('look at what Tillbook needs on this machine and say what is wrong')
    .action(async () => (await import('./doctor.ts')).doctor());
}

function date(text: string): string {
  if (isDate(text)) return text;
  throw new InvalidArgumentError('A date as YYYY-MM-DD is needed.');
}

function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`A whole number from ${min} to ${max} is needed.`);
  };
}
