// node-quickbooks as it comes from npm, pointed at a local company.
import QuickBooks, { type Callback } from 'node-quickbooks';

interface Company {
  readonly realmId: string;
  readonly emulator: { readonly url: string };
  readonly tokens: { readonly access: string; readonly refresh: string };
}

export function callNodeQuickBooks(
  { realmId, emulator: { url }, tokens }: Company,
  method: string,
  values: readonly unknown[],
): Promise<Record<string, unknown>> {
  QuickBooks.V3_ENDPOINT_BASE_URL = `${url}/v3/company/`;
  QuickBooks.TOKEN_URL = `${url}/oauth2/v1/tokens/bearer`;
  QuickBooks.REVOKE_URL = `${url}/v2/oauth2/tokens/revoke`;
  QuickBooks.USER_INFO_URL = `${url}/v1/openid_connect/userinfo`;
  const client = new QuickBooks(
    'id',
    'secret',
    tokens.access,
    false,
    realmId,
    true,
    false,
    null,
    '2.0',
    tokens.refresh,
  );
  return new Promise((resolve, reject) => {
    const done: Callback = (error, answer) => (error ? reject(error) : resolve(answer));
    const call = client[method];
    if (!call) reject(new Error(`node-quickbooks has no ${method}`));
    else call.call(client, ...values, done);
  });
}
