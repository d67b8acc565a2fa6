// What stands behind the amount of a line, by its role and subject: a shop has few of them and a journal millions of lines.
import type { JournalLine } from '../journal-entry.ts';

const subjectsKeptMax = 10_000;

export type RoleText = (line: Pick<JournalLine, 'role' | 'subject'>) => string;

/** `write` is given "tips" or "payment/cash", once for each. */
export function keptByRole(write: (role: string) => string): RoleText {
  const texts = new Map<string, Map<string | null, string>>();
  return ({ role, subject }) => {
    let ofRole = texts.get(role);
    if (ofRole === undefined || ofRole.size >= subjectsKeptMax) {
      ofRole = new Map();
      texts.set(role, ofRole);
    }
    let text = ofRole.get(subject);
    if (text === undefined) {
      text = write(subject === null ? role : `${role}/${subject}`);
      ofRole.set(subject, text);
    }
    return text;
  };
}
