// Saves which account a role and subject go to, all or nothing; what hung on the causes that this lifts goes by itself.
import { isDate } from '../events/dates.ts';
import type { MappingSet } from '../journal/account-mapping.ts';
import { mappingRefusal, mappingWarning } from '../journal/account-types.ts';
import { audit } from './audit.ts';
import type { CompanyBooks, MappingChange, MappingRefusal, SavedMappings } from './company-books.ts';
import { liftedCauses } from './lifted-causes.ts';
import { listMappings } from './list-mappings.ts';
import { loadMappingSet } from './mapping-set.ts';
import { type PipelinePorts, wakeLane } from './ports.ts';
import { releaseCauses } from './release.ts';
import { offerRepost } from './repost-offer.ts';
import { hasCompanyDefault, isRole, subjectsFor } from './role-subjects.ts';
import type { CompanyStore } from './storage-port.ts';
import { suggestMappings } from './suggest-mappings.ts';

type Books = Pick<CompanyBooks, 'mappings' | 'saveMappings' | 'suggestions' | 'accounts' | 'mappingHistory'>;

const codeLengthMax = 100;
const pastMappingsMax = 200;

export function mapping(ports: PipelinePorts, companyId: string): Books {
  const inTransaction = <T>(work: (store: CompanyStore) => Promise<T>): Promise<T> =>
    ports.storage.transaction(companyId, work);
  return {
    accounts: () => inTransaction((store) => store.chart.accounts()),
    mappings: (options) => inTransaction((store) => listMappings(store, options)),
    suggestions: () => inTransaction((store) => suggestMappings(store)),
    mappingHistory: (of) => inTransaction((store) => store.chart.mappingHistory({ ...of, limit: pastMappingsMax })),
    async saveMappings(changes, who) {
      const saved = await inTransaction((store) => saveMappings(ports, store, { changes, who }));
      if (saved.ok) await wakeLane(ports, companyId);
      return saved;
    },
  };
}

async function saveMappings(
  ports: PipelinePorts,
  store: CompanyStore,
  request: { changes: readonly MappingChange[]; who: string },
): Promise<({ ok: true } & SavedMappings) | { ok: false; refusals: readonly MappingRefusal[] }> {
  const { changes, who } = request;
  // The lane's lock first: an entry that is being built under the old mapping is then seen to wait, or not at all.
  await store.lane.lock();
  const before = await loadMappingSet(store);
  const refusals = changes.flatMap((change, index) => refusalsOf(change, { index, set: before }));
  if (refusals.length > 0) return { ok: false, refusals };
  const now = ports.clock.now();
  await store.chart.saveMappings(changes, who, now);
  const entered = changes.map(({ seen: _, ...change }) => ({ ...change, before: accountBefore(change, before) }));
  const rebuilt = await store.postings.rebuildUnsent();
  const after = await loadMappingSet(store);
  const released = await releaseCauses(store, {
    lifted: await liftedCauses(store, { before, after, roles: changes.map((change) => change.role) }),
    now,
    newId: ports.newId,
  });
  const repostOffer = await offerRepost(store, { before, after, changes });
  // Who looks later finds what it did to the books where the change is.
  const detail = { changes: entered, repostOffer };
  await audit(ports, store, { who, action: 'mappings-saved', detail, inBooks: { released, rebuilt } });
  return {
    ok: true,
    released,
    repostOffer,
    warnings: changes.flatMap((change, index) => warningOf(change, index, after)),
  };
}

function warningOf(change: MappingChange, index: number, set: MappingSet): SavedMappings['warnings'] {
  const account = set.accounts.get(change.accountId ?? '');
  const warning = account === undefined ? null : mappingWarning(change.role, account);
  return warning === null ? [] : [{ index, warning }];
}

/** Two people, or one in two windows: the second sees what the first did before anything of it is undone. */
const mappedMeanwhile = (account: string | null): string =>
  account === null
    ? 'its mapping was taken away meanwhile; look at it, then choose again'
    : `it was mapped to ${account} meanwhile; look at it, then choose again`;

function accountBefore(change: MappingChange, set: MappingSet): string | null {
  const same = set.mappings.find(
    (mapping) =>
      mapping.role === change.role &&
      mapping.subject === change.subject &&
      mapping.applicableFrom === (change.applicableFrom ?? null),
  );
  return same?.accountId ?? null;
}

function refusalsOf(change: MappingChange, context: { index: number; set: MappingSet }): readonly MappingRefusal[] {
  const { index, set } = context;
  const refuse = (pointer: string, value: unknown, rule: string): MappingRefusal[] => [{ index, pointer, value, rule }];
  if (!isRole(change.role)) return refuse('/role', change.role, 'one of the roles');
  const of = subjectsFor(change.role);
  if (change.subject === null && !hasCompanyDefault(change.role)) {
    return refuse('/subject', null, `${change.role} has no company default: each payment type is mapped for itself`);
  }
  if (change.subject !== null && of === null) {
    return refuse('/subject', change.subject, `${change.role} has a company default alone: its subject is null`);
  }
  if (change.subject !== null && (change.subject === '' || change.subject.length > codeLengthMax)) {
    return refuse('/subject', change.subject, `a code of 1 to ${codeLengthMax} characters`);
  }
  const from = change.applicableFrom ?? null;
  if (from !== null && !isDate(from)) {
    return refuse('/applicableFrom', from, 'a business date that exists, as YYYY-MM-DD');
  }
  const now = accountBefore(change, set);
  if (change.seen !== undefined && change.seen !== now) {
    const account = set.accounts.get(now ?? '')?.name;
    return refuse('/seen', change.seen, account === undefined ? mappedMeanwhile(null) : mappedMeanwhile(account));
  }
  // The choice of now again is no new one, whatever has become of its account since.
  if (change.accountId === null || change.accountId === now) return [];
  const account = set.accounts.get(change.accountId);
  if (account === undefined) {
    return refuse('/accountId', change.accountId, 'an account of the imported chart');
  }
  const rule = mappingRefusal(change.role, account);
  return rule === null ? [] : refuse('/accountId', change.accountId, rule);
}
