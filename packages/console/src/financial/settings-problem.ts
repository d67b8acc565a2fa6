// Where what the server refused of the settings is said: at the field it is about, else beneath the form.
import { ApiError, messageOf } from '../api/client.ts';
import { words } from '../words.ts';

export interface SettingsProblem {
  readonly from?: string;
  readonly summaryGraceDays?: string;
  readonly overShortCap?: string;
  readonly form?: string;
}

type Field = 'from' | 'summaryGraceDays' | 'overShortCap';

const fieldOfCode: Readonly<Record<string, Field>> = {
  'bad-date': 'from',
  'bad-grace': 'summaryGraceDays',
  'bad-cap': 'overShortCap',
};

export function settingsProblem(error: unknown): SettingsProblem {
  if (error === null || error === undefined) return {};
  if (!(error instanceof ApiError)) return { form: messageOf(error) };
  const named = fieldOfCode[error.code];
  if (named !== undefined) return { [named]: error.message };
  const fields = error.problems.map(({ pointer }) => pointer.slice(1)).filter(isField);
  if (fields.length === 0 || fields.length < error.problems.length) return { form: error.message };
  return Object.fromEntries(fields.map((field) => [field, words.posting.rules[field]]));
}

function isField(name: string): name is Field {
  return Object.hasOwn(words.posting.rules, name);
}
