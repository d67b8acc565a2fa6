// What a person reads when a command ends badly: a sentence for what can be put right, a stack trace for what is a bug.
import { ConfigError } from '../config.ts';
import { PipelineError } from '../pipeline/errors.ts';
import { EmbeddedDatabaseError } from '../postgres/embedded/embedded-error.ts';
import { MigrationError } from '../postgres/migrate.ts';
import { RestoreError } from '../postgres/restore.ts';
import { DatabaseRoleError } from '../postgres/take-role.ts';
import { TokenEncryptionError } from '../postgres/token-encryption.ts';
import { CommandError } from './command-error.ts';

const expected = [
  CommandError,
  ConfigError,
  DatabaseRoleError,
  EmbeddedDatabaseError,
  MigrationError,
  PipelineError,
  RestoreError,
  TokenEncryptionError,
];

/** By the code of the system or of PostgreSQL: https://www.postgresql.org/docs/18/errcodes-appendix.html */
const bySystemCode: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nobody answers at the address of DATABASE_URL.',
  ENOTFOUND: 'The host of DATABASE_URL is not known.',
  ENOSPC: 'The disk is full. Nothing was half-written; make room and do it again.',
  '53100': 'The disk of the database is full. Nothing was half-written; make room and do it again.',
  '28P01': 'The database refused the password of DATABASE_URL.',
  '28000': 'The database refused the user of DATABASE_URL.',
  '3D000': 'The database that DATABASE_URL names does not exist.',
  '42501': 'The user of DATABASE_URL may not do what is needed: it must own the database and be allowed to make roles.',
  '57P01': 'The database was shut down.',
};

export function explainError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (expected.some((type) => error instanceof type)) return error.message;
  const code = codeOf(error);
  const known = code === null ? undefined : bySystemCode[code];
  if (known !== undefined) return `${known}\n(${error.message || code})`;
  return error.stack ?? error.message;
}

/** A connection tried over several addresses fails with one error that holds the others. */
function codeOf(error: Error): string | null {
  const inner = error instanceof AggregateError ? (error.errors as unknown[])[0] : error;
  const code = inner instanceof Error && 'code' in inner ? inner.code : null;
  return typeof code === 'string' ? code : null;
}
