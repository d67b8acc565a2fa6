// The README's table of entities says what is so.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { definitions } from '../src/entities/catalogue.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('the table of entities in the README names each one with what it can do', () => {
  const rows = [...readme.matchAll(/^\| (\w+) +\| (full|posts|shape) +\| (\w+) +\| (\w+) +\|$/gm)];
  const written = rows.map(([, name, depth, deletion, canVoid]) => ({
    name,
    posts: depth === 'posts' || name === 'JournalEntry',
    deletion,
    canVoid,
  }));
  const defined = definitions.map((definition) => ({
    name: definition.name,
    // An estimate is held to the rules of a sale and posts nothing.
    posts: definition.ledgerLines !== undefined && !['Estimate', 'PurchaseOrder'].includes(definition.name),
    deletion:
      definition.isKept || definition.isReadOnly ? 'no' : definition.kind === 'transaction' ? 'yes' : 'deactivates',
    canVoid: definition.voided ? 'yes' : 'no',
  }));
  const singletons = ['CompanyInfo', 'Preferences'].map((name) => ({
    name,
    posts: false,
    deletion: 'no',
    canVoid: 'no',
  }));
  expect(written).toEqual([...defined, ...singletons]);
});
