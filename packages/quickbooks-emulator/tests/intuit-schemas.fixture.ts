// Intuit's own XML schemas and other people's fixtures, which lie beside the repository where they were fetched; nothing of them is in it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const data = fileURLToPath(new URL('../../../../shared/data/quickbooks', import.meta.url));

export const schemaFolder = join(data, 'xsd-php-sdk');
export const fixtureFolder = join(data, 'quickbooks-ruby/spec/fixtures');
export const hasSchemas = existsSync(schemaFolder);
export const hasFixtures = existsSync(fixtureFolder);
if (!hasSchemas) process.stderr.write('skipped: Intuit’s schemas are not beside this repository\n');
if (!hasFixtures) process.stderr.write('skipped: the recorded fixtures are not beside this repository\n');

/** What xmllint says of the documents by the schema that has all of Intuit's types, named; nothing where all are valid. */
export function schemaProblems(documents: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'quickbooks-emulator-'));
  try {
    const files = Object.entries(documents).map(([name, text]) => {
      const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.xml`);
      writeFileSync(file, text);
      return file;
    });
    // All at once: what takes long is to read the schema.
    const schema = join(schemaFolder, 'SalesTax.xsd');
    const { stderr } = spawnSync('xmllint', ['--nonet', '--noout', '--schema', schema, ...files], { encoding: 'utf8' });
    return stderr.replaceAll(/^.* validates\n/gm, '').replaceAll(`${folder}/`, '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
