// Everything the rooms share: one store, one clock, and what is kept in memory beside them.
import { type CallLog, createCallLog } from './api/call-log.ts';
import { createLimits, type Limits } from './api/limits.ts';
import { type Clock, createClock } from './clock.ts';
import { type Companies, type Company, openCompanies } from './company/companies.ts';
import type { WriteContext } from './entities/definition.ts';
import { includesNothing } from './entities/includes.ts';
import { createFaultDice, type FaultDice } from './faults/fault-rules.ts';
import { createDownloads, type Downloads } from './http/downloads.ts';
import { type Ledger, openLedger } from './ledger/ledger.ts';
import { openStock, type Stock } from './ledger/stock.ts';
import { type Apps, openApps } from './oauth/apps.ts';
import { type Grants, openGrants } from './oauth/grants.ts';
import { openStore, type Store } from './store/database.ts';
import { type Files, openFiles } from './store/files.ts';
import { type Links, openLinks } from './store/links.ts';
import { type Objects, openObjects } from './store/objects.ts';
import { openWebhooks, type Webhooks } from './webhooks/webhooks.ts';

export interface Emulator {
  readonly store: Store;
  readonly clock: Clock;
  readonly companies: Companies;
  readonly objects: Objects;
  readonly ledger: Ledger;
  readonly stock: Stock;
  readonly links: Links;
  readonly files: Files;
  readonly downloads: Downloads;
  readonly grants: Grants;
  readonly apps: Apps;
  readonly limits: Limits;
  readonly callLog: CallLog;
  readonly webhooks: Webhooks;
  /** Taken beside loopback ones. */
  readonly redirectUris: readonly string[];
  diceOf(realmId: string): FaultDice;
  forgetDice(realmId: string): void;
  close(): void;
}

export interface OpenOptions {
  readonly file: string;
  readonly redirectUris?: readonly string[] | undefined;
  /** Milliseconds of the epoch, in place of real time. */
  readonly now?: (() => number) | undefined;
}

export function openEmulator({ file, redirectUris = [], now }: OpenOptions): Emulator {
  const store = openStore(file);
  const clock = createClock(now);
  const companies = openCompanies(store, clock);
  const grants = openGrants(store, clock);
  const dice = new Map<string, FaultDice>();
  const diceOf = (realmId: string): FaultDice => {
    const known = dice.get(realmId) ?? createFaultDice(companies.get(realmId)?.faultRules ?? [], clock.now);
    dice.set(realmId, known);
    return known;
  };
  const webhooks = openWebhooks({
    store,
    clock,
    companies,
    isConnected: grants.isConnected,
    badDay: (realmId) => diceOf(realmId).draw('webhook'),
  });
  return {
    store,
    clock,
    companies,
    objects: openObjects(store),
    ledger: openLedger(store),
    stock: openStock(store),
    links: openLinks(store),
    files: openFiles(store),
    downloads: createDownloads(clock),
    grants,
    apps: openApps(store, clock),
    limits: createLimits(clock.now),
    callLog: createCallLog(),
    webhooks,
    redirectUris,
    diceOf,
    forgetDice: (realmId) => void dice.delete(realmId),
    close: () => {
      webhooks.close();
      store.close();
    },
  };
}

/** What a write in the company may look at. */
export function contextOf(
  emulator: Emulator,
  company: Company,
  { origin = '', includes = includesNothing }: Partial<Pick<WriteContext, 'origin' | 'includes'>> = {},
): WriteContext {
  const { downloads, webhooks } = emulator;
  return { ...emulator, downloads: downloads.at(origin), webhooks: webhooks.forCall(), company, origin, includes };
}
