// The HTTP server over a composition: who may come in, the console's files, and what the first page says.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { createServer } from '../http/server.ts';
import type { Log } from '../log.ts';
import { hearChanges } from '../pipeline/hear-changes.ts';
import { openImports } from '../pipeline/import-books.ts';
import { readNdjson } from '../sources/ndjson/read-ndjson.ts';
import { type Composition, localQuickbooksUrl } from './compose.ts';
import { composeAuth } from './compose-auth.ts';
import { webhookHearing } from './compose-webhooks.ts';
import { fillDemo } from './fill-demo.ts';
import { publicUrlOf } from './public-url.ts';

const consoleDir = fileURLToPath(new URL('../../packages/console/dist', import.meta.url));
const packageFile = new URL('../../package.json', import.meta.url);

const closeIdleEveryMs = 100;

export async function serveHttp(parts: {
  readonly config: Config;
  readonly composition: Composition;
  readonly log: Log;
}): Promise<{ close(): Promise<void> }> {
  const { config, composition, log } = parts;
  const auth = composeAuth(config, composition);
  await composition.storage.ensureFirstCompany();
  if (config.owner !== null) await auth.ensureOwner(config.owner);
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
  const local = config.intuit === null;
  const server = await createServer({
    booksOf: composition.booksOf,
    importsOf: openImports(composition.importPorts),
    auth,
    news: composition.storage.news,
    noteNews: composition.storage.noteNews,
    log,
    publicUrl: publicUrlOf(config),
    consoleDir: existsSync(consoleDir) ? consoleDir : null,
    version,
    quickbooks: { local, url: local ? localQuickbooksUrl(config) : null },
    intuit: config.intuit && {
      environment: config.intuit.environment,
      verifierTokenSet: config.intuit.webhookVerifierToken !== null,
    },
    trustProxy: config.trustProxy,
    hearWebhook: webhookHearing({
      verifierToken: local ? composition.secrets.localVerifierToken : (config.intuit?.webhookVerifierToken ?? null),
      changes: hearChanges(composition.ports, composition.storage),
      onUnreadable: (bytes) => log.warn({ bytes }, 'a webhook of QuickBooks is of no format that is known here'),
    }),
    readiness: () => composition.storage.check(),
    readNdjson,
    async fillDemo(books, options) {
      const { recorded } = await fillDemo(books, { ...options, now: systemClock.now() });
      return { recorded };
    },
  });
  await server.listen({ host: config.host, port: config.port });
  return {
    async close() {
      // A request that is still being answered leaves its connection open for the next one, which would never come.
      const closingIdle = setInterval(() => server.server.closeIdleConnections(), closeIdleEveryMs);
      try {
        await server.close();
      } finally {
        clearInterval(closingIdle);
      }
    },
  };
}
