// Reads again what a refusal contradicted: one metered read, after which what was refused waits for the cause by its name.
import { fruitlessPauseMs, type Recheck } from '../posting/recheck.ts';
import { saveAccounts } from './import-accounts.ts';
import type { HeldLane } from './lane.ts';
import { readUnanswered } from './read-unanswered.ts';
import { release } from './release.ts';
import type { StepResult } from './step-result.ts';
import type { CompanyStore } from './storage-port.ts';
import { takeCall } from './take-call.ts';

type Due = { readonly what: Recheck } | { readonly until: Date } | null;

export async function recheckNext(lane: HeldLane): Promise<StepResult> {
  const due = await lane.write((store, now) => nextDue(lane, store, now));
  if (due === null) return { did: 'nothing' };
  if ('until' in due) return { did: 'wait', until: due.until };
  lane.assertHeld();
  await recheckAccounts(lane);
  return { did: 'something' };
}

async function nextDue(lane: HeldLane, store: CompanyStore, now: Date): Promise<Due> {
  const asked = await store.rechecks.asked();
  const due = asked.find(({ notBefore }) => notBefore === null || notBefore <= now);
  if (due === undefined) {
    const [first] = asked.flatMap(({ notBefore }) => notBefore ?? []).sort((a, b) => a.getTime() - b.getTime());
    return first === undefined ? null : { until: first };
  }
  const allowed = await takeCall(store, { ports: lane.ports, kind: 'read', now });
  return allowed.ok ? { what: due.what } : { until: allowed.until };
}

async function recheckAccounts(lane: HeldLane): Promise<void> {
  const { ports } = lane;
  const chart = await ports.ledgerOf(lane.companyId).readChart();
  await lane.write(async (store, now) => {
    const fruitless = { what: 'accounts' as const, notBefore: new Date(now.getTime() + fruitlessPauseMs) };
    if (!chart.ok) {
      if (chart.why === 'refused') await store.rechecks.done(fruitless);
      else await readUnanswered(ports, store, { answer: chart, now });
      return;
    }
    const connection = await store.connection.read();
    if (connection === null) return;
    const { realmId } = connection;
    await saveAccounts(ports, store, { accounts: chart.accounts, realmId, now });
    const explained = await store.postings.refusedOverAccounts(realmId);
    await release(store, {
      postings: explained,
      now,
      newId: ports.newId,
      why: 'The accounts were read again: one that it uses is no longer usable.',
    });
    await store.causes.resolveEmpty(['refused'], now);
    await store.rechecks.done(explained.length > 0 ? { what: 'accounts', notBefore: null } : fruitless);
  });
}
