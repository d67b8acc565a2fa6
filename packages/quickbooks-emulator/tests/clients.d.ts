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
    revoke(options: { token: string }): Promise<unknown>;
  }
  export default OAuthClient;
}
declare module 'node-quickbooks' {
  type Callback = (error: unknown, answer: Record<string, unknown>) => void;
  class QuickBooks {
    static V3_ENDPOINT_BASE_URL: string;
    static TOKEN_URL: string;
    static REVOKE_URL: string;
    constructor(...options: unknown[]);
    [method: string]: (...values: unknown[]) => void;
  }

  export type { Callback };
  export default QuickBooks;
}
