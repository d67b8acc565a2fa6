// The HTTP contract: every request and answer as a schema that validates it, documents it and types it. The console imports the types alone.
export * from './contract/books.ts';
export * from './contract/closed-periods.ts';
export * from './contract/dashboard.ts';
export * from './contract/drift.ts';
export * from './contract/event-lists.ts';
export * from './contract/events.ts';
export * from './contract/imports.ts';
export * from './contract/notifications.ts';
export * from './contract/people.ts';
export * from './contract/period.ts';
export * from './contract/preflight.ts';
export * from './contract/problems.ts';
export * from './contract/quickbooks.ts';
export * from './contract/reconciliation.ts';
export * from './contract/summaries.ts';
export * from './contract/values.ts';
