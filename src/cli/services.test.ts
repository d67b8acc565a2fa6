// The order of stopping is what keeps a stop from losing anything: first no new work, the database last.
import { expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { Services } from './services.ts';

function quietServices(lines: string[] = []): Services {
  return new Services(createLog({ logLevel: 'error' }, { stream: { write: (line) => lines.push(line) } }));
}

test('stops in the reverse order, one after the other', async () => {
  const services = quietServices();
  const said: string[] = [];
  for (const name of ['database', 'worker', 'http']) {
    services.started(name, async () => {
      said.push(`${name} stopping`);
      await Promise.resolve();
      said.push(`${name} stopped`);
    });
  }
  await services.stopAll();
  expect(said).toEqual([
    'http stopping',
    'http stopped',
    'worker stopping',
    'worker stopped',
    'database stopping',
    'database stopped',
  ]);
});

test('one that fails is told, and the others are stopped all the same', async () => {
  const lines: string[] = [];
  const services = quietServices(lines);
  let databaseStopped = false;
  services.started('database', async () => {
    databaseStopped = true;
  });
  services.started('worker', async () => {
    throw new Error('stuck');
  });
  await services.stopAll();
  expect(databaseStopped).toBe(true);
  expect(JSON.parse(lines.join(''))).toMatchObject({ service: 'worker', msg: 'did not stop in order' });
});

test('stopping twice stops once', async () => {
  const services = quietServices();
  let stops = 0;
  services.started('http', async () => {
    stops++;
  });
  await Promise.all([services.stopAll(), services.stopAll()]);
  expect(stops).toBe(1);
});
