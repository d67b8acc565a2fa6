// QuickBooks' own words for a refusal, in which it speaks of things by their ids: turned into the names that a person knows.
import type { DimensionKind } from '../journal/dimension.ts';

/** What ids stand for in the company's QuickBooks; null where nothing is known under one. */
export interface IdNames {
  /** An account as QuickBooks shows it: its number, where it has one, and its name. */
  account(accountId: string): string | null;
  dimension(kind: DimensionKind, id: string): string | null;
}

/** "Accounts element id 35 not found", "Klasses element id 7 is invalid", "Account Id: 35": the forms seen in live traffic. */
const idInWords =
  /\b(accounts?|klass(?:es)?|class(?:es)?|departments?)(?:\s+(?:element|reference|with|by))*(?:\s+id)?\s*[:=#]?\s*(\d+)\b/gi;

/** What is known under no name stays as QuickBooks wrote it. */
export function withNamedIds(words: string, names: IdNames): string {
  return words.replace(idInWords, (written: string, kind: string, id: string) => {
    const what = kindOf(kind);
    const name = what === 'account' ? names.account(id) : names.dimension(what, id);
    if (name === null) return written;
    const word = shownAs[what];
    return `${/^[A-Z]/.test(kind) ? word.charAt(0).toUpperCase() + word.slice(1) : word} "${name}"`;
  });
}

/** As QuickBooks' own pages call them. */
const shownAs = { account: 'account', class: 'class', department: 'location' } as const;

function kindOf(word: string): keyof typeof shownAs {
  if (/^account/i.test(word)) return 'account';
  return /^department/i.test(word) ? 'department' : 'class';
}
