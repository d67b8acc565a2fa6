// What has to be entered at Intuit is told to people alone, and no key is ever part of it.
import { afterEach, expect, test } from 'vitest';
import { composeServer, cookiesOf, owner } from './server.fixture.ts';

let close: (() => Promise<void>) | undefined;

afterEach(() => close?.());

async function keysAt(options: Parameters<typeof composeServer>[0]) {
  const composed = await composeServer(options);
  close = composed.close;
  await composed.auth.ensureOwner(owner);
  const origin = options?.publicUrl ?? 'http://localhost:4780';
  const signedIn = await composed.server.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    headers: { origin },
    payload: owner,
  });
  const ask = (headers: Record<string, string>) =>
    composed.server.inject({ url: '/api/v1/connection/keys', headers: { ...headers } });
  const { key } = await composed.auth.createApiKey({ companyId: composed.companyId, name: 'till', who: 'test' });
  return {
    told: (await ask({ cookie: cookiesOf(signedIn) })).json(),
    toTill: (await ask({ authorization: `Bearer ${key}` })).statusCode,
    toNobody: (await ask({})).statusCode,
  };
}

test('without keys: the local QuickBooks, and the addresses that Intuit would have to be given', async () => {
  const { told, toTill, toNobody } = await keysAt({});
  expect(told).toEqual({
    environment: 'local',
    redirectUri: 'http://localhost:4780/api/v1/connection/callback',
    webhooksUrl: 'http://localhost:4780/webhooks/quickbooks',
    verifierTokenSet: false,
    publicUrl: 'http://localhost:4780',
  });
  expect([toTill, toNobody]).toEqual([403, 401]);
});

test('with keys: which they are and whether webhooks can be checked, at the public address', async () => {
  const intuit = { environment: 'production', verifierTokenSet: true } as const;
  const { told } = await keysAt({ publicUrl: 'https://books.example.com', intuit });
  expect(told).toMatchObject({
    ...intuit,
    redirectUri: 'https://books.example.com/api/v1/connection/callback',
    webhooksUrl: 'https://books.example.com/webhooks/quickbooks',
  });
});
