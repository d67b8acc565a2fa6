// Which field a refusal of the settings is about.
import { describe, expect, it } from 'vitest';
import { ApiError } from '../api/client.ts';
import { words } from '../words.ts';
import { settingsProblem } from './settings-problem.ts';

const refused = (code: string, pointers: readonly string[] = []) =>
  new ApiError('As the server says it.', {
    status: 422,
    code,
    problems: pointers.map((pointer) => ({ pointer, value: null, rule: 'a pattern' })),
  });

describe('a refusal of the settings', () => {
  it('is none while nothing was refused', () => {
    expect(settingsProblem(null)).toEqual({});
  });

  it('is said at its field, in the words of the server', () => {
    expect(settingsProblem(refused('bad-cap'))).toEqual({ overShortCap: 'As the server says it.' });
    expect(settingsProblem(refused('bad-grace'))).toEqual({ summaryGraceDays: 'As the server says it.' });
    expect(settingsProblem(refused('bad-date'))).toEqual({ from: 'As the server says it.' });
  });

  it('has plain words where the server names no more than the form of a value', () => {
    expect(settingsProblem(refused('invalid-request', ['/overShortCap', '/summaryGraceDays']))).toEqual({
      overShortCap: words.posting.rules.overShortCap,
      summaryGraceDays: words.posting.rules.summaryGraceDays,
    });
  });

  it('is said beneath the form where it is about something else', () => {
    expect(settingsProblem(refused('invalid-request', ['/name']))).toEqual({ form: 'As the server says it.' });
    expect(settingsProblem(refused('invalid-request', ['/from', '/name']))).toEqual({ form: 'As the server says it.' });
    expect(settingsProblem(refused('unreachable'))).toEqual({ form: 'As the server says it.' });
    expect(settingsProblem(new Error('Broken.'))).toEqual({ form: 'Broken.' });
  });
});
