// The accountant, in QuickBooks and past Tillbook: changes, deletes and copies entries. What he did is kept for the auditor to judge by.
import { afterMerges, chart, dimensions, labelOf } from './chart.ts';
import type { Deed, Merge, Touch } from './deeds.ts';
import { money } from './draw-events.ts';
import { hundredths } from './expected-lines.ts';
import type { Shop } from './shop.ts';
import type { HeldEntry, HeldLine } from './simulated-quickbooks.ts';

/** An entry of ours that somebody laid hands on. */
export interface Touched {
  /** As it was before. */
  readonly original: HeldEntry;
  /** What was left there each time, by its sync token; by null: nothing, it was deleted. */
  readonly left: Map<string | null, HeldEntry | null>;
  /** What was left last. */
  last: HeldEntry | null;
  /** What counts as ours: as it was, or what was accepted since. */
  inForce: HeldEntry | null;
  /** Ids of the postings that were sent when that was accepted, or may have been; null: nothing was. */
  sentBy: ReadonlySet<string> | null;
  /** The owner has asked for ours back since. */
  isAskedBack: boolean;
}

/** Does one thing to one of our entries, where QuickBooks lets him. */
export async function touch(shop: Shop, deed: Extract<Deed, { does: 'touch' }>): Promise<void> {
  const { how } = deed;
  const { quickbooks, scheduler, actor, random, foreignIds } = shop;
  const done = await scheduler.step(actor, `touches ${how}`, async () => {
    const { held } = await quickbooks.entries();
    const ours = held.filter(({ id }) => !foreignIds.has(id) && (how !== 'undo' || shop.touched.has(id)));
    if (ours.length === 0) return null;
    const unheard = deed.unheard === true ? await unheardOf(shop, ours) : [];
    const entry = random.pick(unheard.length > 0 ? unheard : ours);
    // Its number is all that it is looked up by: another one, while nobody has heard of it yet, would hide it for ever.
    if (how === 'number' && !(await isAccepted(shop, entry.id))) return null;
    const acted = await quickbooks
      .control('POST', '/accountant', actOf(shop, { how, entry }))
      .then(() => true)
      // A matched entry is not deleted, and an inactive account not used.
      .catch(() => false);
    if (!acted || how === 'match') return null;
    await noteTouch(shop, entry);
    return entry.id;
  });
  if (done !== null) shop.tell({ entity: 'journalentry', id: done });
}

async function noteTouch({ quickbooks, touched }: Shop, before: HeldEntry): Promise<void> {
  const left = (await quickbooks.entries()).held.find(({ id }) => id === before.id) ?? null;
  const known = touched.get(before.id) ?? {
    ...{ original: before, inForce: before, left: new Map<string | null, HeldEntry | null>() },
    ...{ last: null, sentBy: null, isAskedBack: false },
  };
  known.left.set(left?.syncToken ?? null, left);
  touched.set(before.id, Object.assign(known, { last: left, isAskedBack: false }));
}

/** Where QuickBooks lets him: not while one of the two is inactive. */
export async function merge(shop: Shop, { account, into }: Merge): Promise<void> {
  const { quickbooks, scheduler, actor, foreignIds, touched, moved, mergedInto } = shop;
  const [id, left] = [quickbooks.accountIds.get(account), quickbooks.accountIds.get(into)];
  const done = await scheduler.step(actor, `merges ${account} into ${into}`, async () => {
    const before = new Map((await quickbooks.entries()).held.map((entry) => [entry.id, entry]));
    const act = { does: 'merge', entity: 'Account', id, into: left };
    const merged = await quickbooks.control('POST', '/accountant', act).then(
      () => true,
      () => false,
    );
    if (!merged) return false;
    mergedInto.set(account, into);
    for (const entry of (await quickbooks.entries()).held) {
      if (foreignIds.has(entry.id) || before.get(entry.id)?.syncToken === entry.syncToken) continue;
      moved.add(entry.id);
      const known = touched.get(entry.id);
      if (known === undefined) continue;
      known.left.set(entry.syncToken, entry);
      known.last = entry;
    }
    return true;
  });
  if (done) shop.tell({ entity: 'account', id: left ?? '', isMerge: true });
}

async function unheardOf(shop: Shop, entries: readonly HeldEntry[]): Promise<readonly HeldEntry[]> {
  const found: HeldEntry[] = [];
  for (const entry of entries) if (!(await isAccepted(shop, entry.id))) found.push(entry);
  return found;
}

async function isAccepted({ database, companyId, quickbooks }: Shop, quickbooksId: string): Promise<boolean> {
  const { rows } = await database.query({
    name: 'accepted',
    text: `select from tillbook.posting
      where company_id = $1 and realm_id = $2 and quickbooks_id = $3 and state = 'accepted'`,
    values: [companyId, quickbooks.realmId, quickbooksId],
  });
  return rows.length > 0;
}

function actOf(shop: Shop, { how, entry }: { how: Touch; entry: HeldEntry }): object {
  if (how === 'delete' || how === 'match') return { does: how, id: entry.id };
  return { does: 'edit', id: entry.id, change: changeOf(shop, { how, entry }) };
}

function changeOf(shop: Shop, { how, entry }: { how: Exclude<Touch, 'delete' | 'match'>; entry: HeldEntry }): object {
  const { random, touched } = shop;
  const linesOf = (lines: HeldEntry['lines']) => lines.map((line) => lineOf(shop, line));
  switch (how) {
    case 'amount': {
      const more = BigInt(random.whole(1, 500));
      const first = (side: 'Dr' | 'Cr') => entry.lines.find((line) => line.side === side);
      const changed = [first('Dr'), first('Cr')];
      return {
        Line: linesOf(
          entry.lines.map((line) =>
            changed.includes(line) ? { ...line, amount: money(Number(hundredths(line.amount) + more)) } : line,
          ),
        ),
      };
    }
    case 'account': {
      const moved = random.pick(entry.lines);
      const picked = random.pick(chart).label;
      // Whether it is on one of two accounts of a label or on the other is told of reposts alone.
      const account = picked === labelOf(moved.account) ? moved.account : picked;
      return { Line: linesOf(entry.lines.map((line) => (line === moved ? { ...line, account } : line))) };
    }
    case 'date':
      return { TxnDate: random.pick(['2026-10-31', '2026-11-16', '2026-11-30']) };
    case 'number':
      return { DocNumber: `MINE-${entry.id}` };
    case 'marker':
      return { PrivateNote: 'Checked' };
    case 'words':
      return { PrivateNote: `Checked\n${entry.privateNote}` };
    case 'undo': {
      const { original } = touched.get(entry.id) ?? { original: entry };
      const { date, documentNumber, privateNote, lines } = original;
      return { TxnDate: date, DocNumber: documentNumber, PrivateNote: privateNote, Line: linesOf(lines) };
    }
  }
}

function lineOf(
  { quickbooks, mergedInto }: Pick<Shop, 'quickbooks' | 'mergedInto'>,
  { account, side, amount, tracked }: HeldLine,
): object {
  const { accountIds, dimensionIds } = quickbooks;
  const refs = dimensions
    .filter(({ label }) => tracked.includes(label))
    .map(({ label, entity }) => [`${entity}Ref`, { value: dimensionIds.get(label) }]);
  return {
    Amount: amount,
    DetailType: 'JournalEntryLineDetail',
    JournalEntryLineDetail: {
      PostingType: side === 'Dr' ? 'Debit' : 'Credit',
      AccountRef: { value: accountIds.get(afterMerges(mergedInto, account)) },
      ...Object.fromEntries(refs),
    },
  };
}

/** Copies one of our entries, or enters another under its number, as QuickBooks lets everybody. */
export function reuseNumber(shop: Shop, exactly: boolean): Promise<void> {
  const { quickbooks, scheduler, actor, random, foreignIds } = shop;
  return scheduler.step(actor, `reuses a number ${exactly ? 'exactly' : ''}`, async () => {
    const { held } = await quickbooks.entries();
    const ours = held.filter(({ id, documentNumber }) => documentNumber !== null && !foreignIds.has(id));
    const onTheirWay = exactly ? [] : await numbersOnTheirWay(shop);
    if (ours.length + onTheirWay.length === 0) return;
    const copied = onTheirWay.length > 0 ? random.pick(onTheirWay) : random.pick(ours);
    const line = (label: string, side: 'Dr' | 'Cr') => lineOf(shop, { account: label, side, amount: 1, tracked: [] });
    await quickbooks.api('/journalentry?include=allowduplicatedocnum', {
      TxnDate: copied.date,
      DocNumber: copied.documentNumber,
      ...(exactly && { PrivateNote: copied.privateNote }),
      Line: [line('payment/cash', 'Dr'), line('tips', 'Cr')],
    });
    // Closed books refuse it, and bad days hide what became of it.
    const before = new Set(held.map(({ id }) => id));
    for (const { id } of (await quickbooks.entries()).held) if (!before.has(id)) foreignIds.add(id);
  });
}

type Numbered = Pick<HeldEntry, 'date' | 'documentNumber' | 'privateNote'>;

/** As Tillbook shows them before QuickBooks has any of them. */
async function numbersOnTheirWay({ database, companyId }: Shop): Promise<readonly Numbered[]> {
  const { rows } = await database.query<{ date: string; number: string }>(
    `select business_date::text as date, document_number as number from tillbook.posting
     where company_id = $1 and state in ('intent-saved', 'unknown') order by document_number`,
    [companyId],
  );
  return rows.map(({ date, number }) => ({ date, documentNumber: number, privateNote: '' }));
}

/** Nothing is left of its posting, or of what was in it, although nobody took it out; or it was posted in another company as well. */
async function isPostedElsewhere(
  { database, companyId }: Shop,
  { entry, realmId }: { readonly entry: HeldEntry; readonly realmId: string },
): Promise<boolean> {
  const { rows } = await database.query(
    `select from tillbook.posting where company_id = $1 and document_number = $2
       and (state = 'nothing-to-post' or (state = 'accepted' and realm_id <> $3)
         or not exists (select from tillbook.financial_event event
           where event.company_id = $1 and event.posting_key = posting.posting_key))`,
    [companyId, entry.documentNumber, realmId],
  );
  return rows.length > 0;
}

/** A person took it out of Tillbook over what was found under its number: what lies there is left to him. */
async function isLeftToHim({ database, companyId, quickbooks }: Shop, { documentNumber }: HeldEntry): Promise<boolean> {
  const { rows } = await database.query(
    `select from tillbook.posting where company_id = $1 and document_number = $2 and realm_id = $3
       and state = 'handled-outside' and found_there`,
    [companyId, documentNumber, quickbooks.realmId],
  );
  return rows.length > 0;
}

/**
 * He takes away what is not Tillbook's, what is left to him, and what he changed, if only by a merge, before Tillbook knew that it
 * was there: nobody could tell it by its lines. In the books that were kept before, too.
 */
export async function tidyUp(shop: Shop): Promise<void> {
  for (const kept of [shop, ...shop.former]) await tidyBooks({ ...shop, ...kept });
}

async function tidyBooks(shop: Shop): Promise<void> {
  const { quickbooks, foreignIds, touched, moved } = shop;
  for (const entry of (await quickbooks.entries()).held) {
    const isLeft = touched.has(entry.id) || moved.has(entry.id) || (await isLeftToHim(shop, entry));
    const isStray = isLeft && !(await isAccepted(shop, entry.id));
    if (!foreignIds.has(entry.id) && !isStray) continue;
    const original = touched.get(entry.id)?.original ?? entry;
    if (isStray && (await isPostedElsewhere(shop, { entry: original, realmId: quickbooks.realmId }))) {
      throw new Error(`Entry ${entry.id} is in QuickBooks, and what is in it was posted elsewhere.`);
    }
    await quickbooks.control('POST', '/accountant', { does: 'unmatch', id: entry.id });
    await quickbooks.control('POST', '/accountant', { does: 'delete', id: entry.id });
    if (isStray) await noteTouch(shop, entry);
  }
}
