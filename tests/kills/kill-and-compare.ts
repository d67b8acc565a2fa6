// Shops sell while QuickBooks has a bad day and Tillbook's processes are killed; then all heals, and what QuickBooks holds is compared.
import { setTimeout as delay } from 'node:timers/promises';
import { type Chance, chanceOf } from '../../src/sources/demo/chance.ts';
import { eventually } from '../end-to-end/app.ts';
import { type Shop, shopMaker } from '../end-to-end/shops.ts';
import { compare, type Findings } from './check.ts';
import { type Program, startProgram, type Victim } from './program.ts';
import { badDay, putFaults, readEntries } from './quickbooks.ts';
import { openTill, type Till } from './till.ts';

/** A lease, a pause, or the time until an entry that was not found is certainly not there, has to run out. */
const healsWithinMs = 20 * 60_000;

export interface KillOptions {
  readonly dataDir: string;
  readonly kills: number;
  readonly seed: number;
  readonly shops: number;
  /** Whether QuickBooks also throttles, which costs a lane a minute each time. */
  readonly throttles: boolean;
  readonly pauseMsMax: number;
  readonly report: (line: string) => void;
}

export interface KillResult {
  readonly killed: Readonly<Record<Victim, number>>;
  readonly sent: number;
  readonly acknowledged: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly strange: readonly string[];
  readonly right: number;
  /** Processes that ended without being killed. */
  readonly fallen: readonly string[];
  readonly calls: { readonly calls: number; readonly faulted: number; readonly metered: number };
}

interface OpenShop {
  readonly shop: Shop;
  readonly till: Till;
}

export async function killAndCompare(options: KillOptions): Promise<KillResult> {
  const program = await startProgram(options.dataDir);
  const maker = await shopMaker(program.environment);
  try {
    const shops: OpenShop[] = [];
    for (let number = 1; number <= options.shops; number += 1) {
      const shop = await maker.open(`Shop ${number}`);
      await putFaults(program.quickbooksUrl, shop.realmId, badDay({ ...options, seed: options.seed + number }));
      const chance = chanceOf(`${options.seed} till ${number}`);
      const { apiKey } = shop;
      const till = openTill({ ...options, chance, apiKey, url: program.url, name: `till-${number}` });
      shops.push({ shop, till });
    }
    const killed = await kill(program, options);
    await program.allReady();
    for (const { till } of shops) await till.stop();
    for (const { shop } of shops) await putFaults(program.quickbooksUrl, shop.realmId, []);
    options.report('healing');
    const open = () => maker.composition.storage.companiesWithOpenPostings();
    await eventually('nothing is open any more', async () => (await open()).length === 0, healsWithinMs);
    const findings: Findings[] = [];
    for (const { shop, till } of shops) {
      findings.push(compare(till.sent(), await readEntries(program.quickbooksUrl, shop.realmId)));
    }
    return { killed, ...sumOf(findings, shops), fallen: program.fallen(), calls: await callsOf(program, shops) };
  } finally {
    await maker.close();
    await program.stop();
  }
}

async function kill(program: Program, options: KillOptions): Promise<Record<Victim, number>> {
  const chance = chanceOf(`${options.seed} kills`);
  const killed = { worker: 0, server: 0, database: 0 };
  for (let number = 1; number <= options.kills; number += 1) {
    await delay(betweenKillsMs(chance));
    const victim = await program.killOne(chance);
    killed[victim] += 1;
    options.report(`${number}: ${victim}`);
  }
  return killed;
}

/** Mostly in the thick of it, now and then after a while in which something gets done. */
function betweenKillsMs(chance: Chance): number {
  return chance.percent(60) ? chance.below(4_000) : 4_000 + chance.below(8_000);
}

function sumOf(findings: readonly Findings[], shops: readonly OpenShop[]) {
  const sent = shops.flatMap(({ till }) => till.sent());
  return {
    sent: sent.length,
    acknowledged: sent.filter(({ acknowledged }) => acknowledged).length,
    lost: findings.flatMap(({ lost }) => lost),
    doubled: findings.flatMap(({ doubled }) => doubled),
    strange: findings.flatMap(({ strange }) => strange),
    right: findings.reduce((sum, { right }) => sum + right, 0),
  };
}

async function callsOf(program: Program, shops: readonly OpenShop[]): Promise<KillResult['calls']> {
  const sum = { calls: 0, faulted: 0, metered: 0 };
  for (const { shop } of shops) {
    const answer = await fetch(`${program.quickbooksUrl}/_emulator/companies/${shop.realmId}/calls`);
    const { clients } = (await answer.json()) as {
      clients: { clientId: string; calls: number; faulted: number; metered: number }[];
    };
    for (const ours of clients.filter(({ clientId }) => clientId === 'tillbook-local')) {
      sum.calls += ours.calls;
      sum.faulted += ours.faulted;
      sum.metered += ours.metered;
    }
  }
  return sum;
}
