// Which rows a tab of the mapping shows, what a search finds, and what comes first.
import { describe, expect, it } from 'vitest';
import type { Account, MappingRow } from '../api/wire.ts';
import { words } from '../words.ts';
import { areaOf, mappingAreas, needFirst, openCount, rowMatches, rowsIn } from './mapping-areas.ts';

const row = (role: MappingRow['role'], subject: string | null, change: Partial<MappingRow> = {}): MappingRow => ({
  ...{ role, subject, subjectName: subject, subjectKind: null, subjectActive: true, subjectLastUsed: null },
  ...{ accountId: null, applicableFrom: null, required: false, warning: null, ...change },
});

const account = (id: string, name: string, change: Partial<Account> = {}): Account => ({
  ...{ id, name, fullyQualifiedName: name, number: null, type: 'Bank', subType: null, currency: 'USD', active: true },
  ...change,
});

const accountById = new Map([
  ['1', account('1', 'Till', { number: '1010' })],
  ['2', account('2', 'Old', { active: false })],
]);
const mapped = row('payment', 'cash', { accountId: '1', required: true });
const gone = row('payment', 'check', { accountId: '2' });
const missing = row('sales', 'apparel', { required: true });
const optional = row('tips', null);
const rows = [optional, mapped, gone, missing];

describe('the tabs', () => {
  it('hold every role once, and one of them all', () => {
    expect(mappingAreas.flatMap((area) => area.roles ?? []).sort()).toEqual(Object.keys(words.roles).sort());
    expect(rowsIn(areaOf('all'), rows)).toEqual(rows);
    expect(rowsIn(areaOf('payment'), rows)).toEqual([mapped, gone]);
  });

  it('are all for an address that names none that there is', () => {
    expect(areaOf(undefined).key).toBe('all');
    expect(areaOf('<b>').key).toBe('all');
  });

  it('count what an event would wait for', () => {
    expect(openCount(rows, accountById)).toBe(2);
  });
});

it('what an event would wait for comes first, then what works, then what need not be mapped', () => {
  expect(needFirst(rows, accountById)).toEqual([gone, missing, mapped, optional]);
});

describe('a search', () => {
  const found = (text: string, show = 'all') => rows.filter((one) => rowMatches(one, { text, show, accountById }));

  it('finds a row by its subject, its role, or its account by number or name', () => {
    expect(found('APPAREL')).toEqual([missing]);
    expect(found('tips')).toEqual([optional]);
    expect(found(' 1010 ')).toEqual([mapped]);
    expect(found('till')).toEqual([mapped]);
  });

  it('takes an account that was made inactive for unmapped', () => {
    expect(found('', 'mapped')).toEqual([mapped]);
    expect(found('', 'unmapped')).toEqual([optional, gone, missing]);
  });
});
