// A typed QuickBooks Online client: OAuth 2.0, journal entries, batches, queries, and outcomes that say what may have happened.
export {
  type Access,
  type Accounting,
  type AccountingOptions,
  type BatchItem,
  type BatchItemResult,
  type CallOutcome,
  type Changes,
  type CreatedEntry,
  changesMax,
  createAccounting,
  queryPageSize,
  quoted,
} from './accounting.ts';
export { type Endpoints, endpointsOnOneHost, intuitEndpoints } from './endpoints.ts';
export type { Fetch } from './exchange.ts';
export type { QuickbooksFault } from './faults.ts';
export {
  accountingScope,
  createOauth,
  type Oauth,
  type OauthError,
  type OauthOptions,
  type TokenOutcome,
  type Tokens,
} from './oauth.ts';
