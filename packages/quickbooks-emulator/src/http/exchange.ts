// One HTTP request as the rooms see it, and what they answer.

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** The body as it came. */
  readonly bytes: Buffer;
  /** The bytes of the body are not UTF-8, and replaced in the text; or not compressed as their header says. */
  readonly isMalformed: boolean;
  /** Scheme and host as the client asked: discovery and pages name themselves so. */
  readonly origin: string;
}

/** How a reply is broken on purpose on its way out. */
export type Mischief = 'drop' | 'truncate' | 'slow-body';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Sent in place of the body, where it is not text. */
  readonly bytes?: Buffer;
  readonly mischief?: Mischief;
  readonly delayMs?: number;
}

export function jsonReply(status: number, value: unknown): Reply {
  return { status, headers: { 'content-type': 'application/json;charset=utf-8' }, body: JSON.stringify(value) };
}

export function redirect(location: string): Reply {
  return { status: 302, headers: { location }, body: '' };
}

export function headerOf(call: Call, name: string): string {
  const value = call.headers[name];
  return Array.isArray(value) ? (value[0] ?? '') : (value ?? '');
}

/** A form or a JSON object, whichever came, as named texts. */
export function fieldsOf(call: Call): Readonly<Record<string, string>> {
  if (headerOf(call, 'content-type').includes('json') || /^\s*\{/.test(call.body)) {
    try {
      const value: unknown = JSON.parse(call.body || '{}');
      if (typeof value !== 'object' || value === null) return {};
      return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, String(field)]));
    } catch {
      return {};
    }
  }
  return Object.fromEntries(new URLSearchParams(call.body));
}
