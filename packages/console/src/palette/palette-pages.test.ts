// What the palette finds of pages and actions.
import { describe, expect, it } from 'vitest';
import { matching, pagesFor } from './palette-pages.ts';

const pages = pagesFor(() => true);

describe('the pages of the palette', () => {
  it('are found by each word, in any order and case', () => {
    expect(matching(pages, 'TYPES pay').map(({ path }) => path)).toEqual(['/settings/payment-types']);
    expect(matching(pages, 'nothing of the kind')).toEqual([]);
    expect(matching(pages, '  ')).toHaveLength(pages.length);
  });

  it('are each one place with one name', () => {
    expect(new Set(pages.map(({ path }) => path)).size).toBe(pages.length);
    expect(new Set(pages.map(({ label }) => label)).size).toBe(pages.length);
  });

  it('that only an owner may read are offered to owners', () => {
    const others = pagesFor(() => false);
    expect(pages.filter((page) => !others.includes(page)).map(({ path }) => path)).toEqual([
      '/settings/users',
      '/settings/api-keys',
    ]);
  });
});
