// What is pending is built, and nothing of it is sent for a minute: for tests of what happens to it meanwhile.
import type { PipelinePorts } from './ports.ts';
import { drainLane } from './post-entries.ts';

const pauseMs = 60_000;

export async function buildOnly(ports: PipelinePorts, companyId: string): Promise<void> {
  const until = new Date(ports.clock.now().getTime() + pauseMs);
  await ports.storage.transaction(companyId, (store) =>
    store.lane.pause({ until, reason: 'paused by a test', failures: 0 }),
  );
  await drainLane(ports, companyId);
}
