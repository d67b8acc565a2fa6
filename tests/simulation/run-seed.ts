// One seed from its world to its verdict: set up, gone through, healed, brought to rest, and audited.
import { endBeginning } from '../../src/pipeline/beginning.fixture.ts';
import type { CrashPoint } from '../../src/pipeline/crash-points.ts';
import { hearChanges } from '../../src/pipeline/hear-changes.ts';
import { openBooks } from '../../src/pipeline/open-books.ts';
import type { PipelinePorts } from '../../src/pipeline/ports.ts';
import { auditNeverAnswered, checkRefusals, isRefused } from './audit-never-answered.ts';
import { auditShop } from './auditor.ts';
import { leftOf } from './chart.ts';
import type { NeverAnswered } from './draw-never-answered.ts';
import { Jobs } from './jobs.ts';
import { booksIn } from './kept-books.ts';
import { answerAgain } from './never-answered.ts';
import { repostAll } from './owner.ts';
import { isIdOf, openProcess } from './process.ts';
import { createRandom } from './random.ts';
import { type Actor, inTime, Scheduler } from './scheduler.ts';
import { sellOn } from './sell-on.ts';
import { heal, healAgain, healQuickbooks, playScript, postWithoutBlocked, type Shop, setUp } from './shop.ts';
import { openQuickbooks, type SimulatedQuickbooks } from './simulated-quickbooks.ts';
import type { Stage } from './stage.ts';
import { createWire, type Wire } from './wire.ts';
import { createWitness, type Witness } from './witness.ts';
import { runWorker } from './worker.ts';
import { drawWorld, type PlannedCompany, type World } from './world.ts';

export interface SeedResult {
  readonly seed: number;
  /** What the witness and the auditor say; nothing where all is well. */
  readonly problems: readonly string[];
  readonly trace: readonly string[];
  /** Of the trace: the same seed has the same. */
  readonly digest: string;
  readonly turns: number;
  readonly crashes: ReadonlyMap<CrashPoint | 'anywhere', number>;
  readonly events: number;
  /** Companies in which one entry was never answered, or no change of any, and those of them in which that was refused in the end. */
  readonly neverAnswered: Readonly<Record<NeverAnswered['of'], { readonly drawn: number; readonly refused: number }>>;
}

interface Run {
  readonly stage: Stage;
  readonly world: World;
  readonly seed: number;
  readonly scheduler: Scheduler;
  readonly witness: Witness;
  readonly wire: Wire;
  readonly jobs: Jobs;
  readonly crashes: Map<CrashPoint | 'anywhere', number>;
  readonly problems: string[];
  readonly shops: Shop[];
  badness: number;
  /** Companies in which it was refused for that. */
  readonly refused: Record<NeverAnswered['of'], number>;
  newActor(name: string): Actor;
}

/** More of the same tells nothing more. */
const complaintsMax = 5;
/** The end of all days of the world, with grace. */
const daysMs = 5 * 24 * 60 * 60_000;

export interface SeedOptions {
  /** Keeps the trace. */
  readonly verbose: boolean;
  /** Done to each company before the audit, to see that the auditor sees it. */
  readonly tamper?: (shop: Shop) => Promise<void>;
}

export async function runSeed(stage: Stage, seed: number, options: SeedOptions): Promise<SeedResult> {
  const run = begin(stage, seed, options);
  const { scheduler, jobs, problems, witness, shops, world } = run;
  try {
    for (const plan of world.companies) shops.push(await openShop(run, plan));
    await everyShop(run, setUp);
    for (const shop of shops) if (shop.plan.hasBegun) await endBeginningOf(run, shop);
    for (let number = 1; number <= world.workers; number += 1) startWorker(run, number);
    startSweep(run);
    run.badness = world.badness;
    jobs.lookUntil(scheduler.nowMs, scheduler.nowMs + lastDeedMs(world));
    await everyShop(run, playScript);
    run.badness = 0;
    for (const shop of shops) await healQuickbooks(shop);
    await everyShop(run, (shop) => healAndSell(run, shop));
    await rest(run);
    await everyShop(run, (shop) => auditNever(run, shop));
    for (const step of [healAgain, postWithoutBlocked, repostAll]) {
      await everyShop(run, step);
      await rest(run);
    }
    for (const shop of shops) await options.tamper?.(shop);
    await everyShop(run, async (shop) => void problems.push(...(await auditShop(shop, stage.database))));
  } catch (error) {
    problems.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  for (const { quickbooks } of shops.flatMap((shop) => [shop, ...shop.former])) await quickbooks.control('DELETE', '');
  return {
    seed,
    problems: [...new Set([...witness.complaints, ...problems])],
    trace: scheduler.lines,
    digest: scheduler.digest(),
    turns: scheduler.turns,
    crashes: run.crashes,
    events: shops.reduce((count, { given }) => count + given.size, 0),
    neverAnswered: { entry: neverAnsweredIn(run, 'entry'), changes: neverAnsweredIn(run, 'changes') },
  };
}

const neverAnsweredIn = ({ world, refused }: Run, of: NeverAnswered['of']) => ({
  drawn: world.companies.filter(({ neverAnswered }) => neverAnswered?.of === of).length,
  refused: refused[of],
});

function endBeginningOf({ stage, scheduler }: Run, { companyId, quickbooks }: Shop): Promise<void> {
  return endBeginning(stage.storage, { companyId, realmId: quickbooks.realmId, now: new Date(scheduler.nowMs) });
}

const lastDeedMs = ({ companies }: World): number =>
  Math.max(0, ...companies.flatMap(({ script }) => script.map(({ atMs }) => atMs)));

function begin(stage: Stage, seed: number, options: SeedOptions): Run {
  const world = drawWorld(seed);
  const random = createRandom(`run ${seed}`);
  const scheduler = new Scheduler({
    random: random.fork('turns'),
    startMs: world.startMs,
    keepLines: options.verbose,
    isHopeless: () => run.witness.complaints.length > complaintsMax,
  });
  stage.clock.read = () => scheduler.nowMs;
  let actors = 0;
  const badness = (): number => run.badness;
  const witness = createWitness({
    database: stage.database,
    emulator: stage.emulator,
    nowMs: () => scheduler.nowMs,
    isHeldBy: isIdOf,
  });
  const run: Run = {
    ...{ stage, world, seed, scheduler, witness },
    wire: createWire({
      ...{ scheduler, random: random.fork('wire'), emulator: stage.emulator, witness, badness },
      quickMs: world.quickMs,
    }),
    jobs: new Jobs(),
    crashes: new Map(),
    problems: [],
    shops: [],
    badness: 0,
    refused: { entry: 0, changes: 0 },
    newActor(name) {
      actors += 1;
      return { name, number: actors, stopped: false, pausedUntil: 0 };
    },
  };
  return run;
}

async function openShop(run: Run, plan: PlannedCompany): Promise<Shop> {
  const { stage, scheduler, wire, witness, jobs, seed } = run;
  const random = createRandom(`shop ${seed} ${plan.number}`);
  const open = (): Promise<SimulatedQuickbooks> =>
    openQuickbooks(stage.emulator, {
      settings: plan.quickbooks,
      remapped: plan.remapped,
      left: plan.merges.flatMap(({ account, into }) => (into === leftOf(account) ? [account] : [])),
      tracks: plan.tracks,
      homeCurrency: plan.currency,
    });
  const quickbooks = await open();
  const { companyId } = await stage.storage.createCompany({ name: `Shop ${plan.number}`, currency: plan.currency });
  const actor = run.newActor(`shop ${plan.number}`);
  const ports = openProcess({
    ...{ stage, scheduler, wire, witness, actor },
    random: random.fork('ids'),
    nameOf: () => `company ${plan.number}`,
    wake(woken) {
      if (random.chance(0.1 * run.badness)) jobs.lose(scheduler.nowMs);
      else jobs.add(woken, scheduler.nowMs);
    },
  });
  const shop: Shop = {
    ...{ plan, companyId, actor, scheduler, random, former: [], openQuickbooks: open, witness },
    ...{ ...booksIn(quickbooks), hasToTrack: false, isNeverAnswered: false },
    books: openBooks(ports)(companyId),
    ...{ emulator: stage.emulator, database: stage.database },
    ...{ given: new Map(), others: new Map(), standing: new Map(), replaced: new Set(), takenOut: new Set() },
    ...{ mappedTo: new Map(), closedPolicies: [plan.closedPolicy] },
    tell: webhooksOf(run, { ports, companyId, realmId: () => shop.quickbooks.realmId, number: plan.number }),
  };
  return shop;
}

/** As QuickBooks sends them: by far not always, and not always once or soon. */
function webhooksOf(
  run: Run,
  of: {
    readonly ports: PipelinePorts;
    readonly companyId: string;
    readonly number: number;
    /** Of the company in which the books are kept by then. */
    realmId(): string;
  },
): Shop['tell'] {
  const { scheduler, seed, problems } = run;
  const random = createRandom(`webhooks ${seed} ${of.number}`);
  const hearing = hearChanges(of.ports, {
    companiesOfRealm: async (realmId) => (realmId === of.realmId() ? [of.companyId] : []),
  });
  return (change) => {
    const changedAt = new Date(scheduler.nowMs);
    const realmId = of.realmId();
    for (let times = random.pick([0, 1, 1, 2]); times > 0; times -= 1) {
      const actor = run.newActor('webhook');
      const delayMs = random.pick([2_000, 90_000, 20 * 60_000]);
      void scheduler
        .sleep(actor, delayMs, `tells of ${change.entity} ${change.id}`)
        .then(() => hearing.hear([{ ...change, realmId, isNew: false, changedAt }]))
        .catch((error: unknown) => problems.push(`a webhook was not taken: ${error}`));
    }
  };
}

/** All at once, taking turns, until each is through and nothing is left to do for now; what is never answered is not waited for. */
async function everyShop(run: Run, work: (shop: Shop) => Promise<void>): Promise<void> {
  const { scheduler, shops } = run;
  const failures: unknown[] = [];
  let isThrough = false;
  const all = Promise.all(shops.map((shop) => work(shop).catch((error: unknown) => failures.push(error)))).then(() => {
    isThrough = true;
  });
  await scheduler.run(() => isThrough && shops.some(({ isNeverAnswered }) => isNeverAnswered));
  await inTime(all, 'Somebody waits, and for no turn.');
  if (failures.length > 0) throw failures[0];
}

/** Until the days are over, every lane is idle and a sweep finds nothing more. */
async function rest({ scheduler, jobs, shops, newActor }: Run): Promise<void> {
  const keeper = newActor('calendar');
  const passed = scheduler.sleep(keeper, daysMs, 'days went by');
  await scheduler.run();
  await inTime(passed, 'The days do not pass.');
  for (const { companyId } of shops) jobs.add(companyId, scheduler.nowMs);
  await scheduler.run();
}

/** Where one entry is never answered they go on selling, once they have done all else that they can. */
async function healAndSell(run: Run, shop: Shop): Promise<void> {
  const { neverAnswered } = shop.plan;
  if (neverAnswered === null) return heal(shop);
  complain(run, shop, await checkRefusals(shop));
  await heal(shop);
  complain(run, shop, await sellOn(shop, neverAnswered));
}

/** Everything else is at rest; and then QuickBooks answers. */
async function auditNever(run: Run, shop: Shop): Promise<void> {
  const { neverAnswered } = shop.plan;
  if (neverAnswered === null || !shop.isNeverAnswered) return;
  if (await isRefused(shop, neverAnswered)) run.refused[neverAnswered.of] += 1;
  complain(run, shop, await auditNeverAnswered(shop, { neverAnswered, database: run.stage.database }));
  await answerAgain(shop);
}

const complain = ({ problems }: Run, { plan }: Shop, found: readonly string[]): void =>
  void problems.push(...found.map((problem) => `company ${plan.number}: ${problem}`));

function startWorker(run: Run, number: number): void {
  const { stage, scheduler, wire, witness, jobs, crashes, problems, world, shops, newActor } = run;
  void runWorker(
    {
      ...{ stage, scheduler, wire, witness, jobs, crashes, newActor },
      random: createRandom(`worker ${run.seed} ${number}`),
      lanesAtOnce: world.lanesAtOnce,
      batchSize: world.batchSize,
      badness: () => run.badness,
      nameOf: (companyId) => `company ${shops.findIndex((shop) => shop.companyId === companyId)}`,
      wake: (companyId) => jobs.add(companyId, scheduler.nowMs),
      onError: (error, actor) =>
        void problems.push(
          `${actor.name} threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        ),
    },
    `worker ${number}`,
  );
}

/** Every minute, where a wake or a job was lost; and some times a day, for what nobody wakes a lane for. */
function startSweep({ scheduler, jobs, stage, shops, newActor }: Run): void {
  const actor = newActor('sweep');
  const sweep = async (): Promise<void> => {
    for (;;) {
      await scheduler.turn(actor, 'is due', () => jobs.sweepAt);
      const open = await scheduler.step(actor, 'sweeps', async () => [
        ...(await stage.storage.companiesWithOpenPostings()),
        ...(await stage.storage.companiesToSweep()),
      ]);
      jobs.swept(scheduler.nowMs);
      for (const { companyId } of shops) if (open.includes(companyId)) jobs.add(companyId, scheduler.nowMs);
    }
  };
  void sweep();
}
