// `tillbook audit`: adds up from the events alone what the books must hold, and says where entries or QuickBooks differ.
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../config.ts';
import { createLog } from '../log.ts';
import { type AuditReport, auditBooks } from '../pipeline/audit-books.ts';
import type { AuditListener } from '../pipeline/audit-quickbooks.ts';
import { auditJson } from './audit-json.ts';
import { auditText } from './audit-text.ts';
import { findCompany } from './companies.ts';
import { withComposition } from './compose.ts';

export interface AuditOptions {
  readonly company?: string;
  readonly from?: string;
  readonly to?: string;
  readonly offline?: true;
  readonly deep?: true;
  readonly json?: true;
}

const exitCodes = { different: 1, unread: 2 } as const;

export async function audit(config: Config, options: AuditOptions): Promise<void> {
  const log = createLog(config, { quiet: true });
  const report = await withComposition(config, { command: 'audit', log }, async ({ storage, ports }) => {
    const { companyId } = await findCompany(storage, options.company);
    const request = {
      from: options.from ?? null,
      to: options.to ?? null,
      offline: options.offline ?? false,
      deep: options.deep ?? false,
    };
    return auditBooks(ports, companyId, { request, listener });
  });
  process.stdout.write(options.json ? `${JSON.stringify(auditJson(report), null, 2)}\n` : auditText(report));
  process.exitCode = exitCodeOf(report);
}

const listener: AuditListener = {
  callsAhead: (calls, what) => {
    process.stderr.write(
      `Asking QuickBooks for ${what}: ${calls === 1 ? '1 metered call' : `${calls} metered calls`}\n`,
    );
  },
  wait: (until) => delay(Math.max(0, until.getTime() - Date.now())),
};

function exitCodeOf({ differenceCount, quickbooks }: AuditReport): number {
  if (differenceCount > 0) return exitCodes.different;
  return quickbooks.state === 'unread' ? exitCodes.unread : 0;
}
