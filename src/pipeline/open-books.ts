// The books of a company: every operation of CompanyBooks over the ports, each in a transaction of its own.
import { listAlerts } from './alerts.ts';
import { audit, nothing } from './audit.ts';
import { auditLog } from './audit-log.ts';
import { checkEvents } from './check-events.ts';
import { closedPeriodBooks } from './closed-period-books.ts';
import type { CompanyBooks } from './company-books.ts';
import { connecting } from './connect-quickbooks.ts';
import { creatingAccounts } from './create-account.ts';
import { dashboard } from './dashboard.ts';
import { drifting } from './drift-books.ts';
import { viewEvent } from './event-view.ts';
import { firstDay } from './first-day.ts';
import { eventLists } from './list-events.ts';
import { managing } from './manage-subjects.ts';
import { notifying } from './notification-books.ts';
import type { PipelinePorts } from './ports.ts';
import { postingWithoutBlocked } from './post-without-blocked.ts';
import { preflight, preflightPage } from './preflight.ts';
import { previewJournal } from './preview-journal.ts';
import { recordEvents } from './record-events.ts';
import { reposting } from './repost-books.ts';
import { retrying } from './retry.ts';
import { mapping } from './save-mappings.ts';
import { settings } from './save-settings.ts';
import { syncing } from './start-sync.ts';
import type { CompanyStore } from './storage-port.ts';
import { summaryViews } from './summary-view.ts';
import { takingVersions } from './take-version.ts';
import { tieOutBooks } from './tie-out-books.ts';

export function openBooks(ports: PipelinePorts): (companyId: string) => CompanyBooks {
  return (companyId) => {
    const inTransaction = <T>(work: (store: CompanyStore) => Promise<T>): Promise<T> =>
      ports.storage.transaction(companyId, work);
    return {
      companyId,
      ...settings(ports, companyId),
      ...managing(ports, companyId),
      ...mapping(ports, companyId),
      ...connecting(ports, companyId),
      ...creatingAccounts(ports, companyId),
      ...syncing(ports, companyId),
      ...retrying(ports, companyId),
      ...eventLists(ports, companyId),
      ...takingVersions(ports, companyId),
      ...summaryViews(ports, companyId),
      ...drifting(ports, companyId),
      ...closedPeriodBooks(ports, companyId),
      ...tieOutBooks(ports, companyId),
      ...reposting(ports, companyId),
      ...notifying(ports, companyId),
      ...dashboard(ports, companyId),
      ...auditLog(inTransaction),
      postWithoutBlocked: postingWithoutBlocked(ports, companyId),
      recordEvents: (inputs) => recordEvents(ports, companyId, inputs),
      checkEvents: (inputs, earlier) => checkEvents(ports, companyId, { inputs, earlier }),
      previewJournal: (inputs, mode) => inTransaction((store) => previewJournal(store, inputs, mode)),
      event: (id) => inTransaction((store) => viewEvent(ports, store, { id, companyId })),
      alerts: () => inTransaction((store) => listAlerts(store, ports.clock.now())),
      preflight: () => preflight(ports, companyId),
      preflightPage: (page) => preflightPage(ports, companyId, page),
      firstDay: (from) =>
        inTransaction((store) => firstDay(store, { from, ledger: ports.ledgerOf(companyId), now: ports.clock.now() })),
      noteInAudit: (entry) => inTransaction((store) => audit(ports, store, { inBooks: nothing, ...entry })),
    };
  };
}
