// The audit log: who did what to the books, written in the transaction that does it.
import type { PipelinePorts } from './ports.ts';
import type { CompanyStore } from './storage-port.ts';

export async function audit(
  ports: Pick<PipelinePorts, 'clock' | 'newId'>,
  store: CompanyStore,
  entry: { who: string; action: string; detail: Readonly<Record<string, unknown>> },
): Promise<void> {
  const at = ports.clock.now();
  await store.company.writeAudit({ id: ports.newId(at), at, ...entry });
}
