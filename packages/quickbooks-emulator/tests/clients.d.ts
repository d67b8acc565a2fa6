// The parts of two untyped npm packages that the contract tests use.
declare module 'intuit-oauth' {
  interface AuthResponse {
    getJson(): Record<string, unknown>;
  }
  class OAuthClient {
    static authorizeEndpoint: string;
    static tokenEndpoint: string;
    static revokeEndpoint: string;
    static userinfo_endpoint_sandbox: string;
    static jwks_uri: string;
    static environment: { sandbox: string };
    static scopes: Record<string, string>;
    constructor(options: Record<string, unknown>);
    authorizeUri(options: { scope: readonly (string | undefined)[]; state: string }): string;
    createToken(uri: string): Promise<AuthResponse>;
    refreshUsingToken(token: string): Promise<AuthResponse>;
    refresh(): Promise<AuthResponse>;
    revoke(options?: { token?: string; access_token?: string; refresh_token?: string }): Promise<unknown>;
    validateIdToken(): Promise<boolean>;
    getUserInfo(): Promise<AuthResponse>;
    isAccessTokenValid(): boolean;
    getToken(): Record<string, unknown>;
    setToken(token: Record<string, unknown>): unknown;
    makeApiCall(options: { url: string; method?: string; body?: unknown }): Promise<{ json: Record<string, unknown> }>;
  }
  export default OAuthClient;
}
declare module 'node-quickbooks' {
  type Callback = (error: unknown, answer: Record<string, unknown>) => void;
  class QuickBooks {
    static V3_ENDPOINT_BASE_URL: string;
    static TOKEN_URL: string;
    static REVOKE_URL: string;
    static USER_INFO_URL: string;
    constructor(...options: unknown[]);
    [method: string]: (...values: unknown[]) => void;
  }

  export type { Callback };
  export default QuickBooks;
}
