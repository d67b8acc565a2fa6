// What the HTTP server is given by whoever starts it.
import type { FastifyBaseLogger } from 'fastify';
import type { Auth } from '../auth/auth.ts';
import type { CompanyBooks } from '../pipeline/company-books.ts';
import type { ImportBooks } from '../pipeline/import-port.ts';
import type { NewsHearing, NewsKind } from '../pipeline/news-port.ts';

export interface ServerOptions {
  booksOf(companyId: string): CompanyBooks;
  importsOf(companyId: string): ImportBooks;
  readonly auth: Auth;
  readonly news: NewsHearing;
  /** Tells of what was changed beside the books: people, say. */
  noteNews(companyId: string, kind: NewsKind): void;
  readonly log: FastifyBaseLogger;
  /** As browsers see it, without a slash at the end: http://localhost:4780. */
  readonly publicUrl: string;
  /** The built console; null serves the API alone. */
  readonly consoleDir: string | null;
  readonly version: string;
  /** What the console says of QuickBooks: the local one and where it is, or Intuit's. */
  readonly quickbooks: { readonly local: boolean; readonly url: string | null };
  /** What of Intuit's keys was given: which they are, and whether its webhooks can be checked; null: none. */
  readonly intuit: { readonly environment: 'sandbox' | 'production'; readonly verifierTokenSet: boolean } | null;
  /** True behind a proxy that says whom it speaks for. */
  readonly trustProxy?: boolean;
  /** A webhook of QuickBooks', as it came; resolves when what matters of it is durable. */
  hearWebhook(raw: Uint8Array, signature: string | null): Promise<'heard' | 'not-signed'>;
  /** Rejects while the database does not answer. */
  readiness(): Promise<void>;
  /** Splits NDJSON; a line that is not JSON comes as a text, which no event is. */
  readNdjson(chunks: AsyncIterable<Uint8Array>): AsyncIterable<{ readonly input: unknown; readonly bytes: number }>;
  fillDemo(
    books: CompanyBooks,
    options: { readonly days: number; readonly seed: number },
  ): Promise<{ recorded: number }>;
}
