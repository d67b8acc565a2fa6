// What the palette finds of pages and actions.
import { describe, expect, it } from 'vitest';
import { matching, palettePages } from './palette-pages.ts';

describe('the pages of the palette', () => {
  it('are found by each word, in any order and case', () => {
    expect(matching(palettePages, 'TYPES pay').map(({ path }) => path)).toEqual(['/settings/payment-types']);
    expect(matching(palettePages, 'nothing of the kind')).toEqual([]);
    expect(matching(palettePages, '  ')).toHaveLength(palettePages.length);
  });

  it('are each one place with one name', () => {
    expect(new Set(palettePages.map(({ path }) => path)).size).toBe(palettePages.length);
    expect(new Set(palettePages.map(({ label }) => label)).size).toBe(palettePages.length);
  });
});
