// Intuit's query language read into a plain tree; every fault of the grammar is a 4000 or 4001.
import { type ApiFault, fault } from './fault.ts';

export type Operator = '=' | '<' | '>' | '<=' | '>=' | 'in' | 'like';

export interface Condition {
  readonly property: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

export interface Query {
  readonly selects: 'all' | 'count' | readonly string[];
  readonly entity: string;
  readonly where: readonly Condition[];
  readonly orderBy: readonly { readonly property: string; readonly descending: boolean }[];
  readonly startPosition: number;
  readonly maxResults: number;
}

export const maxResultsDefault = 100;
export const maxResultsMax = 1000;
const tokenPattern = /\s*(?:'((?:[^'\\]|\\.)*)'|(<=|>=|[=<>(),*])|([^\s=<>(),*']+))/y;

interface Token {
  readonly text: string;
  readonly quoted: boolean;
}

export function parseQuery(text: string, today: string): Query {
  const cursor = new Cursor(tokensOf(text), text);
  cursor.expect('select');
  const selects = parseSelects(cursor);
  cursor.expect('from');
  const entity = cursor.take().text;
  const where = cursor.accept('where') ? parseWhere(cursor, today) : [];
  const orderBy = cursor.accept('orderby') || (cursor.accept('order') && cursor.expect('by')) ? parseOrder(cursor) : [];
  let startPosition = 1;
  let maxResults = maxResultsDefault;
  while (!cursor.atEnd) {
    if (cursor.accept('startposition')) startPosition = cursor.count({ min: 1 });
    else if (cursor.accept('maxresults')) maxResults = cursor.count({ min: 0, max: maxResultsMax });
    else throw cursor.problem();
  }
  return { selects, entity, where, orderBy, startPosition, maxResults };
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  const end = text.trimEnd().length;
  while (tokenPattern.lastIndex < end) {
    const match = tokenPattern.exec(text);
    if (!match) throw parserError(text);
    const [, quoted, symbol, word] = match;
    if (quoted !== undefined) tokens.push({ text: quoted.replace(/\\(.)/g, '$1'), quoted: true });
    else tokens.push({ text: symbol ?? word ?? '', quoted: false });
  }
  return tokens;
}

function parserError(text: string): ApiFault {
  return fault(
    '4000',
    'Error parsing query',
    `QueryParserError: Encountered an error in the query: ${text.slice(0, 200)}`,
  );
}

function invalid(problem: string): ApiFault {
  return fault('4001', 'Invalid query', `QueryValidationError: ${problem}`);
}

class Cursor {
  private index = 0;
  private readonly tokens: readonly Token[];
  private readonly text: string;
  constructor(tokens: readonly Token[], text: string) {
    this.tokens = tokens;
    this.text = text;
  }
  get atEnd(): boolean {
    return this.index >= this.tokens.length;
  }
  problem(): ApiFault {
    return parserError(this.text);
  }
  accept(word: string): boolean {
    const token = this.tokens[this.index];
    if (!token || token.quoted || token.text.toLowerCase() !== word) return false;
    this.index += 1;
    return true;
  }
  expect(word: string): true {
    if (!this.accept(word)) throw this.problem();
    return true;
  }
  take(): Token {
    const token = this.tokens[this.index];
    if (!token) throw this.problem();
    this.index += 1;
    return token;
  }
  /**
   * What is too large is refused, not cut: so users of quickbooks-ruby recorded it (its issue 24), and a client that
   * took a page cut in silence for the last one would lose the rows behind it.
   */
  count({ min, max = Number.POSITIVE_INFINITY }: { readonly min: number; readonly max?: number }): number {
    const { text } = this.take();
    if (!/^-?\d{1,9}$/.test(text)) throw this.problem();
    const value = Number(text);
    if (value < min) throw invalid(`value ${value} is too small. Min allowed value is ${min}`);
    if (value > max) throw invalid(`value ${value} is too large. Max allowed value is ${max}`);
    return value;
  }
}

function parseSelects(cursor: Cursor): Query['selects'] {
  if (cursor.accept('*')) return 'all';
  if (cursor.accept('count')) {
    cursor.expect('(');
    cursor.expect('*');
    cursor.expect(')');
    return 'count';
  }
  const properties = [cursor.take().text];
  while (cursor.accept(',')) properties.push(cursor.take().text);
  // `select *, Line.* from` is an old spelling of everything.
  return properties.includes('*') ? 'all' : properties;
}

const operators: readonly string[] = ['=', '<', '>', '<=', '>=', 'in', 'like'];

function parseWhere(cursor: Cursor, today: string): Condition[] {
  const conditions: Condition[] = [];
  do {
    const property = cursor.take().text;
    const operator = cursor.take().text.toLowerCase();
    if (!operators.includes(operator)) throw cursor.problem();
    const values = operator === 'in' ? parseList(cursor, today) : [takeValue(cursor, today)];
    if (property.toLowerCase() === 'id' && operator !== '=' && operator !== 'in') {
      throw invalid('Property Id supports only = and IN');
    }
    conditions.push({ property, operator: operator as Operator, values });
  } while (cursor.accept('and'));
  return conditions;
}

function parseList(cursor: Cursor, today: string): string[] {
  cursor.expect('(');
  const values = [takeValue(cursor, today)];
  while (cursor.accept(',')) values.push(takeValue(cursor, today));
  cursor.expect(')');
  return values;
}

function takeValue(cursor: Cursor, today: string): string {
  const { text, quoted } = cursor.take();
  if (!quoted && /^[=<>(),*]/.test(text)) throw cursor.problem();
  return !quoted && text.toUpperCase() === 'CURRENT_DATE' ? today : text;
}

function parseOrder(cursor: Cursor): { property: string; descending: boolean }[] {
  const order: { property: string; descending: boolean }[] = [];
  do {
    const property = cursor.take().text;
    const descending = cursor.accept('desc');
    if (!descending) cursor.accept('asc');
    order.push({ property, descending });
  } while (cursor.accept(','));
  return order;
}
