// Where QuickBooks Online is: the addresses of OAuth 2.0 and of the Accounting API, by configuration or discovery alone.

export interface Endpoints {
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly revokeUrl: string;
  /** Without `/v3` and without a slash at the end. */
  readonly apiBaseUrl: string;
}

const intuitOauth = {
  authorizeUrl: 'https://appcenter.intuit.com/connect/oauth2',
  tokenUrl: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
  revokeUrl: 'https://developer.api.intuit.com/v2/oauth2/tokens/revoke',
};

/** Intuit's own (OAuth 2.0 and Accounting API reference). */
export const intuitEndpoints: Readonly<Record<'sandbox' | 'production', Endpoints>> = {
  sandbox: { ...intuitOauth, apiBaseUrl: 'https://sandbox-quickbooks.api.intuit.com' },
  production: { ...intuitOauth, apiBaseUrl: 'https://quickbooks.api.intuit.com' },
};

/** Intuit's paths on one host, as a local QuickBooks serves them. */
export function endpointsOnOneHost(url: string): Endpoints {
  const base = url.replace(/\/+$/, '');
  return {
    authorizeUrl: `${base}/connect/oauth2`,
    tokenUrl: `${base}/oauth2/v1/tokens/bearer`,
    revokeUrl: `${base}/v2/oauth2/tokens/revoke`,
    apiBaseUrl: base,
  };
}
