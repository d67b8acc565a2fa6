// Which open causes a change of the mapping lifts: those and no others let go of what they hold.
import type { MappingSet } from '../journal/account-mapping.ts';
import type { Role } from '../journal/role.ts';
import { resolvesFor } from './mapping-set.ts';
import type { Lifted } from './release.ts';
import type { CompanyStore } from './storage-port.ts';

/** Causes that hold something no longer: from the date on from which the mapping now answers. */
export async function liftedCauses(
  store: CompanyStore,
  mapped: { before: MappingSet; after: MappingSet; roles: readonly Role[] },
): Promise<readonly Lifted[]> {
  const { before, after, roles } = mapped;
  const touched = await store.causes.openOf(['missing-account', 'inactive-account']);
  const firstDates = await store.causes.firstDates(touched.map((cause) => cause.id));
  // Accounts of the roles that were touched: what waits for one of them may now go elsewhere.
  const left = new Set(
    before.mappings.filter((mapping) => roles.includes(mapping.role)).map((mapping) => mapping.accountId),
  );
  return touched.flatMap((open): readonly Lifted[] => {
    const { cause } = open;
    if (cause.kind === 'inactive-account') return left.has(cause.accountId) ? [{ cause: open, dateFrom: null }] : [];
    if (cause.kind !== 'missing-account') return [];
    const earliest = firstDates.get(open.id);
    if (earliest === undefined) return [];
    if (resolvesFor(after, { role: cause.role, subject: cause.subject, date: earliest })) {
      return [{ cause: open, dateFrom: null }];
    }
    const later = after.mappings
      .flatMap((mapping) =>
        mapping.role === cause.role && mapping.applicableFrom !== null ? [mapping.applicableFrom] : [],
      )
      .sort()
      .find((date) => resolvesFor(after, { role: cause.role, subject: cause.subject, date }));
    return later === undefined ? [] : [{ cause: open, dateFrom: later }];
  });
}
