// The mapping file of `tillbook journal`: what the API answers of a company's settings, chart, mapping and subjects, put together in one object.
import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { isDate } from '../events/dates.ts';
import { businessDayOf, type DaySetting, daySettingsMax, isDayEnd, latestDayEnd } from '../events/day-settings.ts';
import type { EventProblem } from '../events/financial-event.ts';
import { isTimeZone } from '../events/local-clock.ts';
import type { ParsingContext } from '../events/parse-event.ts';
import { ruledText } from '../events/ruled-text.ts';
import { schemaProblems, shownValue } from '../events/schema-problems.ts';
import {
  accountSchema,
  locationSchema,
  mappingRowSchema,
  mappingsAnswerSchema,
  settingsSchema,
  subjectSchema,
} from '../http/contract/books.ts';
import type { Account, MappingSet } from '../journal/account-mapping.ts';
import { isLegalType, mappingRefusal } from '../journal/account-types.ts';
import { rootedAccountTypes } from '../journal/plain-text/account-names.ts';
import { roles } from '../journal/role.ts';
import { amountRule, decimalPlaces, isCurrency, parseAmount } from '../money.ts';
import type { FileBooks } from '../pipeline/journalize-file.ts';
import { CommandError } from './command-error.ts';

export const mappingFileBytesMax = 64 * 1024 * 1024;
const problemsMax = 100;

export interface MappingFile extends FileBooks {
  readonly companyName: string;
  readonly accounts: readonly Account[];
}

export type ParsedMappingFile =
  | { readonly ok: true; readonly file: MappingFile }
  | { readonly ok: false; readonly problems: readonly EventProblem[] };

/** A record of the fields that are read here. Those that an answer of the API has besides are passed over, any other is refused. */
function record<T extends z.core.$ZodLooseShape>(read: T, ...answered: readonly z.ZodObject[]) {
  const names = answered.flatMap(({ shape }) => Object.keys(shape)).filter((name) => !(name in read));
  const passedOver = Object.fromEntries(names.map((name) => [name, z.unknown().optional()]));
  // What is passed over is of no type that anyone needs.
  return z.strictObject({ ...read, ...passedOver }) as unknown as z.ZodObject<T, z.core.$strict>;
}

function list<T extends z.ZodType>(element: T) {
  return z.array(element, { error: 'a list' });
}

const rule = (holds: (text: string) => boolean, words: string) =>
  ruledText((text) => (holds(text) ? null : words), words);
const text = rule((given) => given.trim() !== '', 'not empty');
const timeZone = rule(isTimeZone, 'the IANA name of a time zone, such as America/New_York');
const dayEnd = rule(isDayEnd, `HH:MM, from 00:00 to ${latestDayEnd}`);
const date = rule(isDate, 'a date, YYYY-MM-DD');
const orNull = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);

const account = record(
  {
    id: text,
    name: text,
    fullyQualifiedName: text.optional(),
    number: orNull(text),
    type: z.enum(rootedAccountTypes, { error: `one of ${rootedAccountTypes.join(', ')}` }),
    subType: orNull(text),
    currency: orNull(rule(isCurrency, 'a currency code of ISO 4217')),
    active: z.boolean({ error: 'true or false' }),
  },
  accountSchema,
);

const mapping = record(
  {
    role: z.enum(roles, { error: `one of ${roles.join(', ')}` }),
    subject: orNull(text),
    accountId: orNull(text),
    applicableFrom: orNull(date),
  },
  mappingRowSchema,
);

/** Where time zone and day end changed, all there were; else the two stand beside, from the beginning. */
function days<T extends z.ZodType<DaySetting>>(setting: T) {
  const words = 'in the order of their dates, the first from the beginning (null)';
  return list(setting)
    .max(daySettingsMax, `at most ${daySettingsMax}`)
    .refine((settings) => settings.every(({ from }, index) => isNext(from, settings[index - 1])), words)
    .optional();
}

function isNext(from: string | null, before: DaySetting | undefined): boolean {
  return before === undefined ? from === null : from !== null && from > (before.from ?? '');
}

const ownDay = { timeZone: orNull(timeZone), dayEnd: orNull(dayEnd) };
const location = record(
  { ...{ code: text, ...ownDay }, days: days(z.strictObject({ from: orNull(date), ...ownDay })) },
  locationSchema,
);
const subject = record({ code: text, parentCode: orNull(text) }, subjectSchema);

/** By the names under which the API answers them. */
const subjectLists = {
  itemClasses: 'item-class',
  paymentTypes: 'payment-type',
  reasonCodes: 'reason-code',
  taxCodes: 'tax-code',
} as const;
const subjects = list(subject).default([]);

const fileSchema = record(
  {
    name: text,
    currency: rule(isCurrency, 'a currency code of ISO 4217, such as USD'),
    timeZone,
    dayEnd: dayEnd.default('00:00'),
    days: days(z.strictObject({ from: orNull(date), timeZone, dayEnd })),
    discounts: z.enum(['net', 'gross'], { error: 'net or gross' }).default('net'),
    overShortCap: text.default('0'),
    accounts: list(account),
    mappings: list(mapping),
    locations: list(location).default([]),
    itemClasses: subjects,
    paymentTypes: subjects,
    reasonCodes: subjects,
    taxCodes: subjects,
  },
  settingsSchema,
  mappingsAnswerSchema,
);

type FileContent = z.infer<typeof fileSchema>;

export function readMappingFile(path: string): MappingFile {
  const parsed = parseMappingFile(jsonOf(path));
  if (parsed.ok) return parsed.file;
  const shown = parsed.problems
    .slice(0, problemsMax)
    .map((problem) => `  ${problem.pointer || 'the file'}: ${problem.rule}, not ${JSON.stringify(problem.value)}`);
  const more = parsed.problems.length > problemsMax ? [`  and ${parsed.problems.length - problemsMax} more`] : [];
  throw new CommandError('refused', [`${path} is no mapping file (docs/journal.md):`, ...shown, ...more].join('\n'));
}

function jsonOf(path: string): unknown {
  try {
    if (statSync(path).size > mappingFileBytesMax) throw new Error(`it has more than ${mappingFileBytesMax} bytes`);
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (cause) {
    const why = cause instanceof SyntaxError ? `it is not JSON: ${cause.message}` : (cause as Error).message;
    throw new CommandError('not-readable', `${path} cannot be read: ${why}.`, { cause });
  }
}

export function parseMappingFile(input: unknown): ParsedMappingFile {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return { ok: false, problems: [{ pointer: '', value: shownValue(input), rule: 'a JSON object' }] };
  }
  const checked = fileSchema.safeParse(input);
  const problems = checked.success ? contentProblems(checked.data) : schemaProblems(checked.error.issues, input);
  if (!checked.success || problems.length > 0) {
    return { ok: false, problems: problems.map((problem) => ({ ...problem, value: shownValue(problem.value) })) };
  }
  return { ok: true, file: mappingFileOf(checked.data) };
}

/** What no single field shows. */
function contentProblems({ currency, overShortCap, accounts, mappings }: FileContent): readonly EventProblem[] {
  const problems: EventProblem[] = [];
  const capRule = overShortCap.startsWith('-') ? 'not negative' : amountRule(overShortCap, decimalPlaces(currency));
  if (capRule !== null) problems.push({ pointer: '/overShortCap', value: overShortCap, rule: capRule });
  const byId = new Map<string, Account>();
  for (const [index, given] of accounts.entries()) {
    if (byId.has(given.id))
      problems.push({ pointer: `/accounts/${index}/id`, value: given.id, rule: 'an id of its own' });
    byId.set(given.id, accountOf(given));
  }
  const seen = new Set<string>();
  for (const [index, { role, subject: of, accountId, applicableFrom }] of mappings.entries()) {
    const pointer = `/mappings/${index}`;
    const key = JSON.stringify([role, of, applicableFrom]);
    if (seen.has(key))
      problems.push({ pointer, value: key, rule: 'one account for a role and subject from a date on' });
    seen.add(key);
    if (accountId === null) continue;
    const mapped = byId.get(accountId);
    if (mapped === undefined) {
      problems.push({ pointer: `${pointer}/accountId`, value: accountId, rule: 'the id of one of the accounts' });
    } else if (!isLegalType(role, mapped.type)) {
      problems.push({
        pointer: `${pointer}/accountId`,
        value: accountId,
        rule: mappingRefusal(role, { ...mapped, active: true }) ?? 'an account of another type',
      });
    }
  }
  return problems;
}

function accountOf(given: FileContent['accounts'][number]): Account {
  return { ...given, fullyQualifiedName: given.fullyQualifiedName ?? given.name };
}

function mappingFileOf(content: FileContent): MappingFile {
  const { name, currency, discounts, overShortCap } = content;
  const cap = parseAmount(overShortCap, decimalPlaces(currency));
  if (!cap.ok) throw new Error(`An amount that was checked is none: ${cap.rule}.`);
  const accounts = content.accounts.map(accountOf);
  return {
    companyName: name,
    accounts,
    context: contextOf(content),
    settings: { currency, discounts, overShortCapMinor: cap.amountMinor },
    mapping: mappingSetOf(content, accounts),
  };
}

function contextOf({ currency, timeZone, dayEnd, days, locations }: FileContent): ParsingContext {
  const company = days ?? [{ from: null, timeZone, dayEnd }];
  const own = new Map(
    locations.map((one) => {
      const settings = one.days ?? [{ from: null, timeZone: one.timeZone, dayEnd: one.dayEnd }];
      return [one.code, businessDayOf(settings, company)];
    }),
  );
  const elsewhere = businessDayOf([{ from: null, timeZone: null, dayEnd: null }], company);
  return { companyCurrency: currency, businessDay: (code) => own.get(code) ?? elsewhere };
}

function mappingSetOf(content: FileContent, accounts: readonly Account[]): MappingSet {
  const parents = Object.entries(subjectLists).flatMap(([name, kind]) =>
    content[name as keyof typeof subjectLists].flatMap(({ code, parentCode }) =>
      parentCode === null ? [] : [[`${kind}/${code}`, parentCode] as const],
    ),
  );
  return {
    mappings: content.mappings.flatMap(({ accountId, ...one }) => (accountId === null ? [] : [{ ...one, accountId }])),
    accounts: new Map(accounts.map((one) => [one.id, one])),
    parents: new Map(parents),
    companyCurrency: content.currency,
  };
}
