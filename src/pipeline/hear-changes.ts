// What webhooks tell: kept as a sweep asked for, or a reading of the preferences; the lane does it later, once for however many.
import type { ChangeNotice, RealmDirectory } from './drift-port.ts';
import { type PipelinePorts, wakeLane } from './ports.ts';
import type { CompanyStore } from './storage-port.ts';
import { askForSweep } from './sweep-quickbooks.ts';

/** Entities whose list we keep. */
const listed: ReadonlySet<string> = new Set(['account', 'department', 'class']);

export interface ChangeHearing {
  /** Resolves when what matters of it is durable. Realms that nobody here is connected to are passed over. */
  hear(notices: readonly ChangeNotice[]): Promise<void>;
}

/** Webhooks that come while others are being kept are kept together after them: a burst is few transactions. */
export function hearChanges(ports: PipelinePorts, directory: RealmDirectory): ChangeHearing {
  let underWay: Promise<void> | null = null;
  let next: { readonly notices: ChangeNotice[]; readonly kept: Promise<void> } | null = null;
  const keepNext = (after: Promise<void> | null): { notices: ChangeNotice[]; kept: Promise<void> } => {
    const notices: ChangeNotice[] = [];
    const kept = (after ?? Promise.resolve())
      .catch(() => undefined)
      .then(async () => {
        next = null;
        underWay = kept;
        await keep(ports, directory, notices);
      });
    return { notices, kept };
  };
  return {
    hear(notices) {
      next ??= keepNext(underWay);
      next.notices.push(...notices);
      return next.kept;
    },
  };
}

async function keep(ports: PipelinePorts, directory: RealmDirectory, notices: readonly ChangeNotice[]): Promise<void> {
  for (const realmId of new Set(notices.map((notice) => notice.realmId))) {
    const ofRealm = notices.filter((notice) => notice.realmId === realmId);
    for (const companyId of await directory.companiesOfRealm(realmId)) {
      const asked = await ports.storage.transaction(companyId, (store) => keepOf(ports, store, ofRealm));
      if (asked) await wakeLane(ports, companyId);
    }
  }
}

async function keepOf(ports: PipelinePorts, store: CompanyStore, notices: readonly ChangeNotice[]): Promise<boolean> {
  const connection = await store.connection.read();
  if (connection?.state !== 'connected') return false;
  const now = ports.clock.now();
  const preferences = notices.some(({ entity }) => entity === 'preferences');
  if (preferences) await store.rechecks.ask(['closing-date'], now);
  // Nobody has confirmed that change data capture tells what was merged away: the whole chart does.
  const merge = notices.some(({ entity, isMerge }) => isMerge && entity === 'account');
  if (merge) await store.rechecks.ask(['accounts'], now);
  // What is new is our own, or no business of ours.
  const entries = notices.filter(({ entity, isNew }) => entity === 'journalentry' && !isNew);
  const ids = [...new Set(entries.map(({ id }) => id))];
  const ours = new Set(
    (await store.drifts.ofQuickbooksIds(connection.realmId, ids)).map(({ quickbooksId }) => quickbooksId),
  );
  const relevant = [...notices.filter(({ entity }) => listed.has(entity)), ...entries.filter(({ id }) => ours.has(id))];
  let asked = preferences || merge;
  for (const changedAt of latest(relevant)) asked = (await askForSweep(store, { connection, changedAt, now })) || asked;
  return asked;
}

/** One sweep covers all: only the last of the times says whether there is news; one without a time is. */
function latest(notices: readonly ChangeNotice[]): readonly (Date | null)[] {
  if (notices.some(({ changedAt }) => changedAt === null)) return [null];
  const times = notices.map(({ changedAt }) => changedAt?.getTime() ?? 0);
  return times.length === 0 ? [] : [new Date(times.reduce((last, time) => Math.max(last, time)))];
}
