// One door to the server: JSON in and out, problem+json turned into an error a person can read.
import { words } from '../words.ts';
import type { Problem, ProblemItem } from './wire.ts';

/** What the server said no with; `status` 0 means it could not be reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly problems: readonly ProblemItem[];

  constructor(message: string, details: { status: number; code: string; problems?: readonly ProblemItem[] }) {
    super(message);
    this.name = 'ApiError';
    this.status = details.status;
    this.code = details.code;
    this.problems = details.problems ?? [];
  }
}

export type QueryValues = Readonly<Record<string, string | number | boolean | null | undefined>>;

export function get<T>(path: string, values: QueryValues = {}, signal?: AbortSignal): Promise<T> {
  return call<T>('GET', path + queryText(values), undefined, signal);
}

export function send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> {
  return call<T>(method, path, body);
}

export function queryText(values: QueryValues): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== '' && value !== false) parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

async function call<T>(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const response = await fetched(method, path, { body, ...(signal && { signal }) });
  return (await readJson(response)) as T;
}

/** The answer as it came, where it is not a refusal. */
export async function fetched(
  method: string,
  path: string,
  { body, signal }: { readonly body?: unknown; readonly signal?: AbortSignal },
): Promise<Response> {
  const init: RequestInit = { method, credentials: 'same-origin', headers: { accept: 'application/json' } };
  if (signal) init.signal = signal;
  if (body !== undefined) {
    init.headers = { accept: 'application/json', 'content-type': 'application/json' };
    init.body = JSON.stringify(body);
  }
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(words.errors.unreachable, { status: 0, code: 'unreachable' });
  }
  if (!response.ok) throw problemOf(response.status, await readJson(response));
  return response;
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(words.errors.unreadable(response.status), { status: response.status, code: 'unreadable' });
  }
}

/** What a refused call says in words. */
export function problemOf(status: number, answer: unknown): ApiError {
  const problem = (typeof answer === 'object' && answer !== null ? answer : {}) as Partial<Problem>;
  const rules = (problem.problems ?? []).flatMap((item) => (item.rule ? [item.rule] : []));
  const said = problem.detail ?? problem.title ?? words.errors.refused(status);
  const message = rules.length === 0 ? said : [...new Set(rules)].slice(0, 5).join(' · ');
  return new ApiError(message, { status, code: problem.code ?? 'unknown', problems: problem.problems ?? [] });
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : words.errors.unexpected;
}
