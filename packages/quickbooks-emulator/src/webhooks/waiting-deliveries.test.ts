// What is remembered of waiting deliveries is what the store holds, whatever became of them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openStore, type Store } from '../store/database.ts';
import { openWaitingDeliveries } from './waiting-deliveries.ts';

const add = (store: Store, realmId: string, url = 'a') =>
  store.run(
    `INSERT INTO webhook_deliveries (realm_id, url, verifier_token, body, created_at, due_at) VALUES (?, ?, '', '', 0, 0)`,
    ...[realmId, url],
  );
const end = (store: Store, id: number) =>
  store.run(`UPDATE webhook_deliveries SET state = 'acknowledged' WHERE id = ?`, id);
const ids = (waiting: ReturnType<typeof openWaitingDeliveries>) => waiting.all().map(({ id }) => id);

test('the first sixteen of an address wait their turn, and the next one comes when one is done', () => {
  const store = openStore(':memory:');
  for (let count = 0; count < 20; count += 1) add(store, '1');
  const waiting = openWaitingDeliveries(store);
  expect(ids(waiting)).toEqual(Array.from({ length: 16 }, (_, index) => index + 1));
  end(store, 3);
  waiting.changed({ realmId: '1', url: 'a' });
  expect(ids(waiting)).toEqual([1, 2, ...Array.from({ length: 14 }, (_, index) => index + 4)]);
  store.close();
});

test('what a transaction added that failed is not waited for', () => {
  const store = openStore(':memory:');
  const waiting = openWaitingDeliveries(store);
  expect(ids(waiting)).toEqual([]);
  const fails = () =>
    store.transaction(() => {
      add(store, '1');
      waiting.changed({ realmId: '1', url: 'a' });
      expect(ids(waiting)).toEqual([1]);
      throw new Error('no');
    });
  expect(fails).toThrow('no');
  expect(ids(waiting)).toEqual([]);
  store.close();
});

test('after any changes that were told it is what one finds who begins anew', () => {
  const address = fc.record({ realmId: fc.constantFrom('1', '2'), url: fc.constantFrom('a', 'b') });
  const change = fc.record({ address, ends: fc.option(fc.integer({ min: 1, max: 40 })), looks: fc.boolean() });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const store = openStore(':memory:');
      const waiting = openWaitingDeliveries(store);
      for (const { address: one, ends, looks } of changes) {
        const ended = ends === null ? undefined : waiting.all().find(({ id }) => id === ends);
        if (ended) end(store, ended.id);
        else add(store, one.realmId, one.url);
        waiting.changed(ended ?? one);
        if (looks) waiting.all();
      }
      const byId = (a: { id: number }, b: { id: number }) => a.id - b.id;
      expect([...waiting.all()].sort(byId)).toEqual([...openWaitingDeliveries(store).all()].sort(byId));
      store.close();
    }),
    { numRuns: 50 },
  );
});
