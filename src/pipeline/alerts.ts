// Action Required: one alert per open cause, with what it holds and what to do.
import {
  alertAction,
  alertDetail,
  alertTitle,
  type CauseNames,
  causeWords,
  missingAction,
  missingTitle,
} from '../posting/cause-words.ts';
import { type Cause, causeKey } from '../posting/causes.ts';
import { causeNames } from './cause-names.ts';
import type { OpenCause } from './cause-port.ts';
import { chosenInactive } from './chosen-dimensions.ts';
import type { Alert, CauseView } from './company-books.ts';
import { isLaneCause } from './lane-causes.ts';
import { mappedInactive } from './mapped-inactive.ts';
import { reconnectAlert, reconnectBy } from './reconnect-by.ts';
import type { CompanyStore } from './storage-port.ts';

export async function listAlerts(store: CompanyStore, now: Date): Promise<readonly Alert[]> {
  const endsAt = reconnectBy(await store.connection.read(), now);
  const ending = endsAt === null ? [] : [reconnectAlert(endsAt, (await store.company.read()).currency)];
  return [...ending, ...(await missingAlerts(store)), ...(await causeAlerts(store, now))];
}

/** What QuickBooks holds of these books, and they do not know: they were put back to an older state. */
async function missingAlerts(store: CompanyStore): Promise<readonly Alert[]> {
  const connection = await store.connection.read();
  if (connection === null) return [];
  const missing = await store.rollCalls.missing(connection.realmId);
  if (missing.foundAt === null) return [];
  return [
    {
      kind: 'number-taken',
      title: missingTitle(missing),
      role: null,
      subject: null,
      eventsHeld: 0,
      amountHeldMinor: 0n,
      currency: (await store.company.read()).currency,
      firstSeen: missing.foundAt,
      action: missingAction(missing.firstDate),
      detail: null,
    },
  ];
}

async function causeAlerts(store: CompanyStore, now: Date): Promise<readonly Alert[]> {
  const causes = await store.causes.open();
  const known = new Set(causes.map(({ key }) => key));
  const carried = (await chosenInactive(store)).filter((cause) => !known.has(causeKey(cause)));
  const idle = [...(await mappedInactive(store, { open: causes, now })), ...carried];
  const importedAt = idle.length === 0 ? null : (await store.connection.read())?.accountsImportedAt;
  const ahead = idle.map((cause) => ({ id: '', key: causeKey(cause), cause, firstSeen: importedAt ?? now }));
  return (await alertsOf(store, [...causes, ...ahead])).map(({ alert }) => alert);
}

/** Of open causes alone, by the cause's id; one that was solved has none. */
export async function alertsOfCauses(
  store: CompanyStore,
  causeIds: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Alert>> {
  const open = (await store.causes.open()).filter(({ id }) => causeIds.has(id));
  return new Map((await alertsOf(store, open)).map(({ id, alert }) => [id, alert]));
}

async function alertsOf(
  store: CompanyStore,
  open: readonly OpenCause[],
): Promise<readonly { readonly id: string; readonly alert: Alert }[]> {
  if (open.length === 0) return [];
  const company = await store.company.read();
  const held = await store.causes.held();
  const byLane = open.some(({ cause }) => isLaneCause(cause)) ? await store.causes.heldByLane() : null;
  const conflicting = await conflictFigures(store, open);
  const names = await causeNames(store);
  return open.map(({ id, cause, firstSeen }) => {
    const figures = (isLaneCause(cause) ? byLane : null) ??
      held.get(id) ??
      conflicting.get(id) ?? { events: 0, amountMinor: 0n };
    const alert: Alert = {
      kind: cause.kind,
      title: alertTitle(cause, names),
      role: cause.kind === 'missing-account' ? cause.role : null,
      subject: subjectOf(cause),
      eventsHeld: figures.events,
      amountHeldMinor: figures.amountMinor,
      currency: company.currency,
      firstSeen,
      action: alertAction(cause, company.closedPeriods),
      detail: alertDetail(cause, names),
      ...mergedInto(cause, names),
    };
    return { id, alert };
  });
}

export async function causeViews(store: CompanyStore, causes: readonly Cause[]): Promise<readonly CauseView[]> {
  if (causes.length === 0) return [];
  const names = await causeNames(store);
  return causes.map((cause) => ({ cause, ...causeWords(cause, names) }));
}

function mergedInto(cause: Cause, names: CauseNames): Pick<Alert, 'mergedInto'> {
  if (cause.kind !== 'inactive-account' || cause.into === undefined) return {};
  const { accountId, accountName } = cause.into;
  return { mergedInto: { accountId, name: names.account(accountId) ?? accountName } };
}

/** What an alert is about, where its kind names something: the subject, the account, the event. */
function subjectOf(cause: Cause): string | null {
  switch (cause.kind) {
    case 'missing-account':
      return cause.subject;
    case 'inactive-account':
      return cause.accountId;
    case 'out-of-balance':
    case 'conflict':
    case 'reversal':
      return cause.eventKey;
    case 'number-taken':
      return cause.documentNumber;
    case 'refused':
      return cause.code;
    case 'authentication':
    case 'closed-period':
    case 'company-lapsed':
      return null;
  }
}

/** A conflict holds no posting, since the first version stands and goes; what it keeps out is the other version. */
async function conflictFigures(
  store: CompanyStore,
  open: readonly OpenCause[],
): Promise<ReadonlyMap<string, { events: number; amountMinor: bigint }>> {
  const conflicts = open.flatMap(({ id, cause }) => (cause.kind === 'conflict' ? [{ id, key: cause.eventKey }] : []));
  const events = await store.events.byKeys(conflicts.map((conflict) => conflict.key));
  return new Map(
    conflicts.map(({ id, key }) => {
      const amountMinor = events.get(key)?.amountMinor ?? 0n;
      return [id, { events: 1, amountMinor: amountMinor < 0n ? -amountMinor : amountMinor }];
    }),
  );
}
