// What the address bar holds, and where the sign-in leads.
import { describe, expect, it } from 'vitest';
import { keepSearch, parseSearch, stringifySearch } from './search.ts';
import { localPath } from './sign-in/local-path.ts';

describe('the address bar', () => {
  it('keeps a number that was searched for as text', () => {
    expect(parseSearch('?q=00104233&cause=refused')).toEqual({ q: '00104233', cause: 'refused' });
  });

  it('holds only what was chosen', () => {
    expect(stringifySearch({ q: 'a b', status: undefined, kind: '' })).toBe('?q=a+b');
    expect(stringifySearch({})).toBe('');
  });

  it('drops values a page does not know', () => {
    expect(keepSearch(['q'])({ q: 'x', other: 'y' })).toEqual({ q: 'x' });
  });
});

describe('where the sign-in leads', () => {
  it('is the page that asked for it', () => {
    expect(localPath('/settings/financial?show=unmapped')).toBe('/settings/financial?show=unmapped');
  });

  it('is never another site', () => {
    for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', undefined, '/sign-in?next=/']) {
      expect(localPath(next)).toBe('/');
    }
  });
});
