// The OAuth side of QuickBooks Online, and what the company that was chosen is called.
import { createAccounting, createOauth, type Endpoints, type Fetch } from '@tillbook/quickbooks-client';
import type { Clock } from '../clock.ts';
import type { Authorization } from '../pipeline/ledger-port.ts';
import { readPreferences } from './preferences-wire.ts';
import { tokenPair } from './quickbooks-session.ts';

/** Our registration with Intuit, or with whatever serves its paths. */
export interface QuickbooksApp {
  readonly endpoints: Endpoints;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Absent: 120 s, as long as Intuit lets a request run. */
  readonly timeoutMs?: number;
  /** Absent: over the network. */
  readonly fetch?: Fetch;
  /** Once aborted, calls are given up; those for tokens are not, since a lost answer to one may cost the connection. */
  readonly ending?: AbortSignal;
}

export function createAuthorization({ app, clock }: { app: QuickbooksApp; clock: Clock }): Authorization {
  const oauth = createOauth(app);
  const timeout = app.timeoutMs === undefined ? {} : { timeoutMs: app.timeoutMs };
  const { apiBaseUrl } = app.endpoints;
  const accounting = createAccounting({ apiBaseUrl, fetch: app.fetch, signal: app.ending, ...timeout });
  return {
    consentUrl: async (request) => oauth.authorizeUrl(request),
    async exchangeCode(request) {
      const answer = await oauth.exchangeCode(request);
      if (answer.outcome === 'tokens') return { ok: true, tokens: tokenPair(answer.tokens, clock.now()) };
      return { ok: false, reason: answer.reason };
    },
    async readCompany(realmId, accessToken) {
      const access = { realmId, accessToken };
      const [company, preferences] = await Promise.all([
        accounting.companyInfo(access),
        accounting.preferences(access),
      ]);
      if (company.outcome !== 'done') return { ok: false, reason: reasonOf(company) };
      // Without them the home currency could not be compared, and books in another one would be connected.
      if (preferences.outcome !== 'done') return { ok: false, reason: reasonOf(preferences) };
      const name = (company.value as { CompanyName?: unknown }).CompanyName;
      return {
        ok: true,
        name: typeof name === 'string' && name !== '' ? name : realmId,
        homeCurrency: readPreferences(preferences.value).homeCurrency,
      };
    },
    revoke: (refreshToken) => oauth.revoke(refreshToken),
  };
}

type Failure =
  | { readonly outcome: 'refused'; readonly faults: readonly [{ readonly message: string }, ...unknown[]] }
  | { readonly outcome: 'not-acted' | 'unknown'; readonly reason: string };

function reasonOf(failure: Failure): string {
  return failure.outcome === 'refused' ? failure.faults[0].message : failure.reason;
}
