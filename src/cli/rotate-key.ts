// `tillbook rotate-key`: a new key, and all that is stored under it, while every other process goes on.
import type { Config } from '../config.ts';
import { createLog } from '../log.ts';
import type { PostgresStorage } from '../postgres/storage.ts';
import { TokenEncryptionError } from '../postgres/token-encryption.ts';
import { CommandError } from './command-error.ts';
import { withComposition } from './compose.ts';
import { putKeyInFront } from './secret-key.ts';

export async function rotateKey(config: Config): Promise<void> {
  const log = createLog(config, { quiet: true });
  await withComposition(config, { command: 'rotate-key', log }, async ({ storage }) => {
    const putInFront = async (): Promise<void> => {
      if (config.keys === null) await putKeyInFront(config.keyFile);
    };
    process.stderr.write(`${done(config, await changeKey(storage, putInFront))}\n`);
  });
}

type Companies = Pick<PostgresStorage, 'listCompanies' | 'transaction'>;

/** One at a time over all processes: a key would go that the other still seals from. How many have tokens. */
export async function changeKey(
  storage: Companies & Pick<PostgresStorage, 'unlessUnderWay'>,
  putInFront: () => Promise<void>,
): Promise<number> {
  const sealed = await storage.unlessUnderWay('rotate-key', async () => {
    // What an interrupted change left under the key before it: that key goes once there is a newer one.
    await sealAll(storage);
    await putInFront();
    return sealAll(storage);
  });
  if (sealed !== null) return sealed;
  throw new CommandError('already-running', 'Another rotate-key is at work. Once it is through, start this one again.');
}

/** Company by company, so that nobody waits for the others. How many have tokens. */
export async function sealAll(storage: Companies): Promise<number> {
  let connections = 0;
  const unreadable: string[] = [];
  for (const { companyId, name } of await storage.listCompanies()) {
    try {
      const sealed = await storage.transaction(companyId, async (store) => {
        await store.notifications.sealAnew();
        return store.connection.sealAnew();
      });
      if (sealed) connections += 1;
    } catch (error) {
      if (!(error instanceof TokenEncryptionError) || error.code !== 'undecipherable') throw error;
      unreadable.push(name);
    }
  }
  if (unreadable.length === 0) return connections;
  throw new CommandError(
    'key-file',
    `No key opens the QuickBooks tokens of ${unreadable.join(', ')}. Put the key they were saved with behind the others, ` +
      'or disconnect QuickBooks there; then start again.',
  );
}

function done({ keys, keyFile }: Config, connections: number): string {
  const sealed = `The QuickBooks tokens of ${connections} ${connections === 1 ? 'company are' : 'companies are'} encrypted with the`;
  if (keys === null) return `${sealed} new key, now the first in ${keyFile}.`;
  return keys.length > 1
    ? `${sealed} first key of TILLBOOK_KEY: leave the other one out from now on.`
    : `${sealed} key of TILLBOOK_KEY. To change it, put a new one in front: TILLBOOK_KEY=NEW,OLD.`;
}
