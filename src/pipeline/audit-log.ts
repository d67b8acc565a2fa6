// Reads the audit log: newest first, a page at a time, of a person, an action and days of the shop's calendar.
import { businessDayEnd, dayBefore } from '../events/business-date.ts';
import type { AuditAsked, AuditEntry, AuditLogBooks } from './audit-log-port.ts';
import { nameIds } from './audit-names.ts';
import type { CompanyStore } from './storage-port.ts';

const perPage = 200;

export function auditLog(
  inTransaction: <T>(work: (store: CompanyStore) => Promise<T>) => Promise<T>,
): Pick<AuditLogBooks, 'auditLog' | 'auditPeople'> {
  return {
    auditLog: (asked = {}) => inTransaction((store) => entries(store, asked)),
    auditPeople: () => inTransaction((store) => store.company.auditPeople()),
  };
}

async function entries(store: CompanyStore, asked: AuditAsked): Promise<readonly AuditEntry[]> {
  const { who = null, action = null, from, to, after = null, limit = perPage } = asked;
  const { company } = await store.days.read();
  // By the calendar of today's time zone, as the page shows each moment.
  const midnight = { timeZone: company.at(-1)?.timeZone ?? 'UTC', dayEnd: '00:00' };
  const rows = await store.company.readAudit({
    ...{ who, action, after, limit },
    from: from === undefined ? null : new Date(businessDayEnd(dayBefore(from), midnight)),
    until: to === undefined ? null : new Date(businessDayEnd(to, midnight)),
  });
  return nameIds(store, rows);
}
