// The companies of this emulator: made from templates, listed, set, and removed with everything that is theirs.
import { randomInt } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { FaultRule } from '../faults/fault-rules.ts';
import type { Store } from '../store/database.ts';
import { defaultSettings, type Settings } from './settings.ts';

export interface Company {
  readonly realmId: string;
  readonly name: string;
  readonly template: string;
  readonly settings: Settings;
  readonly faultRules: readonly FaultRule[];
  readonly createdAt: number;
}

interface Row {
  readonly realm_id: string;
  readonly name: string;
  readonly template: string;
  readonly settings: string;
  readonly fault_rules: string;
  readonly created_at: number;
}

export interface Companies {
  create(company: { name: string; template: string; settings?: Partial<Settings> }): Company;
  get(realmId: string): Company | undefined;
  list(): readonly Company[];
  changeSettings(realmId: string, settings: Settings): void;
  changeFaultRules(realmId: string, rules: readonly FaultRule[]): void;
  takeTransactionId(realmId: string): number;
  remove(realmId: string): void;
  /** What was read before may have been written by another way: a snapshot. */
  forget(): void;
}

export const companyTables = [
  'objects',
  'object_blocks',
  'text_ranges',
  'deletions',
  'ledger_lines',
  'foreign_lines',
  'stock_moves',
  'links',
  'files',
  'balances',
  'replies',
  'matches',
  'webhook_subscriptions',
  'webhook_events',
  'webhook_deliveries',
  'codes',
  'grants',
  'companies',
] as const;

export function openCompanies(store: Store, clock: Clock): Companies {
  const known = new Map<string, Company>();
  const nextIds = new Map<string, number>();
  const forget = () => {
    known.clear();
    nextIds.clear();
  };
  store.onRollback(forget);
  const get = (realmId: string): Company | undefined => {
    const cached = known.get(realmId);
    if (cached) return cached;
    const row = store.get<Row>('SELECT * FROM companies WHERE realm_id = ?', realmId);
    if (!row) return undefined;
    const company = fromRow(row);
    known.set(realmId, company);
    return company;
  };
  return {
    get,
    create: ({ name, template, settings }) => {
      let realmId = newRealmId();
      while (get(realmId)) realmId = newRealmId();
      store.run(
        'INSERT INTO companies (realm_id, name, template, settings, created_at) VALUES (?, ?, ?, ?, ?)',
        realmId,
        name,
        template,
        JSON.stringify(settings ?? {}),
        clock.now(),
      );
      const company = get(realmId);
      if (!company) throw new Error(`company ${realmId} was written and is not there`);
      return company;
    },
    list: () => store.all<Row>('SELECT * FROM companies ORDER BY created_at, realm_id').map(fromRow),
    changeSettings: (realmId, settings) => {
      store.run('UPDATE companies SET settings = ? WHERE realm_id = ?', JSON.stringify(settings), realmId);
      known.delete(realmId);
    },
    changeFaultRules: (realmId, rules) => {
      store.run('UPDATE companies SET fault_rules = ? WHERE realm_id = ?', JSON.stringify(rules), realmId);
      known.delete(realmId);
    },
    takeTransactionId: (realmId) => {
      const id = nextIds.get(realmId) ?? nextIdOf(store, realmId);
      nextIds.set(realmId, id + 1);
      const sql = 'UPDATE companies SET next_transaction_id = ? WHERE realm_id = ?';
      store.runOnce(`next id of ${realmId}`, sql, id + 1, realmId);
      return id;
    },
    remove: (realmId) => {
      for (const tokens of ['access_tokens', 'refresh_tokens']) {
        store.run(`DELETE FROM ${tokens} WHERE grant_id IN (SELECT id FROM grants WHERE realm_id = ?)`, realmId);
      }
      for (const table of companyTables) store.run(`DELETE FROM ${table} WHERE realm_id = ?`, realmId);
      known.delete(realmId);
      nextIds.delete(realmId);
    },
    forget,
  };
}

function nextIdOf(store: Store, realmId: string): number {
  const row = store.get<{ id: number }>('SELECT next_transaction_id AS id FROM companies WHERE realm_id = ?', realmId);
  if (!row) throw new Error(`company ${realmId} is gone`);
  return row.id;
}

function fromRow(row: Row): Company {
  return {
    realmId: row.realm_id,
    name: row.name,
    template: row.template,
    settings: { ...defaultSettings, ...(JSON.parse(row.settings) as Partial<Settings>) },
    faultRules: JSON.parse(row.fault_rules) as FaultRule[],
    createdAt: row.created_at,
  };
}

/** As long as those of Intuit's sandboxes. */
function newRealmId(): string {
  return `93414${randomInt(10_000, 99_999)}${randomInt(100_000, 999_999)}`;
}
