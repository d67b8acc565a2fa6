// Links between transactions: a payment to what it pays, a deposit to what it holds, an invoice to its estimate.
import { fault, faults } from '../api/fault.ts';
import { pacificTime } from '../clock.ts';
import { amountNumber, parseAmount } from '../ledger/amount.ts';
import type { Link } from '../store/links.ts';
import type { ApiObject } from '../store/objects.ts';
import { idOf, type ObjectName, objectOf, referenceValue, type WriteContext } from './definition.ts';
import { type Effect, type LinkRules, type TransactionKind, transactionKinds } from './transaction-kinds.ts';

interface Named {
  readonly type: string;
  readonly id: string;
  readonly amountMinor: bigint;
  readonly effect: Effect;
}

export function listIn(value: unknown): readonly ApiObject[] {
  return Array.isArray(value) ? value.map((one: unknown) => objectOf(one) ?? {}) : [];
}

/** A line that holds nothing but the transaction that it is for. */
export function isLinkOnly(line: ApiObject): boolean {
  return line.DetailType === undefined && listIn(line.LinkedTxn).length > 0;
}

/** The links that the object itself makes: its lines', with their amounts, and its own. */
export function namedIn(object: ApiObject, rules: LinkRules): readonly Named[] {
  const named = (from: ApiObject, amountMinor: bigint): Named[] =>
    listIn(from.LinkedTxn).flatMap(({ TxnId, TxnType }) => {
      const effect = rules[String(TxnType)];
      return effect === undefined ? [] : [{ type: String(TxnType), id: String(TxnId), amountMinor, effect }];
    });
  const lines = listIn(object.Line).flatMap((line) => named(line, parseAmount(line.Amount) ?? 0n));
  return [...lines, ...named(object, 0n)];
}

/** What a payment's links leave of its total: what it pays, less the credits that it draws on. */
export function appliedBy(object: ApiObject, rules: LinkRules): bigint {
  return namedIn(object, rules).reduce((sum, { effect, amountMinor }) => {
    if (effect === 'pays') return sum + amountMinor;
    return effect === 'draws' ? sum - amountMinor : sum;
  }, 0n);
}

interface Draft {
  readonly draft: ApiObject;
  readonly before: ApiObject | null;
  readonly rules: LinkRules;
  readonly context: WriteContext;
}

/** Every link names a transaction that is there, of the same customer or vendor, and open for as much. */
export function checkLinks({ draft, before, rules, context }: Draft): void {
  const { company, links, objects } = context;
  const { realmId, settings } = company;
  const sourceId = before ? Number(before.Id) : null;
  for (const { TxnId, TxnType } of listIn(draft.Line)
    .filter(isLinkOnly)
    .flatMap(({ LinkedTxn }) => listIn(LinkedTxn))) {
    if (rules[String(TxnType)] === undefined) throw cannotLink(`${String(TxnType)} ${String(TxnId)}`);
  }
  const applied = new Map<string, bigint>();
  for (const { type, id, amountMinor, effect } of namedIn(draft, rules)) {
    const target = objects.get({ realmId, type, id: idOf(id) ?? 0 });
    if (!target) throw cannotLink(`${type} ${id}`);
    const others = links.to(realmId, Number(id)).filter((link) => link.sourceId !== sourceId);
    if (effect === 'deposits' && others.some(({ sourceType }) => sourceType === 'Deposit')) {
      throw cannotLink(`${type} ${id}, which is deposited`);
    }
    if (effect !== 'pays' && effect !== 'draws') continue;
    checkSameParty(draft, target, context);
    const all = (applied.get(id) ?? 0n) + amountMinor;
    applied.set(id, all);
    const open = target.Balance === undefined ? null : openBalance(target, others);
    if (open === null || all <= open) continue;
    const detail = `The amount applied to ${type} ${id} is more than its open balance.`;
    throw settings.overAppliedCode === '620' ? cannotLink(detail) : faults.business(detail);
  }
}

function cannotLink(what: string): Error {
  return fault('620', 'Transaction cannot be linked', `The transaction cannot be linked: ${what}`);
}

function openBalance(object: ApiObject, incoming: readonly Link[]): bigint {
  return incoming.reduce((sum, { amountMinor }) => sum - amountMinor, parseAmount(object.TotalAmt) ?? 0n);
}

/** A job is paid for by its customer, and a customer by its job. */
function checkSameParty(draft: ApiObject, target: ApiObject, context: WriteContext): void {
  for (const field of ['CustomerRef', 'VendorRef']) {
    const [own, other] = [referenceValue(draft[field]), referenceValue(target[field])];
    if (own === null || other === null || topOf(own, field, context) === topOf(other, field, context)) continue;
    throw faults.business(
      `The transaction ${String(target.Id)} is another ${field.replace('Ref', '').toLowerCase()}'s.`,
    );
  }
}

function topOf(id: string, field: string, context: WriteContext): string {
  const { company, objects } = context;
  const object = objects.get({ realmId: company.realmId, type: field.replace('Ref', ''), id: idOf(id) ?? 0 });
  const parent = referenceValue(object?.ParentRef);
  return parent === null ? id : topOf(parent, field, context);
}

/** A deposited transaction is changed at its deposit, not by itself (error 6540). */
export function checkNotDeposited(before: ApiObject, { company, links }: WriteContext): void {
  if (!links.to(company.realmId, Number(before.Id)).some(({ sourceType }) => sourceType === 'Deposit')) return;
  const detail =
    'Deposited Transaction cannot be changed : If you want to change this transaction, edit the deposit it appears on and remove it there first.';
  throw fault('6540', 'Deposited Transaction cannot be changed', detail);
}

type Linked = Partial<Pick<TransactionKind, 'links' | 'status' | 'hasBalance'>>;

function linkedAs(type: string): Linked {
  return transactionKinds.find(({ name }) => name === type) ?? {};
}

/** The object as its links leave it: whom it is linked from, what is still open, whether it is completed. */
export function settled(type: string, object: ApiObject, incoming: readonly Link[]): ApiObject {
  const { links: rules = {}, status, hasBalance } = linkedAs(type);
  const own = listIn(object.LinkedTxn).filter(({ TxnType }) => rules[String(TxnType)] !== undefined);
  const sources = new Map(incoming.map((link) => [link.sourceId, link]));
  const linked = [
    ...own,
    ...[...sources.values()].map(({ sourceId, sourceType }) => ({ TxnId: String(sourceId), TxnType: sourceType })),
  ];
  const { LinkedTxn: _, ...rest } = object;
  const open = !hasBalance ? {} : { Balance: amountNumber(openBalance(object, incoming)) };
  return {
    ...rest,
    ...open,
    ...(object.RemainingCredit === undefined ? {} : { RemainingCredit: open.Balance }),
    ...(status ? { [status.field]: statusOf(object, incoming, status) } : {}),
    ...(linked.length === 0 ? {} : { LinkedTxn: linked }),
  };
}

function statusOf(object: ApiObject, incoming: readonly Link[], status: NonNullable<Linked['status']>): unknown {
  if (incoming.length > 0) return status.closed;
  const own = object[status.field];
  return own === undefined || own === status.closed ? status.open : own;
}

/** Saves what the object links to, and carries it to the transactions at the other end. */
export function saveLinks(type: string, object: ApiObject, context: WriteContext): void {
  const { links: rules } = linkedAs(type);
  if (!rules) return;
  const { company, links } = context;
  const sourceId = Number(object.Id);
  const sourceType = type === 'BillPayment' ? `BillPayment${String(object.PayType)}` : type;
  const before = links.from(company.realmId, sourceId);
  const after = namedIn(object, rules).map(({ type: targetType, id, amountMinor, effect }) => ({
    sourceType,
    sourceId,
    targetType,
    targetId: Number(id),
    amountMinor: effect === 'pays' || effect === 'draws' ? amountMinor : 0n,
  }));
  links.replace(company.realmId, sourceId, after);
  const targets = new Map([...before, ...after].map(({ targetId, targetType }) => [targetId, targetType]));
  for (const [id, targetType] of targets) {
    const incoming = links.to(company.realmId, id);
    change({ type: targetType, id }, (target) => settled(targetType, target, incoming), context);
  }
}

/** Takes the object out of the transactions that link to it, which it answers: it is deleted or void. */
export function detach(object: ApiObject, context: WriteContext): readonly ObjectName[] {
  const { company, links } = context;
  const id = String(object.Id);
  return links.to(company.realmId, Number(id)).map(({ sourceId, sourceType }) => {
    const type = sourceType.startsWith('BillPayment') ? 'BillPayment' : sourceType;
    const kept = links.from(company.realmId, sourceId).filter(({ targetId }) => String(targetId) !== id);
    links.replace(company.realmId, sourceId, kept);
    change({ type, id: sourceId }, (source) => without(source, id, linkedAs(type).links ?? {}), context);
    return { type, id: sourceId };
  });
}

function without(source: ApiObject, id: string, rules: LinkRules): ApiObject {
  const left = (value: unknown) => listIn(value).filter(({ TxnId }) => String(TxnId) !== id);
  const stripped = (object: ApiObject): ApiObject => {
    const { LinkedTxn, ...rest } = object;
    return left(LinkedTxn).length === 0 ? rest : { ...rest, LinkedTxn: left(LinkedTxn) };
  };
  const lines = listIn(source.Line).filter((line) => !isLinkOnly(line) || left(line.LinkedTxn).length > 0);
  const changed: ApiObject = {
    ...stripped(source),
    ...(source.Line === undefined ? {} : { Line: lines.map(stripped) }),
  };
  if (source.UnappliedAmt === undefined) return changed;
  const total = parseAmount(source.TotalAmt) ?? 0n;
  return { ...changed, UnappliedAmt: amountNumber(total - appliedBy(changed, rules)) };
}

/** A change that another transaction brings about: stamped and counted like one of its own. */
function change(
  key: { type: string; id: number },
  changed: (object: ApiObject) => ApiObject,
  context: WriteContext,
): void {
  const { company, clock, objects, webhooks } = context;
  const object = objects.get({ realmId: company.realmId, ...key });
  if (!object) return;
  const after = changed(object);
  if (JSON.stringify(after) === JSON.stringify(object)) return;
  const time = pacificTime(clock.now()).replace(/\.\d+/, '');
  const stamped = {
    ...after,
    SyncToken: String(Number(object.SyncToken) + 1),
    MetaData: { ...objectOf(object.MetaData), LastUpdatedTime: time },
  };
  objects.put({ realmId: company.realmId, ...key }, stamped, clock.now());
  webhooks.note(company.realmId, { name: key.type, id: String(key.id), operation: 'Update' });
}
