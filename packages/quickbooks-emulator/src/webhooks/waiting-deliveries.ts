// What is to be sent next to each address: remembered, so that whoever looks for what is due reads only what has changed.
import type { Store } from '../store/database.ts';

export interface WaitingDelivery {
  readonly id: number;
  readonly realmId: string;
  readonly url: string;
  readonly dueAt: number;
}

export interface WaitingDeliveries {
  /** The first few of each address, in the order of their making. */
  all(): readonly WaitingDelivery[];
  /** Something for this address was added, sent or given up. */
  changed(address: Address): void;
  forget(): void;
}

type Address = Pick<WaitingDelivery, 'realmId' | 'url'>;

interface Row {
  readonly id: number;
  readonly realm_id: string;
  readonly url: string;
  readonly due_at: number;
}

const firstPerAddress = 16;
const columns = 'id, realm_id, url, due_at';
const firstOfAll = `SELECT ${columns} FROM
  (SELECT ${columns}, row_number() OVER (PARTITION BY realm_id, url ORDER BY id) AS place
   FROM webhook_deliveries WHERE state = 'waiting') WHERE place <= ? ORDER BY realm_id, url, id`;
const firstOfOne = `SELECT ${columns} FROM webhook_deliveries
  WHERE state = 'waiting' AND realm_id = ? AND url = ? ORDER BY id LIMIT ?`;

export function openWaitingDeliveries(store: Store): WaitingDeliveries {
  let known: Map<string, readonly WaitingDelivery[]> | null = null;
  const outdated = new Map<string, Address>();
  const forget = () => {
    known = null;
  };
  store.onRollback(forget);
  const readAll = () => {
    const all = new Map<string, WaitingDelivery[]>();
    for (const row of store.all<Row>(firstOfAll, firstPerAddress)) {
      const delivery = fromRow(row);
      const name = nameOf(delivery);
      all.set(name, [...(all.get(name) ?? []), delivery]);
    }
    return all;
  };
  return {
    all: () => {
      if (known === null) known = readAll();
      else {
        for (const [name, { realmId, url }] of outdated) {
          const first = store.all<Row>(firstOfOne, realmId, url, firstPerAddress).map(fromRow);
          if (first.length === 0) known.delete(name);
          else known.set(name, first);
        }
      }
      outdated.clear();
      return [...known.values()].flat();
    },
    changed: (address) => void outdated.set(nameOf(address), address),
    forget,
  };
}

const nameOf = ({ realmId, url }: Address): string => `${realmId} ${url}`;

const fromRow = (row: Row): WaitingDelivery => ({
  id: row.id,
  realmId: row.realm_id,
  url: row.url,
  dueAt: row.due_at,
});
