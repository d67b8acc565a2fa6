// What the contract tests stand on: an emulator that is connected through intuit-oauth and called through node-quickbooks alone.
import OAuthClient from 'intuit-oauth';
import { type Settings, startEmulator, type Template } from '../src/index.ts';
import { callNodeQuickBooks } from './node-quickbooks.fixture.ts';

export type Row = Readonly<Record<string, unknown>>;

const redirectUri = 'http://localhost:9/callback';

export interface Contract {
  readonly url: string;
  readonly realmId: string;
  readonly oauth: OAuthClient;
  readonly tokens: { readonly access: string; readonly refresh: string };
  /** A method of node-quickbooks with its arguments, the callback left out. */
  call(method: string, ...values: unknown[]): Promise<Row>;
  /** The codes of the fault that the method answers. */
  codes(method: string, ...values: unknown[]): Promise<readonly string[]>;
  /** Creates an object and remembers it under a key. */
  make(key: string, type: string, body: Row): Promise<Row>;
  /** A reference to an object made before. */
  ref(key: string): { readonly value: string };
  close(): Promise<void>;
}

interface ContractOptions {
  readonly template?: Template;
  readonly settings?: Partial<Settings>;
}

export async function startContract({ template = 'empty', settings = {} }: ContractOptions = {}): Promise<Contract> {
  const emulator = await startEmulator({ firstCompany: { template, settings: { limits: false, ...settings } } });
  const { url, close } = emulator;
  pointOAuthClient(url);
  const listed = (await (await fetch(`${url}/_emulator/companies`)).json()) as { companies: { realmId: string }[] };
  const realmId = String(listed.companies[0]?.realmId);
  const oauth = newOAuthClient();
  const issued = (await oauth.createToken(await consent(oauth, realmId))).getJson();
  const tokens = { access: String(issued.access_token), refresh: String(issued.refresh_token) };
  const company = { realmId, emulator: { url }, tokens };
  const call = (method: string, ...values: unknown[]) => callNodeQuickBooks(company, method, values);
  const ids = new Map<string, string>();
  return {
    url,
    realmId,
    oauth,
    tokens,
    call,
    codes: async (method, ...values) =>
      call(method, ...values).then(
        () => [],
        (error: unknown) => codesOf(error),
      ),
    make: async (key, type, body) => {
      const made = await call(`create${type}`, body);
      ids.set(key, String(made.Id));
      return made;
    },
    ref: (key) => ({ value: ids.get(key) ?? `no ${key}` }),
    close,
  };
}

export function pointOAuthClient(url: string): void {
  OAuthClient.authorizeEndpoint = `${url}/connect/oauth2`;
  OAuthClient.tokenEndpoint = `${url}/oauth2/v1/tokens/bearer`;
  OAuthClient.revokeEndpoint = `${url}/v2/oauth2/tokens/revoke`;
  OAuthClient.userinfo_endpoint_sandbox = `${url}/v1/openid_connect/userinfo`;
  OAuthClient.jwks_uri = `${url}/op/v1/jwks`;
  OAuthClient.environment.sandbox = `${url}/`;
}

export function newOAuthClient(more: Record<string, unknown> = {}): OAuthClient {
  return new OAuthClient({ clientId: 'id', clientSecret: 'secret', environment: 'sandbox', redirectUri, ...more });
}

/** What the browser does: the owner allows the app, and is sent back with a code. */
export async function consent(client: OAuthClient, realmId: string): Promise<string> {
  const { Accounting, OpenId, Profile, Email } = OAuthClient.scopes;
  const uri = client.authorizeUri({ scope: [Accounting, OpenId, Profile, Email], state: 'a state' });
  const response = await fetch(`${uri}&emulator_approve=${realmId}`, { redirect: 'manual' });
  return response.headers.get('location') ?? '';
}

/** Of a fault in an answer of 200, or in the body of the error that the HTTP client threw. */
function codesOf(error: unknown): readonly string[] {
  const answer = error as { Fault?: Faulted; response?: { data?: { Fault?: Faulted } } };
  const fault = answer.Fault ?? answer.response?.data?.Fault;
  return fault?.Error.map(({ code }) => code) ?? ['no fault'];
}

interface Faulted {
  readonly Error: readonly { readonly code: string }[];
}
