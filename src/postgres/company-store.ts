// What one transaction reads and writes of a company: a part for each kind of thing that is stored.
import type { Transaction } from 'kysely';
import type { CompanyStore } from '../pipeline/storage-port.ts';
import { auditReading } from './audit-reading.ts';
import { causeStoring } from './causes.ts';
import { chartStoring } from './chart.ts';
import { closedPeriodStoring } from './closed-periods.ts';
import { companyStoring } from './company.ts';
import { connectionStoring } from './connections.ts';
import { dayStoring } from './day-settings.ts';
import { dimensionStoring } from './dimensions.ts';
import { driftStoring } from './drifts.ts';
import { eventCounts } from './event-counts.ts';
import { importStoring } from './event-imports.ts';
import { eventList } from './event-list.ts';
import { eventReading } from './event-reading.ts';
import { eventRecording } from './event-recording.ts';
import { eventScope } from './event-scope.ts';
import { eventStanding } from './event-standing.ts';
import { eventVersions } from './event-versions.ts';
import { laneStoring } from './lanes.ts';
import { mergeStoring } from './merges.ts';
import { notificationStoring } from './notifications.ts';
import { postingStoring } from './postings.ts';
import { recheckStoring } from './rechecks.ts';
import { repostStoring } from './reposts.ts';
import { rollCallStoring } from './roll-calls.ts';
import { salesStoring } from './sales-days.ts';
import { viewStoring } from './saved-views.ts';
import { subjectStoring } from './subjects.ts';
import { summaryStoring } from './summaries.ts';
import { meteredStoring, sweepStoring } from './sweeps.ts';
import type { Tables } from './tables.ts';
import { tieOutStoring } from './tie-outs.ts';
import type { TokenEncryption } from './token-encryption.ts';

interface Within {
  readonly trx: Transaction<Tables>;
  readonly companyId: string;
  readonly encryption: TokenEncryption;
}

type Parts = {
  readonly [Name in keyof CompanyStore]: (
    trx: Transaction<Tables>,
    companyId: string,
    encryption: TokenEncryption,
  ) => CompanyStore[Name];
};

const parts: Parts = {
  company: companyStoring,
  events: (trx, companyId) => ({
    ...eventRecording(trx, companyId),
    ...eventScope(trx, companyId),
    ...eventReading(trx, companyId),
    ...eventStanding(trx, companyId),
    ...eventCounts(trx, companyId),
    ...eventList(trx, companyId),
    ...eventVersions(trx, companyId),
  }),
  subjects: subjectStoring,
  days: dayStoring,
  chart: chartStoring,
  merges: mergeStoring,
  dimensions: dimensionStoring,
  postings: postingStoring,
  causes: causeStoring,
  lane: laneStoring,
  connection: connectionStoring,
  closedPeriods: closedPeriodStoring,
  rechecks: recheckStoring,
  sales: salesStoring,
  audit: auditReading,
  summaries: summaryStoring,
  rollCalls: rollCallStoring,
  sweeps: sweepStoring,
  metered: meteredStoring,
  drifts: driftStoring,
  tieOuts: tieOutStoring,
  reposts: repostStoring,
  imports: importStoring,
  views: viewStoring,
  notifications: notificationStoring,
};

/** A transaction uses few parts, and to make all of them costs more than most statements: each is made when it is first asked for. */
const partsWhenAsked = Object.defineProperties(
  {},
  Object.fromEntries(Object.entries(parts).map(([name, make]) => [name, { get: making(name, make) }])),
);

function making(name: string, make: Parts[keyof Parts]) {
  return function (this: Within): unknown {
    const value = make(this.trx, this.companyId, this.encryption);
    Object.defineProperty(this, name, { value });
    return value;
  };
}

export const companyStore = (within: Within): CompanyStore => Object.assign(Object.create(partsWhenAsked), within);
