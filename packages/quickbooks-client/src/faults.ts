// Reads the faults of an answer, in whichever of the three shapes QuickBooks gives them: service JSON, gateway JSON, XML.

/** One error of a fault, as QuickBooks said it. `code` is empty where there was none. */
export interface QuickbooksFault {
  readonly code: string;
  readonly message: string;
  readonly detail: string;
  readonly element: string | null;
}

/** Empty when the body holds no fault. */
export function readFaults(text: string): readonly QuickbooksFault[] {
  if (text.trimStart().startsWith('<')) return readXmlFaults(text);
  try {
    return faultsOf(JSON.parse(text));
  } catch {
    return [];
  }
}

/** The faults of an object that carries `Fault` (service) or `fault` (gateway). */
export function faultsOf(holder: unknown): readonly QuickbooksFault[] {
  const fault = property(holder, 'Fault') ?? property(holder, 'fault');
  const errors = property(fault, 'Error') ?? property(fault, 'error');
  return Array.isArray(errors) ? errors.map(readFault) : [];
}

function readFault(error: unknown): QuickbooksFault {
  const text = (name: string): string => {
    const value = property(error, name) ?? property(error, name.charAt(0).toUpperCase() + name.slice(1));
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  return { code: text('code'), message: text('message'), detail: text('detail'), element: text('element') || null };
}

function readXmlFaults(text: string): readonly QuickbooksFault[] {
  return [...text.matchAll(/<Error\b([^>]*)>([\s\S]*?)<\/Error>/g)].map(([, attributes = '', content = '']) => ({
    code: attribute(attributes, 'code'),
    message: element(content, 'Message'),
    detail: element(content, 'Detail'),
    element: attribute(attributes, 'element') || null,
  }));
}

function attribute(attributes: string, name: string): string {
  return unescapeXml(new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '');
}

function element(content: string, name: string): string {
  return unescapeXml(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(content)?.[1] ?? '');
}

const xmlEntities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function unescapeXml(text: string): string {
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => xmlEntities[name] ?? '').trim();
}

/** A property of an object; undefined for null, for what is not there and for what is no object. */
export function property(holder: unknown, name: string): unknown {
  if (typeof holder !== 'object' || holder === null) return undefined;
  return (holder as Record<string, unknown>)[name] ?? undefined;
}
