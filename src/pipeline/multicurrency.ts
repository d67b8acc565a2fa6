// Whether QuickBooks takes other currencies than its own: while it does not, foreign events wait, and go once it does.
import { type Cause, isMulticurrencyOff, multicurrencyOff } from '../posting/causes.ts';
import type { ConnectionRow } from './connection-port.ts';
import type { DraftedEntry } from './draft-entries.ts';
import type { PipelinePorts } from './ports.ts';
import { releaseCauses } from './release.ts';
import type { CompanyStore } from './storage-port.ts';

/** Of all entries of an event: the cost of a foreign sale, in the home currency, waits with what it was sold for. */
export function heldByCurrency(
  entries: readonly DraftedEntry[],
  connection: ConnectionRow | null,
  homeCurrency: string,
): readonly Cause[] {
  if (connection?.multiCurrency !== false) return [];
  const foreign = entries.find(({ draft }) => draft.lines.length > 0 && draft.currency !== homeCurrency);
  return foreign === undefined ? [] : [multicurrencyOff(foreign.draft.currency)];
}

/** Keeps what QuickBooks says. Answers how many postings nothing holds any more. */
export async function saveMultiCurrency(
  ports: PipelinePorts,
  store: CompanyStore,
  given: { multiCurrency: boolean | null; now: Date },
): Promise<number> {
  const { multiCurrency, now } = given;
  const before = (await store.connection.read())?.multiCurrency ?? null;
  await store.connection.noteMultiCurrency(multiCurrency);
  if (before !== multiCurrency) await store.postings.rebuildUnsent();
  if (multiCurrency === false) return 0;
  const open = (await store.causes.openOf(['refused'])).filter(({ cause }) => isMulticurrencyOff(cause));
  return releaseCauses(store, {
    lifted: open.map((cause) => ({ cause, dateFrom: null })),
    now,
    newId: ports.newId,
  });
}
