// An entry as it was sent, or as somebody left it in QuickBooks: whether two are the same, and where they differ, line by line.

export interface VersionLine {
  readonly accountId: string;
  readonly side: 'debit' | 'credit';
  readonly amountHundredths: bigint;
  readonly description: string;
  readonly departmentId: string | null;
  readonly classId: string | null;
}

/** Amounts in hundredths, as QuickBooks keeps its books in every currency. */
export interface EntryVersion {
  readonly date: string;
  readonly documentNumber: string;
  /** The entry id that our marker names; null where there is none. */
  readonly entryId: string | null;
  readonly note: string;
  /** Null where QuickBooks gives none: the home currency. */
  readonly currency: string | null;
  readonly exchangeRate: string | null;
  readonly lines: readonly VersionLine[];
}

export const versionFields = ['date', 'document-number', 'marker', 'currency', 'exchange-rate'] as const;
export type VersionField = (typeof versionFields)[number];

export interface FieldChange {
  readonly field: VersionField;
  readonly ours: string;
  readonly theirs: string;
}

/** A line of ours beside the line of theirs that it became; null: only the other has it. */
export interface LinePair {
  readonly ours: VersionLine | null;
  readonly theirs: VersionLine | null;
  readonly same: boolean;
}

export interface VersionDifference {
  readonly fields: readonly FieldChange[];
  readonly lines: readonly LinePair[];
}

/** What moves no money and no line is no difference: the words of a memo are the accountant's own. */
export function isSameEntry(ours: EntryVersion, theirs: EntryVersion): boolean {
  const { fields, lines } = versionDifference(ours, theirs);
  return fields.length === 0 && lines.every(({ same }) => same);
}

export function versionDifference(ours: EntryVersion, theirs: EntryVersion): VersionDifference {
  return { fields: fieldChanges(ours, theirs), lines: pairLines(ours.lines, theirs.lines) };
}

function fieldChanges(ours: EntryVersion, theirs: EntryVersion): readonly FieldChange[] {
  const compared: readonly (readonly [VersionField, string, string])[] = [
    ['date', ours.date, theirs.date],
    ['document-number', ours.documentNumber, theirs.documentNumber],
    ['marker', ours.entryId ?? '', theirs.entryId ?? ''],
    // A company of one currency may leave both out.
    ['currency', ours.currency ?? theirs.currency ?? '', theirs.currency ?? ours.currency ?? ''],
    ['exchange-rate', plainRate(ours.exchangeRate ?? theirs.exchangeRate), plainRate(theirs.exchangeRate)],
  ];
  return compared.flatMap(([field, was, is]) => (was === is ? [] : [{ field, ours: was, theirs: is }]));
}

/** QuickBooks gives every entry a rate, 1 where none was sent. */
function plainRate(rate: string | null): string {
  if (rate === null) return '1';
  const [whole = '', fraction = ''] = rate.split('.');
  const significant = fraction.replace(/0+$/, '');
  return significant === '' ? whole : `${whole}.${significant}`;
}

/** Lines with the same one are alike; null: like no other. */
type Likeness = (line: VersionLine) => string | null;

const account: Likeness = ({ accountId, side }) => JSON.stringify([accountId, side]);
const money: Likeness = (line) => `${account(line)} ${line.amountHundredths}`;
const whole: Likeness = (line) => `${money(line)} ${JSON.stringify([line.departmentId, line.classId])}`;

/** From the surest to the least sure: what stayed, what was moved to another class, another amount, another account. */
const likenesses: readonly Likeness[] = [
  (line) => `${whole(line)} ${line.description}`,
  whole,
  money,
  account,
  ({ side, amountHundredths }) => `${side} ${amountHundredths}`,
  ({ description }) => description || null,
];

/** In our order; what only they have comes last. */
function pairLines(ours: readonly VersionLine[], theirs: readonly VersionLine[]): readonly LinePair[] {
  const partners = new Map<VersionLine, VersionLine>();
  const free = new Set(theirs);
  for (const likeness of likenesses)
    pairAlike(
      ours.filter((line) => !partners.has(line)),
      { free, partners, likeness },
    );
  return [
    ...ours.map((line) => {
      const partner = partners.get(line) ?? null;
      return { ours: line, theirs: partner, same: partner !== null && whole(line) === whole(partner) };
    }),
    ...[...free].map((line) => ({ ours: null, theirs: line, same: false })),
  ];
}

interface Pairing {
  readonly free: Set<VersionLine>;
  readonly partners: Map<VersionLine, VersionLine>;
  readonly likeness: Likeness;
}

function pairAlike(lines: readonly VersionLine[], { free, partners, likeness }: Pairing): void {
  const alike = new Map<string | null, VersionLine[]>();
  // The last first, since they are taken from the end.
  for (const other of [...free].reverse()) {
    const key = likeness(other);
    const found = alike.get(key);
    if (found === undefined) alike.set(key, [other]);
    else found.push(other);
  }
  for (const line of lines) {
    const key = likeness(line);
    const partner = key === null ? undefined : alike.get(key)?.pop();
    if (partner === undefined) continue;
    partners.set(line, partner);
    free.delete(partner);
  }
}
