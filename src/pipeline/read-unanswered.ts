// A read that QuickBooks did not answer: the lane pauses as after any call, or waits for a person to connect again.
import { backOffMs, throttlePauseMs } from '../posting/next-step.ts';
import { requireReconnect } from './lane-causes.ts';
import type { Unread } from './ledger-port.ts';
import type { PipelinePorts } from './ports.ts';
import { type AskedThrough, isSameConnection } from './same-connection.ts';
import type { CompanyStore } from './storage-port.ts';

export async function readUnanswered(
  ports: PipelinePorts,
  store: CompanyStore,
  request: { answer: Unread; asked: AskedThrough; now: Date },
): Promise<void> {
  const { answer, asked, now } = request;
  if (!(await isSameConnection(store, asked))) return;
  if (answer.why === 'authentication') {
    await requireReconnect(store, { now, newId: ports.newId, reason: answer.reason });
    return;
  }
  const { failures } = await store.lane.read();
  const until = new Date(now.getTime() + (answer.why === 'throttled' ? throttlePauseMs : backOffMs(failures)));
  await store.lane.pause({ until, reason: answer.reason, failures: failures + 1 });
  await store.connection.noteError(answer.reason, now);
}
