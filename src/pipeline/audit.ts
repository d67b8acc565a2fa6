// The audit log: who did what to the books, written in the transaction that does it.
import type { AuditNote, InBooks } from './audit-log-port.ts';
import type { PipelinePorts } from './ports.ts';
import type { CompanyStore } from './storage-port.ts';

/** What changed in the books has to be said: `nothing` where it is nothing. */
export const nothing: InBooks = {};

export async function audit(
  ports: Pick<PipelinePorts, 'clock' | 'newId'>,
  store: CompanyStore,
  entry: AuditNote & { readonly inBooks: InBooks },
): Promise<void> {
  const at = ports.clock.now();
  const inBooks = Object.fromEntries(Object.entries(entry.inBooks).filter(([, count]) => count > 0));
  await store.company.writeAudit({ ...entry, id: ports.newId(at), at, inBooks });
}
