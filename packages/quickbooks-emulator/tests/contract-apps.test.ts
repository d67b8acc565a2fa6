// Contract: registered apps: their secrets, their redirect addresses, and what their tier lets them read in a month.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startEmulator } from '../src/index.ts';
import {
  type Contract,
  consent,
  newOAuthClient,
  pointOAuthClient,
  type Row,
  startContract,
} from './contract.fixture.ts';
import { callNodeQuickBooks } from './node-quickbooks.fixture.ts';

let quickbooks: Contract;
beforeAll(async () => {
  quickbooks = await startContract();
});
afterAll(() => quickbooks.close());
afterEach(() => put({}));

async function control(method: string, path: string, body?: unknown): Promise<{ status: number; body: Row }> {
  const response = await fetch(`${quickbooks.url}/_emulator${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Row };
}
const put = (body: unknown) => control('PUT', '/apps', body);
const shop = { clientId: 'shop', clientSecret: 'its secret' };
const clientOf = (clientId: string, clientSecret: string) => newOAuthClient({ clientId, clientSecret });

/** The status and the body that the client was refused with. */
async function refusal(asked: Promise<unknown>): Promise<readonly unknown[]> {
  const error = await asked.then(
    () => null,
    (thrown: unknown) => thrown as { authResponse?: { response?: { status: number; data: unknown } }; error?: string },
  );
  return [error?.error, error?.authResponse?.response?.status];
}

describe('without registered apps', () => {
  test('any client id and secret is welcome', async () => {
    const client = clientOf('anyone', 'anything');
    expect((await client.createToken(await consent(client, quickbooks.realmId))).getJson()).toHaveProperty(
      'access_token',
    );
    expect((await control('GET', '/apps')).body).toEqual({ apps: [], others: 'welcome', invalidClientStatus: 401 });
  });
});

describe('a registered app', () => {
  test('connects, refreshes and revokes with its own secret', async () => {
    await put({ apps: [shop] });
    const client = clientOf('shop', 'its secret');
    const tokens = (await client.createToken(await consent(client, quickbooks.realmId))).getJson();
    await client.refreshUsingToken(String(tokens.refresh_token));
    await client.revoke({ token: String(tokens.refresh_token) });
  });

  test('with another secret is an invalid client in all three, and nothing is used up', async () => {
    const client = clientOf('shop', 'its secret');
    await put({ apps: [shop] });
    const callback = await consent(client, quickbooks.realmId);
    const wrong = clientOf('shop', 'its secret!');
    expect(await refusal(wrong.createToken(callback))).toEqual(['invalid_client', 401]);
    const tokens = (await client.createToken(callback)).getJson();
    const token = String(tokens.refresh_token);
    expect(await refusal(wrong.refreshUsingToken(token))).toEqual(['invalid_client', 401]);
    expect((await refusal(wrong.revoke({ token })))[1]).toBe(401);
    await client.refreshUsingToken(token);
  });

  test('is refused with 400, where that is said', async () => {
    await put({ apps: [shop], invalidClientStatus: 400 });
    expect(await refusal(clientOf('shop', 'no').refreshUsingToken('RT1-x'))).toEqual(['invalid_client', 400]);
  });

  test('others are welcome beside it, or not', async () => {
    await put({ apps: [shop] });
    const other = clientOf('other', 'any');
    const tokens = (await other.createToken(await consent(other, quickbooks.realmId))).getJson();
    await put({ apps: [shop], others: 'refused' });
    expect(await refusal(other.refreshUsingToken(String(tokens.refresh_token)))).toEqual(['invalid_client', 401]);
    expect(await consent(other, quickbooks.realmId)).toBe('');
  });

  test('is sent back to its own addresses alone, exactly', async () => {
    const client = clientOf('shop', 'its secret');
    await put({ apps: [{ ...shop, redirectUris: ['http://localhost:9/callback'] }] });
    expect(await consent(client, quickbooks.realmId)).toContain('code=');
    await put({ apps: [{ ...shop, redirectUris: ['http://localhost:9/callback/'] }] });
    expect(await consent(client, quickbooks.realmId)).toBe('');
  });

  test('is registered by an option of a start, too; and what is none is refused there', async () => {
    const emulator = await startEmulator({ firstCompany: { template: 'empty' }, apps: [shop], otherApps: 'refused' });
    pointOAuthClient(emulator.url);
    expect(await refusal(clientOf('shop', 'wrong').refreshUsingToken('RT1-x'))).toEqual(['invalid_client', 401]);
    expect((await refusal(clientOf('shop', 'its secret').refreshUsingToken('RT1-x')))[0]).toBe('invalid_grant');
    await emulator.close();
    pointOAuthClient(quickbooks.url);
    await expect(startEmulator({ apps: [{ clientId: '' }] })).rejects.toMatchObject({ code: 'invalid-apps' });
  });

  test.each<[string, unknown, readonly string[]]>([
    ['no list', { apps: 7 }, ['apps']],
    ['an app without an id', { apps: [{}] }, ['apps.0.clientId']],
    ['half of a call', { apps: [{ ...shop, meteredPerMonth: 0.5 }] }, ['apps.0.meteredPerMonth']],
    ['unknown words', { apps: [{ ...shop, colour: 1 }], others: 'tolerated' }, ['others', 'apps.0.colour']],
    ['another status', { invalidClientStatus: 418, more: 1 }, ['invalidClientStatus', 'more']],
  ])('is not %s', async (_, body, fields) => {
    const { status, body: answer } = await put(body);
    expect([status, (answer.problems as Row[]).map(({ field }) => field)]).toEqual([400, fields]);
  });
});

describe('the cap of a tier', () => {
  const read = () => quickbooks.call('findAccounts', {});
  const write = (Name: string) => quickbooks.call('createClass', { Name });
  const metered = async () => (await control('GET', '/apps')).body.apps;

  test('counts what is read in a month, refuses more with 429, and takes writes all the same', async () => {
    await put({ apps: [{ clientId: 'id', meteredPerMonth: 2 }] });
    await read();
    await read();
    expect(await metered()).toMatchObject([{ clientId: 'id', meteredThisMonth: 2 }]);
    await expect(read()).rejects.toMatchObject({ response: { status: 429 } });
    await write('over the cap');
    await control('PUT', '/clock', { advanceMs: 32 * 86_400_000 });
    // The connection of before has run out with the month.
    const client = newOAuthClient();
    const issued = (await client.createToken(await consent(client, quickbooks.realmId))).getJson();
    const tokens = { access: String(issued.access_token), refresh: String(issued.refresh_token) };
    const { url, realmId } = quickbooks;
    await callNodeQuickBooks({ realmId, emulator: { url }, tokens }, 'findAccounts', [{}]);
    expect(await metered()).toMatchObject([{ meteredThisMonth: 1 }]);
    await control('PUT', '/clock', {});
  });

  test('does not count what failed, and other apps not at all', async () => {
    await put({ apps: [{ clientId: 'id', meteredPerMonth: 1000 }] });
    const before = (await metered()) as { meteredThisMonth: number }[];
    await expect(quickbooks.call('getAccount', '999')).rejects.toMatchObject({ response: { status: 400 } });
    const { url, realmId } = quickbooks;
    const other = await control('POST', `/companies/${realmId}/tokens`, { client_id: 'other' });
    const tokens = { access: String(other.body.access_token), refresh: String(other.body.refresh_token) };
    await callNodeQuickBooks({ realmId, emulator: { url }, tokens }, 'findAccounts', [{}]);
    expect(await metered()).toEqual(before);
  });
});

describe('a bad day at the token endpoint', () => {
  const meet = (code: string) =>
    control('PUT', `/companies/${quickbooks.realmId}/faults`, [
      { call: 'token', fault: 'error-before-write', code, times: 1 },
    ]);
  const refresh = () => quickbooks.oauth.refreshUsingToken(quickbooks.tokens.refresh);

  test.each([
    ['invalid_grant', 400],
    ['unauthorized_client', 400],
    ['invalid_request', 400],
    ['invalid_client', 401],
  ])('answers %s', async (code, status) => {
    expect((await meet(code)).status).toBe(200);
    expect(await refusal(refresh())).toEqual([code, status]);
    await refresh();
  });

  test('the user has left the company: invalid_grant, with the reason that was recorded', async () => {
    await meet('user_not_in_realm');
    const error = await refresh().catch((thrown: unknown) => thrown);
    const { response } = (error as { authResponse: { response: { status: number; data: unknown } } }).authResponse;
    expect([response.status, response.data]).toEqual([
      400,
      {
        error: 'invalid_grant',
        error_description: 'Unauthorized Request: User is not a member of the specified Realm',
        x_error_reason: 'user_not_in_realm',
        x_error_reason_detail: expect.any(String),
      },
    ]);
  });

  test('is only for tokens', async () => {
    const rule = { call: 'query', fault: 'error-before-write', code: 'user_not_in_realm' };
    expect((await control('PUT', `/companies/${quickbooks.realmId}/faults`, [rule])).status).toBe(400);
  });
});
