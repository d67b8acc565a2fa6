// An audit of one company's books: events against entries, entries against QuickBooks. Reads only, and takes no lane.
import type { Difference } from '../audit/compare.ts';
import type { AuditSettings } from '../audit/expected-totals.ts';
import { type Outstanding, OutstandingTally } from '../audit/outstanding.ts';
import {
  type AuditRange,
  addDifferences,
  auditEvents,
  differencesMax,
  type EventsAudited,
  nothingAudited,
} from './audit-events.ts';
import { type AuditListener, auditQuickbooks, type QuickbooksAudited } from './audit-quickbooks.ts';
import { paymentTypesOfGiftCards } from './gift-card-types.ts';
import type { PipelinePorts } from './ports.ts';
import type { CompanyRow } from './storage-port.ts';

export interface AuditRequest extends AuditRange {
  /** Asks QuickBooks nothing. */
  readonly offline: boolean;
  /** Compares entries one by one, whatever the trial balance says. */
  readonly deep: boolean;
}

export interface AuditReport {
  readonly company: string;
  readonly currency: string;
  readonly range: AuditRange;
  readonly events: EventsAudited;
  readonly outstanding: Outstanding;
  readonly quickbooks: QuickbooksAudited;
  /** In all: none means that everything that was compared is right. */
  readonly differenceCount: number;
}

export async function auditBooks(
  ports: PipelinePorts,
  companyId: string,
  of: { readonly request: AuditRequest; readonly listener: AuditListener },
): Promise<AuditReport> {
  const { from, to, offline, deep } = of.request;
  const range = { from, to };
  const { company, giftCardTypes, strays } = await ports.storage.transaction(companyId, async (store) => ({
    company: await store.company.read(),
    giftCardTypes: await paymentTypesOfGiftCards(store),
    strays: await store.audit.withoutEvents(differencesMax),
  }));
  const events = nothingAudited();
  const tally = new OutstandingTally(giftCardTypes);
  await auditEvents(ports, companyId, { ...range, settings: auditSettings(company), tally, audited: events });
  addDifferences(
    events,
    strays
      .filter(({ businessDate }) => (from === null || businessDate >= from) && (to === null || businessDate <= to))
      .map(({ key }): Difference => ({ kind: 'no-event', postingKey: key, events: [], totals: [], words: '' })),
  );
  const quickbooks: QuickbooksAudited = offline
    ? { state: 'offline' }
    : await auditQuickbooks(ports, companyId, { range, deep, listener: of.listener });
  const atQuickbooks = quickbooks.state === 'compared' ? (quickbooks.entries?.differenceCount ?? 0) : 0;
  return {
    company: company.name,
    currency: company.currency,
    range,
    events,
    outstanding: tally.open(),
    quickbooks,
    differenceCount: events.differenceCount + atQuickbooks,
  };
}

function auditSettings({ currency, discounts, overShortCapMinor }: CompanyRow): AuditSettings {
  return { companyCurrency: currency, discounts, overShortCapMinor };
}
