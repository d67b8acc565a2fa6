// Which of the pages' reads each kind of news is about, by the first word of their keys.
import type { NewsKind } from '../api/wire.ts';

const readsOf: Readonly<Record<NewsKind, readonly string[]>> = {
  alerts: ['alerts', 'dashboard', 'connection', 'closed-period', 'event', 'summary', 'preflight'],
  events: [
    'sync',
    'dashboard',
    'events',
    'event',
    'summaries',
    'summary',
    'alerts',
    'connection',
    'closed-period',
    'over-short',
  ],
  sales: ['dashboard', 'gift-cards'],
  connection: ['connection', 'dashboard', 'sync', 'alerts', 'settings'],
  mappings: [
    'gift-cards',
    'mappings',
    'accounts',
    'locations',
    'departments',
    'classes',
    'item-classes',
    'alerts',
    'preflight',
  ],
  settings: ['settings', 'session', 'sync'],
  drift: ['drift', 'dashboard', 'alerts', 'event'],
  reposts: ['reposts'],
  reconciliation: ['reconciliation'],
  imports: ['imports', 'import-problems'],
  notifications: ['notifications'],
  people: ['session', 'users'],
  'audit-log': ['audit-log', 'api-keys'],
};

/** Read once for good, or so costly that the page itself says when. */
const readOnce = new Set(['period', 'line-sources', 'import-preview', 'preflight-run', 'first-day']);

const listed = new Set([...Object.values(readsOf).flat(), ...readOnce]);

/** A read that no kind names is read again with any news: better too often than never. */
export function isAbout(read: string, kinds: readonly string[]): boolean {
  if (!listed.has(read)) return true;
  return kinds.some((kind) => readsOf[kind as NewsKind]?.includes(read) === true);
}

export const isReadOnce = (read: string): boolean => readOnce.has(read);
