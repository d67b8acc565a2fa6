// Says what QuickBooks holds too much, too little or wrong, from nothing but what was sent, how it was answered, and QuickBooks itself; pure.

/** One line of an entry, as an accountant reads it. */
export interface Line {
  readonly account: string;
  readonly side: 'Debit' | 'Credit';
  readonly cents: number;
}

export interface SentEvent {
  readonly name: string;
  /** Answered with 200: it must be there. Without that it may be there, once. */
  readonly acknowledged: boolean;
  /** No two events have the same lines, so that an entry is known by them. */
  readonly lines: readonly Line[];
}

export interface HeldEntry {
  readonly id: string;
  readonly lines: readonly Line[];
}

export interface Findings {
  /** Acknowledged, and not at QuickBooks. */
  readonly lost: readonly string[];
  /** There more than once, with the ids of all. */
  readonly doubled: readonly string[];
  /** Entries at QuickBooks that are of no event: wrong amounts, wrong accounts, or never sent. */
  readonly strange: readonly string[];
  /** There once, as they have to be. */
  readonly right: number;
}

export function compare(sent: readonly SentEvent[], held: readonly HeldEntry[]): Findings {
  const idsByLines = new Map<string, string[]>();
  for (const entry of held) {
    const text = textOf(entry.lines);
    idsByLines.set(text, [...(idsByLines.get(text) ?? []), entry.id]);
  }
  const known = new Map(sent.map((event) => [textOf(event.lines), event]));
  if (known.size !== sent.length) throw new Error('Two events were sent with the same lines.');
  const idsOf = (event: SentEvent) => idsByLines.get(textOf(event.lines)) ?? [];
  return {
    lost: sent.filter((event) => event.acknowledged && idsOf(event).length === 0).map(({ name }) => name),
    doubled: sent
      .filter((event) => idsOf(event).length > 1)
      .map((event) => `${event.name}: ${idsOf(event).join(', ')}`),
    strange: held.filter((entry) => !known.has(textOf(entry.lines))).map(({ id, lines }) => `${id}: ${textOf(lines)}`),
    right: sent.filter((event) => idsOf(event).length === 1).length,
  };
}

function textOf(lines: readonly Line[]): string {
  return lines
    .map(({ account, side, cents }) => `${side} ${account} ${cents}`)
    .sort()
    .join('; ');
}
