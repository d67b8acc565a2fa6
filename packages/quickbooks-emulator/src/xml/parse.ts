// Reads the XML that clients send: elements, attributes and text; no document types, so nothing can be included or expanded.

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

export class XmlError extends Error {
  readonly code = 'xml';
}

const depthMax = 50;
const attributePattern = /\s+([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gy;
const namePattern = /[A-Za-z_][\w:.-]*/y;

export function parseXml(text: string): XmlElement {
  const reader = { text, at: 0 };
  skipBetween(reader);
  const root = elementAt(reader, 0);
  skipBetween(reader);
  if (reader.at < text.length) throw new XmlError('there is more after the root element');
  return root;
}

interface Reader {
  readonly text: string;
  at: number;
}

/** The declaration, comments and white space outside of the root. */
function skipBetween(reader: Reader): void {
  for (;;) {
    while (/\s|\uFEFF/.test(reader.text[reader.at] ?? '')) reader.at += 1;
    if (reader.text.startsWith('<?', reader.at)) skipTo(reader, '?>');
    else if (reader.text.startsWith('<!--', reader.at)) skipTo(reader, '-->');
    else return;
  }
}

function skipTo(reader: Reader, end: string): string {
  const found = reader.text.indexOf(end, reader.at);
  if (found < 0) throw new XmlError(`${end} is missing`);
  const passed = reader.text.slice(reader.at, found);
  reader.at = found + end.length;
  return passed;
}

function elementAt(reader: Reader, depth: number): XmlElement {
  if (depth > depthMax) throw new XmlError(`elements are nested more than ${depthMax} deep`);
  if (reader.text[reader.at] !== '<') throw new XmlError('an element is expected');
  reader.at += 1;
  const name = nameAt(reader);
  const attributes: Record<string, string> = {};
  attributePattern.lastIndex = reader.at;
  for (let match = attributePattern.exec(reader.text); match; match = attributePattern.exec(reader.text)) {
    attributes[localName(match[1] ?? '')] = unescaped(match[2] ?? match[3] ?? '');
    reader.at = attributePattern.lastIndex;
  }
  while (/\s/.test(reader.text[reader.at] ?? '')) reader.at += 1;
  if (reader.text.startsWith('/>', reader.at)) {
    reader.at += 2;
    return { name, attributes, children: [], text: '' };
  }
  if (reader.text[reader.at] !== '>') throw new XmlError(`the tag ${name} is not closed`);
  reader.at += 1;
  return { name, attributes, ...contentOf(reader, name, depth) };
}

function contentOf(reader: Reader, name: string, depth: number): { children: XmlElement[]; text: string } {
  const children: XmlElement[] = [];
  let text = '';
  for (;;) {
    const next = reader.text.indexOf('<', reader.at);
    if (next < 0) throw new XmlError(`${name} has no end`);
    text += unescaped(reader.text.slice(reader.at, next));
    reader.at = next;
    if (reader.text.startsWith('<!--', next)) skipTo(reader, '-->');
    else if (reader.text.startsWith('<![CDATA[', next)) {
      reader.at += 9;
      text += skipTo(reader, ']]>');
    } else if (reader.text.startsWith('</', next)) {
      reader.at += 2;
      if (nameAt(reader) !== name) throw new XmlError(`${name} ends as something else`);
      if (skipTo(reader, '>').trim() !== '') throw new XmlError(`the end of ${name} holds more than its name`);
      return { children, text: children.length > 0 ? '' : text };
    } else children.push(elementAt(reader, depth + 1));
  }
}

function nameAt(reader: Reader): string {
  namePattern.lastIndex = reader.at;
  const [name] = namePattern.exec(reader.text) ?? [];
  if (name === undefined) throw new XmlError('a name is expected');
  reader.at += name.length;
  return localName(name);
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w+);/gi, (_, entity: string) => {
    if (!entity.startsWith('#')) {
      const character = named[entity];
      if (character === undefined) throw new XmlError(`&${entity}; is not known`);
      return character;
    }
    const code = /^#x/i.test(entity) ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
    if (code > 0x10ffff || code === 0) throw new XmlError(`&${entity}; is not a character`);
    return String.fromCodePoint(code);
  });
}
