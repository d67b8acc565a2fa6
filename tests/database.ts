// A database of its own for each test file: a clone of a template that has all migrations, on the server of this run.
import { inject } from 'vitest';
import { cloneTemplate, type TestDatabase } from './clone-template.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Signs in as the owner of everything on the server of this run. */
    readonly adminUrl: string;
    readonly templateName: string;
  }
}

export function createTestDatabase(): Promise<TestDatabase> {
  return cloneTemplate({ adminUrl: inject('adminUrl'), templateName: inject('templateName') });
}
