// Intuit's own XML schemas and other people's fixtures, which lie beside the repository where they were fetched; nothing of them is in it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const data = fileURLToPath(new URL('../../../../shared/data/quickbooks', import.meta.url));

export const schemas = { name: 'Intuit’s XML schemas', path: join(data, 'xsd-php-sdk') };
export const fixtures = { name: 'recorded payloads', path: join(data, 'quickbooks-ruby/spec/fixtures') };
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
    const schema = join(schemas.path, 'SalesTax.xsd');
    const { stderr } = spawnSync('xmllint', ['--nonet', '--noout', '--schema', schema, ...files], { encoding: 'utf8' });
    return stderr.replaceAll(/^.* validates\n/gm, '').replaceAll(`${folder}/`, '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
