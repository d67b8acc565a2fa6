// All that the environment says, read once and in one place; what is wrong with it is told all at once.
import { resolve } from 'node:path';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const url = z.url({ protocol: /^https?$/, hostname: z.regexes.hostname });

/** The key in force first, then the one before it. */
const keyList = /^[0-9a-f]{64}(,[0-9a-f]{64})?$/i;

const environmentSchema = z.object({
  PORT: port.default(4780),
  HOST: z.string().min(1).default('127.0.0.1'),
  QUICKBOOKS_EMULATOR_PORT: port.default(4790),
  TILLBOOK_DATA_DIR: z.string().min(1).default('.tillbook'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' }).optional(),
  INTUIT_CLIENT_ID: z.string().min(1).optional(),
  INTUIT_CLIENT_SECRET: z.string().min(1).optional(),
  INTUIT_WEBHOOK_VERIFIER_TOKEN: z.string().min(1).optional(),
  INTUIT_ENVIRONMENT: z.enum(['sandbox', 'production']).optional(),
  TILLBOOK_OWNER_EMAIL: z.email().optional(),
  TILLBOOK_OWNER_PASSWORD: z.string().min(8).optional(),
  TILLBOOK_PUBLIC_URL: url.optional(),
  TILLBOOK_TRUST_PROXY: z.enum(['true', 'false']).default('false'),
  TILLBOOK_SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// URL' }).optional(),
  TILLBOOK_MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*@[^\r\n]*$/, 'must be an e-mail address')
    .optional(),
  TILLBOOK_PRIVATE_WEBHOOKS: z.enum(['true', 'false']).default('false'),
  TILLBOOK_KEY_FILE: z.string().min(1).optional(),
  TILLBOOK_KEY: z
    .string()
    .regex(keyList, 'must be 64 hexadecimal digits; before a key that is being replaced, with a comma between')
    .optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).optional(),
});

export interface IntuitApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly environment: 'sandbox' | 'production';
  /** Signs Intuit's webhooks; null: none are taken, and changes are found by the daily sweep. */
  readonly webhookVerifierToken: string | null;
}

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly emulatorPort: number;
  /** Absolute. */
  readonly dataDir: string;
  /** Null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  /** Null: the local QuickBooks. */
  readonly intuit: IntuitApp | null;
  readonly owner: { readonly email: string; readonly password: string } | null;
  /** As people's browsers see it, without a slash at the end; null: localhost and the port. */
  readonly publicUrl: string | null;
  /** The address of a caller is the last that X-Forwarded-For names, which a proxy in front sets; without a proxy anybody could. */
  readonly trustProxy: boolean;
  /** Sends notifications by e-mail; null: none are sent so. */
  readonly mail: { readonly smtpUrl: string; readonly from: string } | null;
  /** Webhooks may be in the private network that Tillbook runs in. */
  readonly privateWebhooks: boolean;
  /** Holds the key that tokens are encrypted with. Absolute. */
  readonly keyFile: string;
  /** In place of the file: the key in force, and the one before it while it is being replaced; null: the file's. */
  readonly keys: readonly string[] | null;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent' | null;
}

export class ConfigError extends Error {
  readonly code = 'config';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The environment is not right:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/** A variable that is set to nothing counts as not set, as in a file of variables with blanks to fill in. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const filled = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const parsed = environmentSchema.safeParse(filled);
  const faults = [
    ...(parsed.error?.issues.map((issue) => `${issue.path.join('.')}: ${describe(issue, filled)}`) ?? []),
    ...togetherFaults(filled),
  ];
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults);
  const read = parsed.data;
  const dataDir = resolve(read.TILLBOOK_DATA_DIR);
  return {
    port: read.PORT,
    host: read.HOST,
    emulatorPort: read.QUICKBOOKS_EMULATOR_PORT,
    dataDir,
    databaseUrl: read.DATABASE_URL ?? null,
    intuit: intuitApp(read),
    owner: owner(read),
    publicUrl: read.TILLBOOK_PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    trustProxy: read.TILLBOOK_TRUST_PROXY === 'true',
    mail: mail(read),
    privateWebhooks: read.TILLBOOK_PRIVATE_WEBHOOKS === 'true',
    keys: read.TILLBOOK_KEY?.split(',') ?? null,
    keyFile: resolve(read.TILLBOOK_KEY_FILE ?? `${dataDir}/secret.key`),
    logLevel: read.LOG_LEVEL ?? null,
  };
}

const belongTogether = [
  ['INTUIT_CLIENT_ID', 'INTUIT_CLIENT_SECRET', 'INTUIT_ENVIRONMENT'],
  ['TILLBOOK_OWNER_EMAIL', 'TILLBOOK_OWNER_PASSWORD'],
  ['TILLBOOK_SMTP_URL', 'TILLBOOK_MAIL_FROM'],
] as const;

function togetherFaults(environment: Readonly<Record<string, unknown>>): string[] {
  return belongTogether.flatMap((names) => {
    const missing = names.filter((name) => environment[name] === undefined);
    if (missing.length === 0 || missing.length === names.length) return [];
    return missing.map((name) => `${name}: is needed too, since ${names.find((set) => environment[set])} is set`);
  });
}

/** Values are not repeated where they may be secret. */
function describe(issue: z.core.$ZodIssue, environment: Readonly<Record<string, unknown>>): string {
  const name = String(issue.path[0]);
  const secret = /SECRET|PASSWORD|TOKEN|KEY$|DATABASE_URL|SMTP_URL/.test(name);
  const shown = secret || environment[name] === undefined ? '' : ` (it is "${environment[name]}")`;
  return `${issue.message}${shown}`;
}

type Read = z.infer<typeof environmentSchema>;

function intuitApp(read: Read): IntuitApp | null {
  const { INTUIT_CLIENT_ID: clientId, INTUIT_CLIENT_SECRET: clientSecret, INTUIT_ENVIRONMENT: environment } = read;
  const webhookVerifierToken = read.INTUIT_WEBHOOK_VERIFIER_TOKEN ?? null;
  return clientId && clientSecret && environment ? { clientId, clientSecret, environment, webhookVerifierToken } : null;
}

function owner(read: Read): Config['owner'] {
  const { TILLBOOK_OWNER_EMAIL: email, TILLBOOK_OWNER_PASSWORD: password } = read;
  return email && password ? { email, password } : null;
}

function mail(read: Read): Config['mail'] {
  const { TILLBOOK_SMTP_URL: smtpUrl, TILLBOOK_MAIL_FROM: from } = read;
  return smtpUrl && from ? { smtpUrl, from } : null;
}
