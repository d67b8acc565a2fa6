// Lists of texts as PostgreSQL keeps them (array_recv): a body of two thousand characters is copied as it is, where as text each of its quotes would
// be escaped here and looked for there.

/** What an element is told by in the catalogue, and what goes before its characters: jsonb has a version. */
const elementTypes = {
  text: { oid: 25, before: Buffer.alloc(0) },
  jsonb: { oid: 3802, before: Buffer.from([1]) },
} as const;

export type TextLikeType = keyof typeof elementTypes;

const headBytes = 12;
const dimensionBytes = 8;
const lengthBytes = 4;
const noElement = -1;
const firstIndex = 1;

/** Of texts, with nulls among them; null where something else is among them. */
export function arrayBytes(values: readonly unknown[], type: TextLikeType): Buffer | null {
  const { oid, before } = elementTypes[type];
  let size = headBytes + (values.length === 0 ? 0 : dimensionBytes);
  let nulls = 0;
  for (const value of values) {
    size += lengthBytes;
    if (typeof value === 'string') size += before.length + Buffer.byteLength(value);
    else if (value === null || value === undefined) nulls += 1;
    else return null;
  }
  const bytes = Buffer.allocUnsafe(size);
  let at = bytes.writeInt32BE(values.length === 0 ? 0 : 1, 0);
  at = bytes.writeInt32BE(nulls === 0 ? 0 : 1, at);
  at = bytes.writeInt32BE(oid, at);
  if (values.length === 0) return bytes;
  at = bytes.writeInt32BE(values.length, at);
  at = bytes.writeInt32BE(firstIndex, at);
  for (const value of values) at = writeElement(bytes, at, { value, before });
  return bytes;
}

function writeElement(bytes: Buffer, at: number, of: { readonly value: unknown; readonly before: Buffer }): number {
  const { value, before } = of;
  if (typeof value !== 'string') return bytes.writeInt32BE(noElement, at);
  const begins = at + lengthBytes;
  before.copy(bytes, begins);
  const written = before.length + bytes.write(value, begins + before.length);
  bytes.writeInt32BE(written, at);
  return begins + written;
}

const textLikeList = /\$(\d+)::(text|jsonb)\[\]/g;

/** Which arguments of a statement are such lists, by their place from 0: it says so of each. */
export function textLikeLists(statement: string): ReadonlyMap<number, TextLikeType> {
  return new Map(
    [...statement.matchAll(textLikeList)].map(([, place, type]) => [Number(place) - 1, type as TextLikeType] as const),
  );
}
