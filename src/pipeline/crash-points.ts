// Where a process may die between two durable steps; ARCHITECTURE.md says what closes each, and a test kills it there.

export const crashPoints = [
  'build-saved',
  'intent-saved',
  'sent',
  'outcome-saved',
  'batch-intent-saved',
  'batch-sent',
  'batch-outcome-saved',
  'refresh-saved',
] as const;

export type CrashPoint = (typeof crashPoints)[number];
