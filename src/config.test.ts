// What the environment may say, and that everything wrong with it is told at once.
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe('the environment', () => {
  test('says nothing: everything local, on the ports of the manual', () => {
    expect(readConfig({})).toEqual({
      port: 4780,
      host: '127.0.0.1',
      emulatorPort: 4790,
      dataDir: resolve('.tillbook'),
      databaseUrl: null,
      intuit: null,
      owner: null,
      publicUrl: null,
      trustProxy: false,
      mail: null,
      privateWebhooks: false,
      keyFile: resolve('.tillbook/secret.key'),
      keys: null,
      logLevel: null,
    });
  });

  test('a variable set to nothing counts as not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ', INTUIT_CLIENT_ID: '' })).toEqual(readConfig({}));
  });

  test('a key is one, or two while it is being replaced, and never shown', () => {
    const [next, before] = ['a'.repeat(64), 'b'.repeat(64)];
    expect(readConfig({ TILLBOOK_KEY: next }).keys).toEqual([next]);
    expect(readConfig({ TILLBOOK_KEY: `${next},${before}` }).keys).toEqual([next, before]);
    const [fault] = faultsOf({ TILLBOOK_KEY: 'c'.repeat(63) });
    expect(fault).toMatch(/^TILLBOOK_KEY: must be 64 hexadecimal digits/);
    expect(fault).not.toContain('ccc');
  });

  test('a proxy is believed only when that is said', () => {
    expect(readConfig({ TILLBOOK_PUBLIC_URL: 'https://books.example.com' }).trustProxy).toBe(false);
    expect(readConfig({ TILLBOOK_TRUST_PROXY: 'true' }).trustProxy).toBe(true);
    expect(faultsOf({ TILLBOOK_TRUST_PROXY: 'yes' })).toEqual([expect.stringMatching(/^TILLBOOK_TRUST_PROXY: /)]);
  });

  test('all faults are told, not the first', () => {
    const faults = faultsOf({
      PORT: '70000',
      QUICKBOOKS_EMULATOR_PORT: 'x',
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://x',
    });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'PORT',
      'QUICKBOOKS_EMULATOR_PORT',
      'DATABASE_URL',
      'LOG_LEVEL',
    ]);
  });

  test('Intuit keys are given together or not at all', () => {
    expect(faultsOf({ INTUIT_CLIENT_ID: 'id' })).toEqual([
      'INTUIT_CLIENT_SECRET: is needed too, since INTUIT_CLIENT_ID is set',
      'INTUIT_ENVIRONMENT: is needed too, since INTUIT_CLIENT_ID is set',
    ]);
    const config = readConfig({ INTUIT_CLIENT_ID: 'id', INTUIT_CLIENT_SECRET: 's', INTUIT_ENVIRONMENT: 'sandbox' });
    expect(config.intuit).toEqual({
      clientId: 'id',
      clientSecret: 's',
      environment: 'sandbox',
      webhookVerifierToken: null,
    });
  });

  test('an owner needs an address and a password of eight characters', () => {
    expect(faultsOf({ TILLBOOK_OWNER_EMAIL: 'a@example.com' })).toHaveLength(1);
    expect(faultsOf({ TILLBOOK_OWNER_EMAIL: 'nobody', TILLBOOK_OWNER_PASSWORD: 'short' })).toHaveLength(2);
  });

  test('no secret is repeated in a fault', () => {
    const faults = faultsOf({ TILLBOOK_OWNER_EMAIL: 'a@example.com', TILLBOOK_OWNER_PASSWORD: 'hunter2' });
    expect(faults.join()).not.toContain('hunter2');
  });

  test('the public address has no slash at its end', () => {
    expect(readConfig({ TILLBOOK_PUBLIC_URL: 'https://books.example.com/' }).publicUrl).toBe(
      'https://books.example.com',
    );
    expect(faultsOf({ TILLBOOK_PUBLIC_URL: 'books.example.com' })).toHaveLength(1);
  });
});
