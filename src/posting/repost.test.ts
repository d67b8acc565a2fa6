import { describe, expect, it } from 'vitest';
import { type PostingState, postingStates } from './posting.ts';
import {
  assertRepostTransition,
  type EntryStanding,
  legalRepostTransitions,
  repostable,
  repostItemStates,
} from './repost.ts';

const accepted: EntryStanding = {
  ...{ state: 'accepted', foundThere: false, here: true, drift: 'none', theirsAccepted: false, closed: false },
};

describe('the states of an entry that is posted again', () => {
  it('nothing is written that was not asked for and sent', () => {
    expect(repostItemStates.filter((from) => legalRepostTransitions[from].includes('sent'))).toEqual(['asked']);
    expect(repostItemStates.filter((from) => legalRepostTransitions[from].includes('written'))).toEqual(['sent']);
  });

  it('what is written or left stays so', () => {
    expect(legalRepostTransitions.written).toEqual([]);
    expect(legalRepostTransitions.left).toEqual([]);
    expect(() => assertRepostTransition('written', 'asked')).toThrow('cannot go from written to asked');
    expect(() => assertRepostTransition('sent', 'sent')).not.toThrow();
  });
});

describe('whether an entry may be written anew', () => {
  it('it may where QuickBooks holds it as we left it, and the books are open', () => {
    expect(repostable(accepted)).toEqual({ is: 'free' });
  });

  it.each([
    [{ here: false }, 'other-company'],
    [{ drift: 'edited' }, 'edited'],
    [{ drift: 'deleted' }, 'deleted'],
    [{ theirsAccepted: true }, 'theirs-accepted'],
    [{ closed: true }, 'closed'],
    [{ closed: true, drift: 'edited' }, 'edited'],
    [{ state: 'unknown' }, 'outcome-unknown'],
    [{ state: 'intent-saved' }, 'outcome-unknown'],
    [{ state: 'number-taken', foundThere: true }, 'number-taken'],
  ] as const satisfies readonly (readonly [Partial<EntryStanding>, string])[])(
    'it may not: %j is %s',
    (change, reason) => {
      expect(repostable({ ...accepted, ...change })).toEqual({ is: 'bound', reason });
    },
  );

  it('what is not posted goes by itself, and what never is has nothing to change', () => {
    const kinds: Partial<Record<PostingState, string>> = {
      ...{ pending: 'not-posted', waiting: 'not-posted', ready: 'not-posted', refused: 'not-posted' },
      ...{ 'nothing-to-post': 'nothing', 'handled-outside': 'nothing', accepted: 'free' },
    };
    for (const state of postingStates) {
      const foundThere = state === 'number-taken';
      expect([state, repostable({ ...accepted, state, foundThere }).is]).toEqual([state, kinds[state] ?? 'bound']);
    }
  });
});
