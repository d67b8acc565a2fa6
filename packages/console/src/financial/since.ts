// From when a changed time zone or day end holds, as a person chooses it.

/** Usual: as the server decides; the page says how. */
export interface Since {
  readonly how: 'usual' | 'date' | 'beginning';
  readonly date: string;
}

export const usualSince: Since = { how: 'usual', date: '' };

/** What is sent: absent, null for the beginning, or a date. */
export function fromOf({ how, date }: Since): string | null | undefined {
  if (how === 'beginning') return null;
  return how === 'date' && date !== '' ? date : undefined;
}

/** A date was asked for and is not given yet. */
export const lacksDate = ({ how, date }: Since): boolean => how === 'date' && date === '';
