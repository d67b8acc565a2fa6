// What a person changes by hand: payment types, item classes, reason and tax codes, locations.
import type { SubjectKind } from '../journal/role.ts';
import { isAsSeen, whatDiffers } from './as-seen.ts';
import { audit } from './audit.ts';
import { daysInForce, planDays } from './change-days.ts';
import { releaseDimensions } from './chosen-dimensions.ts';
import type { CompanyBooks, LocationChange, OperationRefusal, Subject } from './company-books.ts';
import { dimensionRefusal, viewDimensions } from './dimensions.ts';
import { liftedCauses } from './lifted-causes.ts';
import { loadMappingSet } from './mapping-set.ts';
import { postponeSummaries } from './open-summaries.ts';
import { type PipelinePorts, wakeLane } from './ports.ts';
import { asOne } from './refusals.ts';
import { releaseCauses } from './release.ts';
import { rolesOf } from './role-subjects.ts';
import type { CompanyRow, CompanyStore, LocationRow } from './storage-port.ts';

type Books = Pick<CompanyBooks, 'subjects' | 'saveSubject' | 'locations' | 'saveLocation' | 'dimensions'>;

export function managing(ports: PipelinePorts, companyId: string): Books {
  const inTransaction = <T>(work: (store: CompanyStore) => Promise<T>): Promise<T> =>
    ports.storage.transaction(companyId, work);
  return {
    subjects: (kind, { includeInactive }) =>
      inTransaction(async (store) => {
        const company = await store.company.read();
        const subjects = await store.subjects.list(kind);
        return subjects.filter((subject) => includeInactive || subject.active || isInScope(subject, company));
      }),
    async saveSubject(subject, who) {
      const saved = await inTransaction((store) => saveSubject(ports, store, { ...subject, who }));
      if (saved.ok) await wakeLane(ports, companyId);
      return saved;
    },
    locations: ({ includeInactive }) =>
      inTransaction(async (store) => {
        const locations = await store.subjects.locations();
        const days = await store.days.read();
        const now = ports.clock.now();
        return locations
          .filter((location) => includeInactive || location.active)
          .map((location) => ({ ...location, ...daysInForce(days, location.code, now) }));
      }),
    dimensions: (kind) => inTransaction((store) => viewDimensions(store, kind)),
    async saveLocation(code, change, who) {
      const saved = await inTransaction((store) => saveLocation(ports, store, { code, change, who }));
      if (saved.ok) await wakeLane(ports, companyId);
      return saved;
    },
  };
}

/** An inactive one that an event in scope uses is shown all the same: its account is still needed. */
export function isInScope(subject: Pick<Subject, 'lastUsed'>, company: Pick<CompanyRow, 'syncStart'>): boolean {
  return company.syncStart !== null && subject.lastUsed !== null && subject.lastUsed >= company.syncStart;
}

const newLocation = (code: string): LocationRow => ({ code, name: code, active: true, quickbooksDepartmentId: null });

const changedMeanwhile: OperationRefusal = {
  ...{ ok: false, code: 'changed-meanwhile' },
  message: 'This location was changed meanwhile. Look at it, then save again.',
};

async function saveLocation(
  ports: PipelinePorts,
  store: CompanyStore,
  request: { code: string; change: LocationChange; who: string },
): Promise<{ ok: true } | OperationRefusal> {
  const { code, who } = request;
  const { seen = {}, ...change } = request.change;
  const now = ports.clock.now();
  // One change of a location at a time.
  await store.lane.lock();
  const existing = (await store.subjects.locations()).find((location) => location.code === code);
  const standing = existing === undefined ? {} : { ...existing, ...daysInForce(await store.days.read(), code, now) };
  if (!isAsSeen(seen, standing)) return changedMeanwhile;
  const { refusals, plan } = await planDays(store, { location: code, change, now });
  const chosen = { id: change.quickbooksDepartmentId, before: existing?.quickbooksDepartmentId ?? null };
  const refusal = asOne(refusals) ?? (await dimensionRefusal(store, 'department', chosen));
  if (refusal !== null) return refusal;
  const { timeZone, dayEnd, from: _from, ...plain } = change;
  await store.subjects.saveLocation({ ...(existing ?? newLocation(code)), ...plain, code }, now);
  const isOther = chosen.id !== undefined && chosen.id !== chosen.before;
  const released = isOther ? await releaseDimensions(ports, store, { now, replaced: chosen.before }) : 0;
  if (plan !== null) {
    await store.days.save(code, plan.settings);
    await postponeSummaries(store, { company: await store.company.read(), now });
  }
  const differing = {
    ...whatDiffers(plain, existing ?? {}),
    ...(isOther && { quickbooksDepartmentBefore: chosen.before }),
    ...(plan !== null && { timeZone, dayEnd, from: plan.from }),
  };
  if (existing !== undefined && Object.keys(differing).length === 0) return { ok: true };
  await audit(ports, store, {
    ...{ who, action: 'location-saved', detail: { code, ...differing } },
    inBooks: { released },
  });
  return { ok: true };
}

interface SubjectChange {
  readonly kind: SubjectKind;
  readonly purpose: string;
  readonly code: string;
  readonly name?: string;
  readonly active?: boolean;
  readonly parentCode?: string | null;
  readonly quickbooksClassId?: string | null;
  readonly who: string;
}

const purposes: readonly string[] = ['inventory-adjustment', 'gift-card-adjustment', 'cash-movement'];

async function saveSubject(
  ports: PipelinePorts,
  store: CompanyStore,
  change: SubjectChange,
): Promise<{ ok: true } | OperationRefusal> {
  const { who, ...given } = change;
  const purposeFits = change.kind === 'reason-code' ? purposes.includes(change.purpose) : change.purpose === '';
  if (!purposeFits)
    return { ok: false, code: 'bad-purpose', message: 'A reason code, and only it, names what it is for.' };
  if (change.code.length === 0 || change.code.length > codeLengthMax) {
    return { ok: false, code: 'bad-code', message: `A code has 1 to ${codeLengthMax} characters.` };
  }
  const known = await store.subjects.list(change.kind);
  const sameKind = known.filter((subject) => subject.purpose === change.purpose);
  const existing = sameKind.find((subject) => subject.code === change.code);
  const parentCode = change.parentCode === undefined ? (existing?.parentCode ?? null) : change.parentCode;
  if (parentCode !== null && !isLegalParent(change.code, parentCode, sameKind)) {
    return {
      ok: false,
      code: 'bad-parent',
      message: 'A parent is another code of the same kind, and not below this one.',
    };
  }
  const refusal = await classRefusal(store, change, existing);
  if (refusal !== null) return refusal;
  const now = ports.clock.now();
  // The lane's lock first: a new parent may give what waits an account.
  await store.lane.lock();
  const before = await loadMappingSet(store);
  const subject: Subject = {
    kind: change.kind,
    purpose: change.purpose as Subject['purpose'],
    code: change.code,
    name: change.name ?? existing?.name ?? change.code,
    active: change.active ?? existing?.active ?? true,
    parentCode,
    takesDeposits: existing?.takesDeposits ?? false,
    lastUsed: existing?.lastUsed ?? null,
    quickbooksClassId:
      change.quickbooksClassId === undefined ? (existing?.quickbooksClassId ?? null) : change.quickbooksClassId,
  };
  await store.subjects.save(subject, now);
  const classBefore = existing?.quickbooksClassId ?? null;
  const isOtherClass = change.quickbooksClassId !== undefined && change.quickbooksClassId !== classBefore;
  let [released, rebuilt] = [0, 0];
  if (isOtherClass) released += await releaseDimensions(ports, store, { now, replaced: classBefore });
  if (parentCode !== (existing?.parentCode ?? null)) {
    rebuilt = await store.postings.rebuildUnsent();
    const lifted = await liftedCauses(store, { before, after: await loadMappingSet(store), roles: rolesOf(subject) });
    released += await releaseCauses(store, { lifted, now, newId: ports.newId });
  }
  const { kind, purpose, code, ...chosen } = given;
  const differing = whatDiffers(chosen, existing ?? {});
  if (existing !== undefined && Object.keys(differing).length === 0) return { ok: true };
  const detail = {
    ...{ kind, purpose, code, ...differing },
    ...(isOtherClass && { quickbooksClassBefore: classBefore }),
  };
  await audit(ports, store, { who, action: 'subject-saved', detail, inBooks: { released, rebuilt } });
  return { ok: true };
}

async function classRefusal(
  store: CompanyStore,
  change: SubjectChange,
  existing: Subject | undefined,
): Promise<OperationRefusal | null> {
  const { kind, quickbooksClassId } = change;
  if (kind !== 'item-class' && typeof quickbooksClassId === 'string') {
    return { ok: false, code: 'no-class', message: 'Only an item class has a QuickBooks class.' };
  }
  return dimensionRefusal(store, 'class', { id: quickbooksClassId, before: existing?.quickbooksClassId });
}

const codeLengthMax = 100;

function isLegalParent(code: string, parentCode: string, subjects: readonly Subject[]): boolean {
  const parents = new Map(subjects.map((subject) => [subject.code, subject.parentCode]));
  if (!parents.has(parentCode)) return false;
  let above: string | null | undefined = parentCode;
  for (let depth = 0; above && depth <= subjects.length; depth += 1) {
    if (above === code) return false;
    above = parents.get(above);
  }
  return true;
}
