// `tillbook work` that does not keep the limits of QuickBooks: what the engine itself can do, and for nothing else.
import { compose } from '../src/cli/compose.ts';
import { startPosting } from '../src/cli/start.ts';
import { readConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';

const config = readConfig();
const log = createLog(config);
const composition = await compose(config, { command: 'work', shared: true, log });
await startPosting({ ...composition, ports: { ...composition.ports, unpaced: true } }, log);
process.once('SIGTERM', () => void composition.services.stopAll());
process.stdout.write('working\n');
