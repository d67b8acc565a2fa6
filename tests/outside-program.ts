// Other people's programs and files, for an opinion that is not ours; where one is not there, its tests are skipped and say so.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, test } from 'vitest';

export function describeWithProgram(
  program: { readonly name: string; readonly debianPackage: string },
  tests: () => void,
): void {
  const missing = spawnSync('which', [program.name]).status !== 0;
  const why = `skipped: no ${program.name}, \`apt-get install ${program.debianPackage}\``;
  if (missing) process.stderr.write(`${why}\n`);
  describe.skipIf(missing)(missing ? `${program.name} (${why})` : program.name, tests);
}

/** For files that lie beside the repository where somebody fetched them, and are not part of it. */
export function describeWithFolder(
  { name, path }: { readonly name: string; readonly path: string },
  tests: () => void,
): void {
  if (existsSync(path)) {
    describe(name, tests);
    return;
  }
  const why = `skipped: no ${name} beside the repository`;
  process.stderr.write(`${why}\n`);
  // Its tests read the files already where they are listed: they are not even asked for.
  describe.skipIf(true)(name, () => test(why, () => undefined));
}

/** What it said and how it ended; it is given a minute. */
export function run(name: string, args: readonly string[]): { readonly status: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(name, args, { encoding: 'utf8', timeout: 60_000, maxBuffer: 64 << 20 });
  return { status, said: stdout + stderr };
}
