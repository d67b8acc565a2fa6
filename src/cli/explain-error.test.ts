// Errors that a person can put right are told in a sentence; bugs keep their trace.
import { expect, test } from 'vitest';
import { ConfigError } from '../config.ts';
import { EmbeddedDatabaseError } from '../postgres/embedded/embedded-error.ts';
import { CommandError } from './command-error.ts';
import { explainError } from './explain-error.ts';

test.each([
  new CommandError('port-taken', 'Port 4780 is taken.'),
  new ConfigError(['PORT: is not a port']),
  new EmbeddedDatabaseError('already-running', 'One is running already.'),
])('$name is told without a trace', (error) => {
  expect(explainError(error)).toBe(error.message);
});

test('a database that does not answer is told by its variable, also when several addresses were tried', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
  expect(explainError(refused)).toContain('DATABASE_URL');
  expect(explainError(new AggregateError([refused]))).toContain('Nobody answers');
});

test('a full disk says that nothing was half-written', () => {
  expect(explainError(Object.assign(new Error('write'), { code: 'ENOSPC' }))).toContain('disk is full');
});

test('a bug keeps its trace', () => {
  expect(explainError(new TypeError('x is not a function'))).toContain('explain-error.test.ts');
  expect(explainError('thrown text')).toBe('thrown text');
});
