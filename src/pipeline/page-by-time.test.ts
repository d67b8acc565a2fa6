import { describe, expect, it } from 'vitest';
import { pageAfter } from './page-by-time.ts';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 3, 12, 0, seconds));

describe('pages of what is listed by time', () => {
  it('go on at the time of the last row', () => {
    expect(pageAfter({ since: null, page: 0 }, at(5))).toEqual({ since: at(5), page: 0 });
    expect(pageAfter({ since: at(5), page: 3 }, at(6))).toEqual({ since: at(6), page: 0 });
  });

  it('are counted where all of one is of the moment at which it began, or of no time that can be read', () => {
    expect(pageAfter({ since: at(5), page: 0 }, at(5))).toEqual({ since: at(5), page: 1 });
    expect(pageAfter({ since: at(5), page: 1 }, null)).toEqual({ since: at(5), page: 2 });
    expect(pageAfter({ since: null, page: 0 }, null)).toEqual({ since: null, page: 1 });
  });
});
