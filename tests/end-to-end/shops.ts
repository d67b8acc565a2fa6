// Shops whose books are connected, mapped and in sync, made past the console so that there can be as many as wanted.
import { accountNames } from '../../bench/sales.ts';
import { type Composition, compose } from '../../src/cli/compose.ts';
import { composeAuth } from '../../src/cli/compose-auth.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { endBeginning } from '../../src/pipeline/beginning.fixture.ts';
import { caller } from './app.ts';

export interface Shop {
  readonly companyId: string;
  /** Of its company at QuickBooks. */
  readonly realmId: string;
  readonly apiKey: string;
}

export interface ShopMaker {
  readonly composition: Composition;
  /** With settings of the local QuickBooks for its company. */
  open(name: string, settings?: Readonly<Record<string, unknown>>): Promise<Shop>;
  close(): Promise<void>;
}

const who = 'a test';
const syncFrom = '2026-01-01';

export async function shopMaker(environment: NodeJS.ProcessEnv): Promise<ShopMaker> {
  const config = readConfig(environment);
  // What breaks while parts of the program are killed is meant to.
  const log = createLog({ logLevel: 'silent' });
  const composition = await compose(config, { command: 'work', shared: true, log });
  return {
    composition,
    open: (name, settings = {}) => openShop({ config, composition, name, settings }),
    close: () => composition.services.stopAll(),
  };
}

async function openShop(making: {
  readonly config: Config;
  readonly composition: Composition;
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
}): Promise<Shop> {
  const { config, composition, name, settings } = making;
  const quickbooks = caller(`http://localhost:${config.emulatorPort}`, {});
  const made = await quickbooks<{ realmId: string }>('POST', '/_emulator/companies', {
    ...{ template: 'retail', name, settings },
  });
  const { realmId } = made.body;
  const { companyId } = await composition.storage.createCompany({ name });
  const books = composition.booksOf(companyId);

  const redirectUri = `http://localhost:${config.port}/api/v1/connection/callback`;
  const { consentUrl } = await books.connect({ redirectUri, who });
  const consented = await fetch(`${consentUrl}&emulator_approve=${realmId}`, { redirect: 'manual' });
  const answer = new URL(consented.headers.get('location') ?? '').searchParams;
  const callback = { state: answer.get('state') ?? '', code: answer.get('code'), realmId, error: null };
  const connected = await books.finishConnect(callback, redirectUri, who);
  if (!connected.ok) throw new Error(connected.message);

  const accounts = await books.accounts();
  const changes = accountNames.map(([role, subject, account]) => ({
    ...{ role, subject, accountId: accounts.find((one) => one.name === account)?.id ?? null },
  }));
  const mapped = await books.saveMappings(changes, who);
  if (!mapped.ok) throw new Error(`The mapping of ${name} was refused.`);
  const started = await books.startSync(syncFrom, who);
  if (!started.ok) throw new Error(started.message);
  // Entries go in batches from the start; the roll is called as ever.
  await endBeginning(composition.storage, { companyId, realmId, now: new Date() });
  await composition.storage.transaction(companyId, (store) => store.rollCalls.ask(realmId));
  const { key } = await composeAuth(config, composition).createApiKey({ companyId, name: 'till', who });
  return { companyId, realmId, apiKey: key };
}
