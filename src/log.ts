// The log: JSON lines on standard error, with nothing in them that opens a door.
import { destination, type Logger, pino } from 'pino';
import type { Config } from './config.ts';

export type Log = Logger;

/** Names under which secrets travel: tokens, keys, passwords, and the headers that carry them. */
const secretNames = [
  'password',
  'accessToken',
  'access_token',
  'refreshToken',
  'refresh_token',
  'clientSecret',
  'client_secret',
  'apiKey',
  'connectionString',
  'authorization',
  'cookie',
  'set-cookie',
];

const redactedPaths = secretNames.flatMap((name) => {
  const key = /^\w+$/.test(name) ? name : `["${name}"]`;
  const below = (prefix: string) => (key.startsWith('[') ? `${prefix}${key}` : `${prefix}.${key}`);
  return [key, below('*'), below('*.*'), below('req.headers'), below('res.headers')];
});

export function createLog(
  config: Pick<Config, 'logLevel'>,
  options: { readonly quiet?: boolean; readonly stream?: { write(line: string): void } } = {},
): Log {
  return pino(
    {
      level: config.logLevel ?? (options.quiet ? 'warn' : 'info'),
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: redactedPaths, censor: '[hidden]' },
      formatters: { level: (label) => ({ level: label }) },
    },
    options.stream ?? destination({ fd: 2, sync: true }),
  );
}
