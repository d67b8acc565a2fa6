// Accounts that a person has made in QuickBooks: how asking for one ended, and whether it is there.
import { type Access, type Accounting, type CallOutcome, quoted } from '@tillbook/quickbooks-client';
import type { CreatedAccount, LedgerAccounts } from '../pipeline/ledger-port.ts';
import { type Fault, faultRule, normalCode } from '../posting/faults.ts';
import { accountBody, readAccount } from './chart-wire.ts';
import { readRefusal } from './ledger-reading.ts';

/** A person waits for it; what is not answered by then is looked up. */
export const createAccountTimeoutMs = 20_000;
const nameTakenCode = '6240';

type Asking = <T>(realmId: string, call: (access: Access) => Promise<CallOutcome<T>>) => Promise<CallOutcome<T>>;

export function ledgerAccounts(accounting: Accounting, ask: Asking): LedgerAccounts {
  return {
    async createAccount({ realmId, requestId, account }) {
      const sent = { requestId, body: accountBody(account), timeoutMs: createAccountTimeoutMs };
      return created(await ask(realmId, (access) => accounting.createAccount(access, sent)));
    },
    async findAccount({ realmId, name }) {
      const where = `Name = ${quoted(name)} AND Active = true`;
      const answer = await ask(realmId, (access) => accounting.query(access, { entity: 'Account', where }));
      if (answer.outcome !== 'done') return readRefusal(answer);
      const accounts = answer.value.flatMap((row) => readAccount(row) ?? []);
      // Below a parent another may have the same name.
      return {
        ok: true,
        account: accounts.find(({ fullyQualifiedName }) => sameName(fullyQualifiedName, name)) ?? null,
      };
    },
  };
}

const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

function created(answer: CallOutcome<unknown>): CreatedAccount {
  switch (answer.outcome) {
    case 'done': {
      const account = readAccount(answer.value);
      if (account !== null) return { ok: true, account };
      return { ok: false, why: 'unknown', reason: 'QuickBooks answered without the account' };
    }
    case 'refused':
      return refused({ ...answer.faults[0], httpStatus: answer.httpStatus });
    case 'not-acted':
      return { ok: false, why: answer.why, reason: answer.reason };
    case 'unknown':
      return { ok: false, why: 'unknown', reason: answer.reason };
  }
}

function refused(fault: Fault): CreatedAccount {
  const said = [fault.message, fault.detail].filter((part) => part !== '').join(': ');
  if (normalCode(fault.code) === nameTakenCode) return { ok: false, why: 'name-taken', reason: said };
  const rule = faultRule(fault);
  const reason = `${rule.words}${said === '' ? '' : ` (${said})`}`;
  if (rule.handling !== 'cause') return { ok: false, why: 'unknown', reason };
  return { ok: false, why: rule.cause === 'authentication' ? 'authentication' : 'refused', reason };
}
