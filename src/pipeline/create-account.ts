// Makes an account in QuickBooks for a person: one of that name whatever is lost on the way, and in the chart at once.
import type { Account } from '../journal/account.ts';
import { type AccountProposal, newAccountProblem, proposeAccount } from '../journal/propose-account.ts';
import type { Role } from '../journal/role.ts';
import { audit, nothing } from './audit.ts';
import type { CompanyBooks, OperationRefusal } from './company-books.ts';
import { notConnected } from './import-accounts.ts';
import type { LaneCallKind } from './lane-port.ts';
import type { CreatedAccount, NewAccount } from './ledger-port.ts';
import type { PipelinePorts } from './ports.ts';
import { subjectsNeeding } from './role-subjects.ts';
import { type AskedThrough, isSameConnection } from './same-connection.ts';
import type { CompanyStore } from './storage-port.ts';
import { beginInTime, takeCall } from './take-call.ts';

type Books = Pick<CompanyBooks, 'accountProposal' | 'createAccount'>;

export function creatingAccounts(ports: PipelinePorts, companyId: string): Books {
  return {
    accountProposal: (of) => ports.storage.transaction(companyId, (store) => propose(store, of)),
    createAccount: (account, who) => createAccount(ports, companyId, { account, who }),
  };
}

async function propose(
  store: CompanyStore,
  { role, subject }: { role: Role; subject: string | null },
): Promise<AccountProposal> {
  const subjects = subjectsNeeding(role, await store.subjects.list(null));
  const called = subject === null ? null : (subjects.find(({ code }) => code === subject)?.name ?? subject);
  return proposeAccount({ role, called, accounts: await store.chart.accounts() });
}

interface Making {
  readonly account: NewAccount;
  readonly asked: AskedThrough;
  readonly requestId: string;
}

type Made = { readonly ok: true; readonly account: Account } | OperationRefusal;

async function createAccount(
  ports: PipelinePorts,
  companyId: string,
  request: { account: NewAccount; who: string },
): Promise<Made> {
  const account = { ...request.account, name: request.account.name.trim() };
  const problem = newAccountProblem(account);
  if (problem !== null) return { ok: false, code: `bad-${problem.field}`, message: problem.message };
  const begun = await take(ports, companyId, { kind: 'single', name: account.name });
  if (!begun.ok) return begun;
  const making: Making = { account, asked: begun.asked, requestId: ports.newId(ports.clock.now()) };
  const settled = await settle(ports, companyId, making);
  return save(ports, companyId, { making, settled, who: request.who });
}

type Begun = { readonly ok: true; readonly asked: AskedThrough } | OperationRefusal;

/** Room for one call. A name that the chart has is not even asked for. */
function take(ports: PipelinePorts, companyId: string, call: { kind: LaneCallKind; name?: string }): Promise<Begun> {
  return beginInTime(ports, () =>
    ports.storage.transaction(companyId, async (store): Promise<Begun | 'at its limit'> => {
      const connection = await store.connection.read();
      if (connection?.state !== 'connected') return notConnected;
      const taken = (await store.chart.accounts()).find((one) => one.active && isNamed(one, call.name));
      if (taken !== undefined) return nameTaken(taken);
      const allowed = await takeCall(store, { ports, kind: call.kind, by: 'person', now: ports.clock.now() });
      return allowed.ok ? { ok: true, asked: connection } : 'at its limit';
    }),
  );
}

const isNamed = ({ fullyQualifiedName }: Account, name: string | undefined): boolean =>
  fullyQualifiedName.toLowerCase() === name?.toLowerCase();

/** `found`: it was there under its name, and whether we made it is not known. */
type Settled = CreatedAccount | { readonly ok: false; readonly why: 'found'; readonly account: Account };

/**
 * An account's name is unique in QuickBooks: after a lost answer it is looked up by it, and only where it is not there
 * the same request goes once more, under the same request id.
 */
async function settle(ports: PipelinePorts, companyId: string, making: Making): Promise<Settled> {
  const first = await ask(ports, companyId, making);
  if (first.ok) return first;
  if (first.why !== 'unknown' && first.why !== 'name-taken') return first;
  const found = await find(ports, companyId, making);
  if (found !== null) return found === 'unread' ? first : there(found, { making, asked: first });
  if (first.why === 'name-taken') return first;
  const room = await take(ports, companyId, { kind: 'single' });
  if (!room.ok) return first;
  const second = await ask(ports, companyId, making);
  if (second.ok || second.why !== 'name-taken') return second.ok ? second : { ...second, why: 'unknown' };
  const late = await find(ports, companyId, making);
  return late === null || late === 'unread' ? first : there(late, { making, asked: first });
}

function ask(ports: PipelinePorts, companyId: string, { account, asked, requestId }: Making): Promise<CreatedAccount> {
  return ports.ledgerOf(companyId).createAccount({ realmId: asked.realmId, requestId, account });
}

async function find(ports: PipelinePorts, companyId: string, { account, asked }: Making) {
  const room = await take(ports, companyId, { kind: 'read' });
  if (!room.ok) return 'unread';
  const { realmId } = asked;
  const answer = await ports.ledgerOf(companyId).findAccount({ realmId, name: account.name });
  return answer.ok ? answer.account : 'unread';
}

/** After a lost answer, one just as it was asked for is taken to be it: there is no second of the name. */
function there(account: Account, of: { making: Making; asked: { why: string } }): Settled {
  const { type, subType } = of.making.account;
  const same = account.type === type && (subType === null || account.subType === subType);
  return of.asked.why === 'unknown' && same ? { ok: true, account } : { ok: false, why: 'found', account };
}

async function save(
  ports: PipelinePorts,
  companyId: string,
  of: { making: Making; settled: Settled; who: string },
): Promise<Made> {
  const { making, settled, who } = of;
  const { asked } = making;
  return ports.storage.transaction(companyId, async (store): Promise<Made> => {
    // The lane's lock first: one change of the chart at a time.
    await store.lane.lock();
    if (!(await isSameConnection(store, asked))) return connectedAgain;
    const now = ports.clock.now();
    if (!settled.ok && settled.why !== 'found') {
      if (settled.why !== 'refused' && settled.why !== 'name-taken')
        await store.connection.noteError(settled.reason, now);
      return refusalOf(settled);
    }
    const { account } = settled;
    await store.chart.addAccount(account, asked.realmId, now);
    await store.connection.noteSuccess(now);
    if (!settled.ok) return nameTaken(account);
    const { id: accountId, name, number, type, subType } = account;
    const detail = { accountId, name, number, type, subType };
    await audit(ports, store, { who, action: 'account-created', detail, inBooks: nothing });
    return { ok: true, account };
  });
}

function refusalOf({ why, reason }: Extract<CreatedAccount, { ok: false }>): OperationRefusal {
  const refuse = (code: string, message: string): OperationRefusal => ({ ok: false, code, message });
  switch (why) {
    case 'name-taken':
      return refuse('name-taken', `QuickBooks has this name already: ${reason}. Give the account another one.`);
    case 'refused':
      return refuse('quickbooks-refused', `QuickBooks refused ${reason}.`);
    case 'authentication':
      return refuse('reconnect-required', 'QuickBooks no longer takes our access: connect again. No account was made.');
    case 'unreachable':
      return refuse('quickbooks-unreachable', 'QuickBooks cannot be reached. No account was made; try again.');
    case 'unknown':
      return refuse(
        'outcome-unknown',
        'QuickBooks did not answer, and may have made the account. Try again with the same name: there will not be two.',
      );
  }
}

function nameTaken({ fullyQualifiedName, type }: Account): OperationRefusal {
  const message = `QuickBooks has ${fullyQualifiedName} already, of type ${type}. Use it, or give this one another name.`;
  return { ok: false, code: 'name-taken', message };
}

const connectedAgain: OperationRefusal = {
  ok: false,
  code: 'connected-again',
  message: 'QuickBooks was connected again while the account was made. Import the accounts, and look for it.',
};
