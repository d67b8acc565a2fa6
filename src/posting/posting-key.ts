// By what QuickBooks knows an entry: document number, request ids and the marker, all derived from its entry id, so that they cannot drift.

/** Intuit's limits (JournalEntry and batch reference): DocNumber 21, requestid 50 and in a batch 36, bId 10. */
export const documentNumberLengthMax = 21;
export const requestIdLengthMax = 36;
export const batchItemIdLengthMax = 10;

export const documentNumberPrefix = 'TB-';
const documentNumberDigits = documentNumberLengthMax - documentNumberPrefix.length;
/** Crockford's: no I, L, O or U, so that a number read aloud or typed from paper stays the same. */
const base32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const uuidPattern = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const uuid = new RegExp(`^${uuidPattern}$`);
const markerPattern = new RegExp(`tillbook:(${uuidPattern})(?:/(${uuidPattern}))?`);
/** RFC 9562's version for what is made of a hash of one's own, and the variant that all of them have. */
const hashedVersion = '8';
const variant = '8';

/** What the id of an entry is a hash of: where its posting key and part come again, in whatever database, so does its id. */
export function entryIdentity({ key, part }: { readonly key: string; readonly part: number }): string {
  return JSON.stringify([key, part]);
}

/** Of a hash in hexadecimal, of `entryIdentity`. */
export function entryIdOf(hash: string): string {
  const part = (from: number, to: number) => hash.slice(from, to);
  return `${part(0, 8)}-${part(8, 12)}-${hashedVersion}${part(13, 16)}-${variant}${part(17, 20)}-${part(20, 32)}`;
}

/** Ours and recognisable: `TB-` and the low 90 bits of the id. */
export function documentNumber(entryId: string): string {
  let bits = BigInt(`0x${hexOf(entryId)}`);
  let digits = '';
  for (let index = 0; index < documentNumberDigits; index += 1) {
    digits = base32.charAt(Number(bits & 31n)) + digits;
    bits >>= 5n;
  }
  return documentNumberPrefix + digits;
}

/** The attempt rises only once QuickBooks is known not to hold the entry: QuickBooks may replay a refusal to the same request id. */
export function requestId(entryId: string, attempt: number): string {
  return withinLength(`${hexOf(entryId)}-${attempt.toString(36)}`, requestIdLengthMax);
}

/** A batch has an id of its own, made anew for each new batch, and is replayed as the same batch. */
export function batchRequestId(batchId: string): string {
  return withinLength(`b-${hexOf(batchId)}`, requestIdLengthMax);
}

/** The place in the batch, from 0: stable because a batch is stored with the place of each posting. */
export function batchItemId(index: number): string {
  return withinLength(index.toString(), batchItemIdLengthMax);
}

/** What stands in the entry's PrivateNote, by which it is known again; and whose it is, of all that keep books in that company. */
export function marker(entryId: string, companyId: string): string {
  hexOf(entryId);
  hexOf(companyId);
  return `tillbook:${entryId}/${companyId}`;
}

/** The entry id of the marker in a private note; null where there is none. */
export function findMarker(privateNote: string): string | null {
  return markerPattern.exec(privateNote)?.[1] ?? null;
}

/** The company of these books, or of a stranger's, that the marker names; null where it names none. */
export function findOwner(privateNote: string): string | null {
  return markerPattern.exec(privateNote)?.[2] ?? null;
}

function hexOf(id: string): string {
  if (!uuid.test(id)) throw new Error('The id of an entry, a batch or a company is a UUID in lower case.');
  return id.replaceAll('-', '');
}

function withinLength(text: string, lengthMax: number): string {
  if (text.length > lengthMax)
    throw new Error(`"${text}" is longer than the ${lengthMax} characters QuickBooks takes.`);
  return text;
}

/** One location's business date; the first is 1, those for events that came after it was sent follow it. */
export interface SummaryIdentity {
  readonly businessDate: string;
  readonly location: string;
  readonly sequence: number;
}

const summaryPrefix = 'summary/';

/** No event's key: between its first two slashes that has a kind, and this a date. */
export function summaryKey({ businessDate, location, sequence }: SummaryIdentity): string {
  return `${summaryPrefix}${businessDate}/${sequence}/${location}`;
}

const summaryKeyPattern = /^summary\/\d{4}-\d{2}-\d{2}\/\d+\//;

export function isSummaryKey(postingKey: string): boolean {
  return summaryKeyPattern.test(postingKey);
}
