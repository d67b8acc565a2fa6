// Text from a file as a terminal may show it: nothing in it moves the cursor, changes the colours or turns the reading direction.

const shownMax = 80;
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}\p{Co}\p{Cn}]/gu;

export function printable(text: string): string {
  return text.replaceAll(unseen, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/** A value as JSON, cut where it gets long. */
export function printableValue(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const cut = text.length > shownMax ? `${text.slice(0, shownMax)}…` : text;
  return typeof value === 'string' ? `"${printable(cut)}"` : printable(cut);
}
