// What SQLite can rule out of a query that it cannot decide: never an object that is meant, so that fewer are read and looked at.
import { indexedTexts } from '../store/text-index.ts';
import type { Condition } from './query-language.ts';

/** A pattern for LIKE, which takes every text that the condition holds for, and others. */
interface Loose {
  readonly pattern: string;
  /** What every such text begins with, in any case. */
  readonly head: string;
}

export interface Sieve {
  readonly text: string;
  readonly values: readonly unknown[];
  /** It takes a range of an index. */
  readonly isRange?: boolean;
}

/** SQLite takes patterns of up to 50,000 bytes; nobody needs them. */
const patternLengthMax = 1000;

/** By the number's own column and index. */
export function numberSieve({ property, operator, values }: Condition): Sieve | null {
  if (property.toLowerCase() !== 'docnumber' || operator !== 'like') return null;
  const loose = loosened((values[0] ?? '').toLowerCase().split('%'));
  if (!loose) return null;
  // LIKE ends at a NUL, which a number may hold.
  const text = 'doc_number IS NOT NULL AND (doc_number LIKE ? OR instr(doc_number, char(0)) > 0)';
  if (loose.head === '') return { text, values: [loose.pattern] };
  const range = 'doc_number COLLATE NOCASE >= ? AND doc_number COLLATE NOCASE < ?';
  return {
    text: `${range} AND ${text}`,
    values: [loose.head, `${loose.head}\u{10FFFF}`, loose.pattern],
    isRange: true,
  };
}

/** By the whole JSON of the object, in which every text that it shows stands. */
export function bodySieve(condition: Condition): Sieve | null {
  const parts = partsOf(condition);
  const loose = loosened(['', ...parts, '']);
  return loose && { text: 'body LIKE ?', values: [loose.pattern] };
}

/** What stands in every text that the condition holds for, in small letters. */
function partsOf({ operator, values }: Condition): readonly string[] {
  const [first = ''] = values;
  const text = first.toLowerCase();
  if (operator === 'like') return text.split('%');
  return operator === '=' && !isComparedByValue(first) ? [text] : [];
}

const indexed: ReadonlySet<string> = new Set(indexedTexts.map((name) => name.toLowerCase()));
const trigramsMax = 60;
const pairsMax = 3;

/** The trigrams in the index of texts that begin with two letters; null where they are too many. */
export type TrigramsFrom = (pair: string) => readonly string[] | null;

/**
 * What FTS5 looks for in the index of texts: every three letters in a row that the text must have, or one of those that begin with two.
 * Null where none are sure, or the properties are not in the index.
 */
export function trigramsOf(conditions: readonly Condition[], trigramsFrom: TrigramsFrom): string | null {
  const asked = conditions.flatMap((condition) => {
    const property = condition.property.toLowerCase();
    const parts = indexed.has(property) ? partsOf(condition) : [];
    const trigrams = new Set(parts.flatMap((part) => part.match(sureLetters) ?? []).flatMap(trigramsIn));
    const needed = trigrams.size > 0 ? [...trigrams].slice(-trigramsMax) : pairsIn(parts, trigramsFrom);
    return needed.length === 0 ? [] : [`${property} : (${needed.join(' AND ')})`];
  });
  return asked.length === 0 ? null : asked.join(' AND ');
}

const quoted = (trigram: string) => `"${trigram.replaceAll('"', '""')}"`;

function trigramsIn(run: string): readonly string[] {
  const letters = Array.from(run);
  return letters.slice(2).map((last, at) => quoted(`${letters[at]}${letters[at + 1]}${last}`));
}

function pairsIn(parts: readonly string[], trigramsFrom: TrigramsFrom): readonly string[] {
  const pairs = new Set(parts.flatMap((part) => part.match(surePair) ?? []));
  return [...pairs].slice(-pairsMax).flatMap((pair) => {
    const trigrams = trigramsFrom(pair);
    if (trigrams === null) return [];
    // What nothing begins with, nothing has: FTS5 finds nothing for a text of nothing.
    return trigrams.length === 0 ? ['""'] : [`(${trigrams.map(quoted).join(' OR ')})`];
  });
}

/**
 * Letters that JSON writes as they are, and whose cases are the same to FTS5, which knows those of Unicode 6.1: of the scripts with
 * two cases the common ones, and all scripts with one.
 */
const sureLetters = /[ !#-[\]-~\u00A0-\u017F\u0386-\u03CE\u0400-\u0481\p{Lo}]{3,}/gu;
/** Of these, those that stand in the index as they are: not the signs for micro, the long s and the final sigma. */
const surePair = /(?:(?![\u00B5\u017F\u03C2])[ !#-[\]-~\u00A0-\u017F\u0386-\u03CE\u0400-\u0481\p{Lo}]){2}/gu;

/** Numbers and times equal others that are written differently. */
function isComparedByValue(text: string): boolean {
  return text.trim() === '' || !Number.isNaN(Number(text)) || !Number.isNaN(Date.parse(text));
}

/** The parts of a pattern, which anything may lie between; null where nothing of them is sure. */
function loosened(parts: readonly string[]): Loose | null {
  const pattern = parts.map((part) => Array.from(part, looseCharacter).join('')).join('%');
  if (pattern.length > patternLengthMax || !/[^%_]/.test(pattern)) return null;
  return { pattern: pattern.replace(/%+/g, '%'), head: /^[^%_]*/.exec(pattern)?.[0] ?? '' };
}

/**
 * LIKE knows ASCII alone in either case, and JSON writes some characters as others. The signs for Kelvin and for the dotted I are
 * small letters of ASCII otherwise, so any character is taken for a k or an i.
 */
function looseCharacter(character: string): string {
  if (/[ik%_]/.test(character)) return '_';
  return /[ -~]/.test(character) && character !== '"' && character !== '\\' ? character : '%';
}
