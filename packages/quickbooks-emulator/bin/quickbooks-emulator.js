#!/usr/bin/env node
// The command: starts a local QuickBooks and says where it listens.
import { parseArgs } from 'node:util';
import { startEmulator } from '../node.js';

const usage = `quickbooks-emulator: a local QuickBooks Online

  --port N      the port to listen on (4790)
  --host HOST   the address to listen on (127.0.0.1)
  --file FILE   where the books are kept (quickbooks-emulator.sqlite here; ':memory:' keeps nothing)
  --app ID:SECRET  an app that is registered, with its secret; may be given again. Without any, all apps are welcome
  --help        this text`;

try {
  const options = {
    port: { type: 'string' },
    host: { type: 'string' },
    file: { type: 'string' },
    app: { type: 'string', multiple: true },
    help: { type: 'boolean' },
  };
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(usage);
  } else {
    const port = Number(values.port ?? 4790);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port ${values.port} is not a port`);
    const file = values.file ?? 'quickbooks-emulator.sqlite';
    const apps = values.app?.map((app) => {
      const [clientId, ...secret] = app.split(':');
      return { clientId, ...(secret.length > 0 ? { clientSecret: secret.join(':') } : {}) };
    });
    const registered = apps ? { apps, otherApps: 'refused' } : {};
    const emulator = await startEmulator({ port, host: values.host ?? '127.0.0.1', file, ...registered });
    console.log(`A local QuickBooks listens on ${emulator.url}, its books are in ${file}`);
    const stop = () => void emulator.close().then(() => process.exit(0));
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
