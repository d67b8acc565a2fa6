// The company's settings: what they are, what a person may change, and what a change lets go.
import { isDeepStrictEqual } from 'node:util';
import { isDate } from '../events/dates.ts';
import { decimalPlaces, isCurrency, parseAmount } from '../money.ts';
import { chooseMode, type PostingModes } from '../posting/posting-mode.ts';
import { isAsSeen, whatDiffers } from './as-seen.ts';
import { audit } from './audit.ts';
import type { InBooks } from './audit-log-port.ts';
import { companyDaysInForce, planDays } from './change-days.ts';
import { releaseClosed } from './closing-date.ts';
import type { CompanyBooks, CompanySettings, DaysInForce, OperationRefusal, SettingsChange } from './company-books.ts';
import { postponeSummaries } from './open-summaries.ts';
import { type PipelinePorts, wakeLane } from './ports.ts';
import { asOne } from './refusals.ts';
import { releaseCauses } from './release.ts';
import type { CompanyRow, CompanyStore } from './storage-port.ts';
import { switchMode } from './switch-mode.ts';

type Books = Pick<CompanyBooks, 'settings' | 'saveSettings'>;

export function settings(ports: PipelinePorts, companyId: string): Books {
  return {
    settings: () =>
      ports.storage.transaction(companyId, async (store) => ({
        ...settingsOf(await store.company.read()),
        ...companyDaysInForce(await store.days.read(), ports.clock.now()),
      })),
    async saveSettings(change, who) {
      const saved = await ports.storage.transaction(companyId, (store) => saveSettings(ports, store, { change, who }));
      if (saved.ok) await wakeLane(ports, companyId);
      return saved;
    },
  };
}

const settingsOf = (company: CompanyRow): Omit<CompanySettings, keyof DaysInForce> => ({
  name: company.name,
  currency: company.currency,
  postingMode: company.postingMode,
  postingModeFrom: company.postingModeFrom,
  discounts: company.discounts,
  overShortCapMinor: company.overShortCapMinor,
  summaryGraceDays: company.summaryGraceDays,
  closedPeriods: company.closedPeriods,
  meteredBudget: company.meteredBudget,
});

async function saveSettings(
  ports: PipelinePorts,
  store: CompanyStore,
  request: { change: SettingsChange; who: string },
): Promise<{ ok: true } | OperationRefusal> {
  const { change, who } = request;
  // The lane's lock first: what is being built is built under the settings before, or not yet.
  await store.lane.lock();
  const before = await store.company.readForChange();
  const { seen, ...given } = change;
  const { overShortCap, postingMode, postingModeFrom, timeZone, dayEnd, dayFrom, ...plain } = given;
  const dayChange = {
    ...(timeZone !== undefined && { timeZone }),
    ...(dayEnd !== undefined && { dayEnd }),
    ...(dayFrom !== undefined && { from: dayFrom }),
  };
  const { refusals, plan } = await planDays(store, { location: null, change: dayChange, now: ports.clock.now() });
  const refusal =
    (await changedMeanwhile(ports, store, { seen, before })) ??
    asOne([...refusals, ...(await settingsRefusals(store, change, before))]);
  if (refusal !== null) return refusal;
  const overShortCapMinor = capMinor(change, before);
  const postingModes = modesAfter(change, before);
  const detail = {
    ...whatDiffers(plain, settingsOf(before)),
    ...(overShortCapMinor !== null && overShortCapMinor !== before.overShortCapMinor && { overShortCap }),
    ...(!isDeepStrictEqual(postingModes, before.postingModes) && { postingMode, postingModeFrom }),
    ...(plan !== null && { timeZone, dayEnd, dayFrom: plan.from }),
  };
  if (Object.keys(detail).length === 0) return { ok: true };
  await store.company.save({ ...plain, postingModes, ...(overShortCapMinor !== null && { overShortCapMinor }) });
  if (plan !== null) await store.days.save(null, plan.settings);
  // What is built but unsent was built under the settings before.
  const rebuilt = await store.postings.rebuildUnsent();
  const inBooks = { rebuilt, ...(await follow(ports, store, before)) };
  await audit(ports, store, { who, action: 'settings-saved', detail, inBooks });
  return { ok: true };
}

/** What a change lets go or moves to another entry. */
async function follow(ports: PipelinePorts, store: CompanyStore, before: CompanyRow): Promise<InBooks> {
  const after = await store.company.read();
  let released = 0;
  if (after.overShortCapMinor > before.overShortCapMinor) released += await releaseOutOfBalance(ports, store);
  if (after.closedPeriods !== before.closedPeriods) released += await releaseClosed(ports, store, ports.clock.now());
  return { released, moved: await followSummaries(ports, store, { before, after }) };
}

async function changedMeanwhile(
  ports: PipelinePorts,
  store: CompanyStore,
  { seen = {}, before }: { seen: SettingsChange['seen']; before: CompanyRow },
): Promise<OperationRefusal | null> {
  const { overShortCap, ...others } = seen;
  const now = { ...settingsOf(before), ...companyDaysInForce(await store.days.read(), ports.clock.now()) };
  const cap = overShortCap === undefined ? null : parseAmount(overShortCap, decimalPlaces(before.currency));
  const same = isAsSeen(others, now) && (cap === null || (cap.ok && cap.amountMinor === before.overShortCapMinor));
  return same
    ? null
    : refuse('changed-meanwhile', 'These settings were changed meanwhile. Look at them, then save again.');
}

function modesAfter(change: SettingsChange, before: CompanyRow): PostingModes {
  if (change.postingMode === undefined && change.postingModeFrom === undefined) return before.postingModes;
  const from = change.postingModeFrom === undefined ? null : change.postingModeFrom;
  return chooseMode(before.postingModes, { mode: change.postingMode ?? before.postingMode, from });
}

/** Events that have not been sent go where the new mode has them, and how many; days that are not over end as the settings now say. */
async function followSummaries(
  ports: PipelinePorts,
  store: CompanyStore,
  { before, after }: { before: CompanyRow; after: CompanyRow },
): Promise<number> {
  const now = ports.clock.now();
  let moved = 0;
  if (JSON.stringify(before.postingModes) !== JSON.stringify(after.postingModes)) {
    moved = await switchMode(ports, store, {
      company: after,
      dateFrom: firstChanged(before.postingModes, after.postingModes),
      now,
    });
  }
  await postponeSummaries(store, { company: after, now });
  return moved;
}

/** The first date on which another mode may hold; null: from the beginning. */
function firstChanged(before: PostingModes, after: PostingModes): string | null {
  const inOne = (modes: PostingModes, others: PostingModes) =>
    modes.filter(({ from, mode }) => !others.some((other) => other.from === from && other.mode === mode));
  const dates = [...inOne(before, after), ...inOne(after, before)].map(({ from }) => from);
  return dates.includes(null) ? null : (dates.sort()[0] ?? null);
}

/** Built anew, each finds out whether the new cap takes its difference. */
async function releaseOutOfBalance(ports: PipelinePorts, store: CompanyStore): Promise<number> {
  const open = await store.causes.openOf(['out-of-balance']);
  return releaseCauses(store, {
    lifted: open.map((cause) => ({ cause, dateFrom: null })),
    now: ports.clock.now(),
    newId: ports.newId,
  });
}

/** Null where it stays as it is; another currency ends a cap that was in the one before. */
function capMinor(change: SettingsChange, before: CompanyRow): bigint | null {
  const currency = change.currency ?? before.currency;
  if (change.overShortCap === undefined) return currency === before.currency ? null : 0n;
  const parsed = parseAmount(change.overShortCap, decimalPlaces(currency));
  if (!parsed.ok) throw new Error('A cap that was checked is none.');
  return parsed.amountMinor;
}

type Refusal = OperationRefusal;

const refuse = (code: string, message: string): Refusal => ({ ok: false, code, message });
const nameLengthMax = 200;
export const graceDaysMax = 31;

async function settingsRefusals(
  store: CompanyStore,
  change: SettingsChange,
  before: CompanyRow,
): Promise<readonly Refusal[]> {
  const refusals: Refusal[] = [];
  if (change.name !== undefined && (change.name.length === 0 || change.name.length > nameLengthMax)) {
    refusals.push(refuse('bad-name', `A name has 1 to ${nameLengthMax} characters.`));
  }
  const { postingModeFrom: from } = change;
  if (from !== undefined && from !== null && !isDate(from)) {
    refusals.push(
      refuse('bad-date', `The posting mode holds from a business date as YYYY-MM-DD, which ${from} is not.`),
    );
  }
  const { summaryGraceDays: days } = change;
  if (days !== undefined && (!Number.isInteger(days) || days < 0 || days > graceDaysMax)) {
    refusals.push(refuse('bad-grace', `A day waits 0 to ${graceDaysMax} days for late events.`));
  }
  refusals.push(...(await currencyRefusals(store, change, before)));
  return [...refusals, ...capRefusals(change, before)];
}

async function currencyRefusals(
  store: CompanyStore,
  { currency }: SettingsChange,
  before: CompanyRow,
): Promise<readonly Refusal[]> {
  if (currency === undefined || currency === before.currency) return [];
  if (!isCurrency(currency)) return [refuse('unknown-currency', 'A currency is an ISO 4217 code.')];
  const counts = await store.events.countByStatus();
  if (Object.values(counts).every((count) => count === 0)) return [];
  return [refuse('currency-in-use', 'The currency cannot change once events are recorded: their amounts are in it.')];
}

function capRefusals({ currency, overShortCap }: SettingsChange, before: CompanyRow): readonly Refusal[] {
  const of = currency ?? before.currency;
  if (overShortCap === undefined || !isCurrency(of)) return [];
  const parsed = parseAmount(overShortCap, decimalPlaces(of));
  if (!parsed.ok) return [refuse('bad-cap', `The cap on over and short, ${overShortCap}, is not ${parsed.rule}.`)];
  return parsed.amountMinor < 0n ? [refuse('bad-cap', 'The cap on over and short is zero or more.')] : [];
}
