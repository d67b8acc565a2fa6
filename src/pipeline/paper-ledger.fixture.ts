// QuickBooks on paper, behind the ledger port: it remembers request ids, may forget them, and loses answers when told to.
import type { Account } from '../journal/account-mapping.ts';
import type { Dimension, DimensionKind } from '../journal/dimension.ts';
import type { EntryVersion } from '../posting/entry-version.ts';
import type {
  CallGuard,
  EntryToWrite,
  FoundEntry,
  Ledger,
  LookUp,
  PostOutcome,
  PreparedBatch,
  PreparedEntry,
} from './ledger-port.ts';

const answered = { httpStatus: 200, intuitTid: '1-test' } as const;

export const refusal = (code: string, message: string): PostOutcome => ({
  ...answered,
  httpStatus: 400,
  outcome: 'refused',
  code,
  message,
  detail: '',
  element: null,
});
export const unknown: PostOutcome = {
  outcome: 'unknown',
  reason: 'no answer came',
  pauseMs: null,
  httpStatus: null,
  intuitTid: null,
};
export const revoked: PostOutcome = {
  outcome: 'not-sent',
  why: 'authentication',
  reason: 'revoked',
  httpStatus: 401,
  intuitTid: null,
};

const unreadable = { ok: false, why: 'refused', reason: 'paper gives no reports' } as const;

/** What happens to the next calls, in order: `write` says whether the entries are in the books all the same. */
export interface BadCall {
  readonly write: boolean | ((documentNumber: string) => boolean);
  readonly answer: PostOutcome | ((documentNumber: string) => PostOutcome);
}

interface Held {
  readonly id: string;
  readonly documentNumber: string;
  readonly body: string;
  readonly syncToken: string;
}

/** As paper writes an entry; an update says of which, and over what. */
interface PaperBody {
  readonly documentNumber: string;
  readonly marker: string;
  readonly date: string;
  readonly lines: readonly (readonly [accountId: string, side: 'debit' | 'credit', amount: string])[];
  readonly keys: readonly string[];
  readonly update?: { readonly id: string; readonly over: string };
}

const readPaper = (body: string): PaperBody => JSON.parse(body) as PaperBody;
const said = ({ answer }: BadCall, { documentNumber }: PreparedEntry): PostOutcome =>
  typeof answer === 'function' ? answer(documentNumber) : answer;

export class PaperLedger implements Ledger {
  readonly entries: Held[] = [];
  readonly badCalls: BadCall[] = [];
  readonly calls: { readonly kind: 'single' | 'batch' | 'read'; readonly requestId: string; readonly size: number }[] =
    [];
  accounts: readonly Account[];
  closedUntil: string | null = null;
  /** Refuses what is dated on or before it, whatever date the preferences give. */
  refusesUntil: string | null = null;
  tracking: { readonly departmentTracking: boolean | null; readonly classTracking: boolean | null } = {
    departmentTracking: false,
    classTracking: false,
  };
  dimensions: Readonly<Record<DimensionKind, readonly Dimension[]>> = { department: [], class: [] };
  /** Why no entry can be written at all. */
  unwritable: string | null = null;
  #remembered = new Map<string, readonly Held[]>();
  #nextId = 1;

  constructor(accounts: readonly Account[]) {
    this.accounts = accounts;
  }

  forgetRequestIds(): void {
    this.#remembered = new Map();
  }

  cannotHold(): string | null {
    return this.unwritable;
  }

  entryBody(prepare: {
    readonly entry: EntryToWrite;
    readonly postingDate: string;
    readonly documentNumber: string;
    readonly marker: string;
  }) {
    if (this.unwritable !== null) return { ok: false, reason: this.unwritable } as const;
    const lines = prepare.entry.lines.map((line) => [line.accountId, line.side, line.amountMinor.toString()]);
    const { documentNumber, marker, postingDate: date } = prepare;
    const { memo } = prepare.entry;
    return { ok: true, body: JSON.stringify({ documentNumber, marker, date, memo, lines }) } as const;
  }

  async postEntry(entry: PreparedEntry): Promise<PostOutcome> {
    entry.guard.assertHeld();
    this.calls.push({ kind: 'single', requestId: entry.requestId, size: 1 });
    if (readPaper(entry.body).update !== undefined) return this.#update(entry);
    const answers = this.#post(entry.requestId, [{ itemId: '', ...entry }]);
    return answers.get('') ?? unknown;
  }

  async postBatch(batch: PreparedBatch): Promise<ReadonlyMap<string, PostOutcome>> {
    batch.guard.assertHeld();
    this.calls.push({ kind: 'batch', requestId: batch.requestId, size: batch.items.length });
    return this.#post(batch.requestId, batch.items);
  }

  async findEntry(sent: Parameters<Ledger['findEntry']>[0]): Promise<LookUp> {
    sent.guard.assertHeld();
    this.calls.push({ kind: 'read', requestId: '', size: 1 });
    const found = this.entries
      .filter((entry) => entry.documentNumber === sent.documentNumber)
      .map(
        (entry): FoundEntry => ({
          quickbooksId: entry.id,
          syncToken: '0',
          ours: true,
          equal: entry.body === sent.body,
          leftAccounts: [],
        }),
      );
    return { ok: true, found };
  }

  async keepAccess() {
    return { ok: true } as const;
  }

  async readPreferences(guard?: CallGuard) {
    guard?.assertHeld();
    this.calls.push({ kind: 'read', requestId: '', size: 1 });
    return { ok: true, closedUntil: this.closedUntil, multiCurrency: true, ...this.tracking } as const;
  }

  async readDimensions(kind: DimensionKind, guard?: CallGuard) {
    guard?.assertHeld();
    this.calls.push({ kind: 'read', requestId: '', size: 1 });
    return { ok: true, dimensions: this.dimensions[kind] } as const;
  }

  async createAccount({ account }: Parameters<Ledger['createAccount']>[0]) {
    this.calls.push({ kind: 'single', requestId: '', size: 1 });
    const id = `made-${this.accounts.length}`;
    const made: Account = { ...account, id, fullyQualifiedName: account.name, currency: 'USD', active: true };
    this.accounts = [...this.accounts, made];
    return { ok: true, account: made } as const;
  }

  async findAccount({ name }: Parameters<Ledger['findAccount']>[0]) {
    this.calls.push({ kind: 'read', requestId: '', size: 1 });
    return { ok: true, account: this.accounts.find((account) => account.name === name) ?? null } as const;
  }

  async readChart(guard?: CallGuard) {
    guard?.assertHeld();
    this.calls.push({ kind: 'read', requestId: '', size: 1 });
    return { ok: true, accounts: this.accounts } as const;
  }

  async readTrialBalance() {
    return unreadable;
  }

  async readRegister() {
    return unreadable;
  }

  async readOurEntries() {
    return unreadable;
  }

  async readEntriesById() {
    return unreadable;
  }

  /** Nobody changes anything on paper. */
  async readChanges({ guard, since }: { readonly guard: CallGuard; readonly since: Date }) {
    guard.assertHeld();
    const none = { department: [], class: [] };
    const names = { accounts: [], goneAccounts: [], dimensions: none, goneDimensions: none };
    return { ok: true, at: since, whole: true, ...names, entries: [], goneEntries: [] } as const;
  }

  async readEntered({ guard }: Parameters<Ledger['readEntered']>[0]): ReturnType<Ledger['readEntered']> {
    guard.assertHeld();
    return { ok: true, held: [], last: true };
  }

  async readChanged({ guard }: Parameters<Ledger['readChanged']>[0]) {
    guard.assertHeld();
    return { ok: true, held: [], last: true } as const;
  }

  async countNumbered({ guard }: Parameters<Ledger['countNumbered']>[0]) {
    guard.assertHeld();
    return { ok: true, count: this.entries.length } as const;
  }

  async readVersions({ guard, quickbooksIds }: Parameters<Ledger['readVersions']>[0]) {
    guard.assertHeld();
    this.calls.push({ kind: 'read', requestId: '', size: 1 });
    const held = this.entries
      .filter(({ id }) => quickbooksIds.includes(id))
      .map(({ id, documentNumber, body, syncToken }) => ({
        ...{
          quickbooksId: id,
          documentNumber,
          note: readPaper(body).marker,
          syncToken,
          enteredAt: null,
          changedAt: null,
          body,
        },
        version: this.versionOf(body),
      }));
    return { ok: true, held } as const;
  }

  versionOf(body: string): EntryVersion {
    const { documentNumber, marker, date, lines } = readPaper(body);
    const plain = { description: '', departmentId: null, classId: null };
    return {
      ...{ documentNumber, date, entryId: marker, note: '', currency: 'USD', exchangeRate: null },
      lines: lines.map(([accountId, side, amount]) => ({
        ...{ ...plain, accountId, side, amountHundredths: BigInt(amount) },
      })),
    };
  }

  mergedBody(body: string, merged: ReadonlyMap<string, string>): string {
    const paper = readPaper(body);
    return JSON.stringify({
      ...paper,
      lines: paper.lines.map(([accountId, ...line]) => [merged.get(accountId) ?? accountId, ...line]),
    });
  }

  updateBody({ body, quickbooksId, syncToken }: Parameters<Ledger['updateBody']>[0]): string {
    return JSON.stringify({ ...readPaper(body), update: { id: quickbooksId, over: syncToken } });
  }

  /** As somebody with the books open would: another body under a token of its own, or none. */
  change(id: string, body: string | null): void {
    const index = this.entries.findIndex((entry) => entry.id === id);
    const held = this.entries[index];
    if (held === undefined) throw new Error(`There is no entry ${id}.`);
    if (body === null) this.entries.splice(index, 1);
    else this.entries[index] = { ...held, body, syncToken: String(Number(held.syncToken) + 1) };
  }

  #update(entry: PreparedEntry): PostOutcome {
    const bad = this.badCalls.shift();
    const { update, ...body } = readPaper(entry.body);
    const id = update?.id ?? '';
    if (this.#remembered.has(entry.requestId)) return bad === undefined ? this.#accepted(id) : said(bad, entry);
    const held = this.entries.find((one) => one.id === id);
    const writes = bad === undefined || bad.write === true;
    if (held === undefined) return refusal('610', 'Object Not Found');
    if (this.refusesUntil !== null && body.date <= this.refusesUntil) return refusal('6210', 'The period has closed');
    if (writes && held.syncToken !== update?.over) return refusal('5010', 'Stale Object Error');
    if (writes) this.change(id, JSON.stringify(body));
    if (writes) this.#remembered.set(entry.requestId, []);
    return bad === undefined ? this.#accepted(id) : said(bad, entry);
  }

  #accepted(quickbooksId: string): PostOutcome {
    const syncToken = this.entries.find(({ id }) => id === quickbooksId)?.syncToken ?? '0';
    return { ...answered, outcome: 'accepted', quickbooksId, syncToken };
  }

  #post(requestId: string, items: PreparedBatch['items']): Map<string, PostOutcome> {
    const bad = this.badCalls.shift();
    const { refusesUntil } = this;
    if (refusesUntil !== null && bad === undefined) {
      const isClosed = (body: string) => (JSON.parse(body) as { date: string }).date <= refusesUntil;
      const open = items.filter(({ body }) => !isClosed(body));
      return new Map(
        items.map((item) => [
          item.itemId,
          open.includes(item)
            ? { ...answered, outcome: 'accepted', quickbooksId: this.#write(item).id, syncToken: '0' }
            : refusal('6210', 'The account period has closed'),
        ]),
      );
    }
    const remembered = this.#remembered.get(requestId);
    if (typeof bad?.write === 'function') {
      for (const item of items) if (bad.write(item.documentNumber)) this.#write(item);
    } else if (bad === undefined || bad.write) {
      const written = remembered ?? items.map((item) => this.#write(item));
      this.#remembered.set(requestId, written);
      if (bad === undefined) {
        return new Map(
          items.map((item, index) => [
            item.itemId,
            { ...answered, outcome: 'accepted', quickbooksId: written[index]?.id ?? '', syncToken: '0' },
          ]),
        );
      }
    }
    const { answer } = bad;
    return new Map(
      items.map((item) => [item.itemId, typeof answer === 'function' ? answer(item.documentNumber) : answer]),
    );
  }

  #write(item: { documentNumber: string; body: string }): Held {
    const held = { id: String(this.#nextId++), documentNumber: item.documentNumber, body: item.body, syncToken: '0' };
    this.entries.push(held);
    return held;
  }
}
