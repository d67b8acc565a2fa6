// `tillbook rotate-key`: a new key, and all that is stored under it, while every other process goes on.
import type { Config } from '../config.ts';
import { createLog } from '../log.ts';
import type { PostgresStorage } from '../postgres/storage.ts';
import { withComposition } from './compose.ts';
import { putKeyInFront } from './secret-key.ts';

export async function rotateKey(config: Config): Promise<void> {
  const log = createLog(config, { quiet: true });
  await withComposition(config, { command: 'rotate-key', log }, async ({ storage }) => {
    // What an interrupted change left under the key before it: that key goes once there is a newer one.
    await sealAll(storage);
    if (config.keys === null) await putKeyInFront(config.keyFile);
    const connections = await sealAll(storage);
    process.stderr.write(`${done(config, connections)}\n`);
  });
}

/** Company by company, so that nobody waits for the others. How many have tokens. */
export async function sealAll(storage: Pick<PostgresStorage, 'listCompanies' | 'transaction'>): Promise<number> {
  let connections = 0;
  for (const { companyId } of await storage.listCompanies()) {
    if (await storage.transaction(companyId, (store) => store.connection.sealAnew())) connections += 1;
  }
  return connections;
}

function done({ keys, keyFile }: Config, connections: number): string {
  const sealed = `The QuickBooks tokens of ${connections} ${connections === 1 ? 'company are' : 'companies are'} encrypted with the`;
  if (keys === null) return `${sealed} new key, now the first in ${keyFile}.`;
  return keys.length > 1
    ? `${sealed} first key of TILLBOOK_KEY: leave the other one out from now on.`
    : `${sealed} key of TILLBOOK_KEY. To change it, put a new one in front: TILLBOOK_KEY=NEW,OLD.`;
}
