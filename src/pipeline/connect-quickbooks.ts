// Connecting a company to QuickBooks Online: consent, tokens, chart of accounts; and taking the connection away.
import { createHash, randomBytes } from 'node:crypto';
import { appErrorInWords, errorInWords } from '../posting/error-words.ts';
import { meteredMonth } from '../posting/sweep.ts';
import { audit, nothing } from './audit.ts';
import type { CompanyBooks, ConnectionView, ConnectRequest, OperationRefusal } from './company-books.ts';
import type { ConnectionRow } from './connection-port.ts';
import { importAccounts } from './import-accounts.ts';
import { isLaneHeld, resolveLaneCauses } from './lane-causes.ts';
import type { TokenPair } from './ledger-port.ts';
import { listMappings } from './list-mappings.ts';
import { leaveBooks, otherBooksRefusal } from './new-books.ts';
import { type PipelinePorts, wakeLane } from './ports.ts';
import { reconnectBy } from './reconnect-by.ts';
import { showUnresolved } from './recover-entries.ts';
import type { CompanyStore } from './storage-port.ts';
import { takeCall } from './take-call.ts';

type Books = Pick<CompanyBooks, 'connection' | 'connect' | 'finishConnect' | 'disconnect' | 'importAccounts'>;

/** How long the person has for the consent page. */
export const consentTimeMs = 10 * 60_000;
/** The company and its preferences. */
const companyReads = 2;
const roomTriesMax = 4;
const roomWaitMsMax = 1_500;

export function connecting(ports: PipelinePorts, companyId: string): Books {
  return {
    connection: () => ports.storage.transaction(companyId, (store) => connectionView(ports, store)),
    connect: (request) => connect(ports, companyId, request),
    finishConnect: (callback, redirectUri, who) => finishConnect(ports, companyId, { callback, redirectUri, who }),
    disconnect: (who) => disconnect(ports, companyId, who),
    importAccounts: (who) => importAccounts(ports, companyId, who),
  };
}

export async function connectionView(ports: PipelinePorts, store: CompanyStore): Promise<ConnectionView> {
  const connection = await store.connection.read();
  const lane = await store.lane.read();
  const rows = await listMappings(store, { includeInactive: true });
  const left = rows.filter((row) => row.required && row.accountId === null).length;
  const paused = lane.pausedUntil !== null && lane.pausedUntil > ports.clock.now();
  const lastError = connection?.lastError ?? (paused ? lane.pausedReason : null);
  return {
    state: connectionState(connection, { left, laneHeld: await isLaneHeld(store) }),
    left,
    realmId: connection?.realmId ?? null,
    companyName: connection?.companyName ?? null,
    environment: connection?.environment ?? ports.environment,
    connectedBy: connection?.connectedBy ?? null,
    connectedAt: connection?.connectedAt ?? null,
    lastSuccessAt: connection?.lastSuccessAt ?? null,
    lastErrorAt: connection?.lastErrorAt ?? null,
    lastError,
    lastErrorInWords: lastError === null ? null : errorInWords(lastError),
    accountsImportedAt: connection?.accountsImportedAt ?? null,
    pausedUntil: paused ? lane.pausedUntil : null,
    metered: await store.metered.read(meteredMonth(ports.clock.now())),
    reconnectBy: reconnectBy(connection, ports.clock.now()),
  };
}

function connectionState(
  connection: ConnectionRow | null,
  standing: { left: number; laneHeld: boolean },
): ConnectionView['state'] {
  if (connection === null || connection.state === 'disconnected') return 'not-connected';
  if (connection.state === 'reconnect-required') return 'reconnect-required';
  return standing.left > 0 ? 'set-up-incomplete' : 'connected';
}

const hashOf = (state: string): Buffer => createHash('sha256').update(state).digest();

async function connect(
  ports: PipelinePorts,
  companyId: string,
  request: ConnectRequest,
): Promise<{ consentUrl: string }> {
  const { who, redirectUri, newBooks = false } = request;
  const state = randomBytes(32).toString('base64url');
  const expiresAt = new Date(ports.clock.now().getTime() + consentTimeMs);
  await ports.storage.transaction(companyId, (store) =>
    store.connection.saveAttempt({ stateHash: hashOf(state), who, expiresAt, newBooks }),
  );
  return { consentUrl: await ports.authorization.consentUrl({ redirectUri, state }) };
}

interface Finishing {
  readonly callback: { state: string; code: string | null; realmId: string | null; error: string | null };
  readonly redirectUri: string;
  readonly who: string;
}

const refuse = (code: string, message: string): OperationRefusal => ({ ok: false, code, message });

async function finishConnect(
  ports: PipelinePorts,
  companyId: string,
  request: Finishing,
): Promise<{ ok: true } | OperationRefusal> {
  const { callback, who } = request;
  const now = ports.clock.now();
  const attempt = await ports.storage.transaction(companyId, (store) =>
    store.connection.useAttempt({ stateHash: hashOf(callback.state), who, now }),
  );
  if (attempt === null)
    return refuse('bad-state', 'This consent was not asked for here, or took too long. Connect again.');
  if (callback.error !== null) return refuse('consent-denied', `QuickBooks did not connect: ${callback.error}.`);
  const { code, realmId } = callback;
  if (code === null || realmId === null)
    return refuse('bad-callback', 'QuickBooks answered without a code or company.');

  const exchanged = await ports.authorization.exchangeCode({ code, redirectUri: request.redirectUri });
  if (!exchanged.ok) {
    const reason = appErrorInWords(exchanged.reason) ?? exchanged.reason;
    return refuse('exchange-failed', `QuickBooks did not give access: ${reason}`);
  }
  const { newBooks } = attempt;
  const refusal = await saveConnection(ports, companyId, { realmId, tokens: exchanged.tokens, who, newBooks });
  if (refusal !== null) {
    await endAccess(ports, companyId, { realmId, refreshToken: exchanged.tokens.refreshToken });
    return refusal;
  }
  // A chart that cannot be read now is read by "Import accounts"; the connection stands.
  await importAccounts(ports, companyId, who);
  await ports.connected?.(realmId);
  await wakeLane(ports, companyId);
  return { ok: true };
}

/** QuickBooks ends all of an app's access to a company together: where books of ours are kept there, it is left to run out. */
async function endAccess(
  ports: PipelinePorts,
  companyId: string,
  given: { readonly realmId: string; readonly refreshToken: string },
): Promise<void> {
  const isInUse = await ports.storage.transaction(companyId, (store) => store.connection.isInUse(given.realmId));
  // QuickBooks may be down or have revoked it itself; we no longer hold it either way.
  if (!isInUse) await ports.authorization.revoke(given.refreshToken);
}

async function saveConnection(
  ports: PipelinePorts,
  companyId: string,
  request: { realmId: string; tokens: TokenPair; who: string; newBooks: boolean },
): Promise<OperationRefusal | null> {
  const { realmId, tokens, who, newBooks } = request;
  await takeReads(ports, companyId);
  const company = await ports.authorization.readCompany(realmId, tokens.accessToken);
  if (!company.ok) return refuse('company-unreadable', `QuickBooks did not name the company: ${company.reason}`);
  return ports.storage.transaction(companyId, async (store) => {
    // The lane's lock first: what is being built or sent for the company before is then seen here, or not at all.
    await store.lane.lock();
    const { name, homeCurrency } = company;
    const refusal = await otherBooksRefusal(store, { realmId, name, homeCurrency, newBooks });
    if (refusal !== null) return refusal;
    const now = ports.clock.now();
    const before = await store.connection.read();
    const waited = (await isLaneHeld(store)) ? (await store.causes.heldByLane()).events : 0;
    const changed =
      before === null || before.realmId === realmId
        ? { released: waited }
        : await leaveBooks(ports, store, { before, next: { realmId, companyName: name }, who, now });
    await store.connection.connect({
      environment: ports.environment,
      realmId,
      companyName: company.name,
      homeCurrency: company.homeCurrency,
      connectedBy: who,
      connectedAt: now,
      tokens,
    });
    await resolveLaneCauses(store, ['authentication', 'company-lapsed'], now);
    await store.rollCalls.acknowledge(now);
    await store.lane.pause(null);
    await store.metered.count(meteredMonth(now), companyReads);
    const detail = { realmId, companyName: company.name };
    await audit(ports, store, { who, action: 'quickbooks-connected', detail, inBooks: changed });
    return null;
  });
}

/** Counted before they are made, as every call is. Where there is no room for long, QuickBooks says so itself. */
async function takeReads(ports: PipelinePorts, companyId: string): Promise<void> {
  for (let read = 0; read < companyReads; read += 1) {
    for (let tries = 0; tries < roomTriesMax; tries += 1) {
      const waitMs = await ports.storage.transaction(companyId, async (store) => {
        await store.lane.lock();
        const now = ports.clock.now();
        const allowed = await takeCall(store, { ports, kind: 'read', by: 'person', now });
        return allowed.ok ? 0 : allowed.until.getTime() - now.getTime();
      });
      if (waitMs === 0) break;
      await ports.clock.sleep(Math.min(waitMs, roomWaitMsMax));
    }
  }
}

async function disconnect(ports: PipelinePorts, companyId: string, who: string): Promise<void> {
  const left = await ports.storage.transaction(companyId, async (store) => {
    // As where the sync is paused: what is answered meanwhile is seen as answered.
    await store.lane.lock();
    const connection = await store.connection.read();
    if (connection === null || connection.state === 'disconnected') return null;
    const held = await store.connection.tokens();
    await store.connection.disconnect();
    await showUnresolved(store);
    await audit(ports, store, {
      who,
      action: 'quickbooks-disconnected',
      detail: { realmId: connection.realmId, companyName: connection.companyName },
      inBooks: nothing,
    });
    return held === null ? null : { realmId: connection.realmId, refreshToken: held.refreshToken };
  });
  // Of two companies that leave at one moment, the later one sees that the other has.
  if (left !== null) await endAccess(ports, companyId, left);
}
