// Other people's programs, for an opinion that is not ours; where one is not installed, its tests are skipped and say what to install.
import { spawnSync } from 'node:child_process';
import { describe } from 'vitest';

export function describeWithProgram(
  program: { readonly name: string; readonly debianPackage: string },
  tests: () => void,
): void {
  const missing = spawnSync('which', [program.name]).status !== 0;
  const why = `skipped: no ${program.name}, \`apt-get install ${program.debianPackage}\``;
  if (missing) process.stderr.write(`${why}\n`);
  describe.skipIf(missing)(missing ? `${program.name} (${why})` : program.name, tests);
}

/** What it said and how it ended; it is given a minute. */
export function run(name: string, args: readonly string[]): { readonly status: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(name, args, { encoding: 'utf8', timeout: 60_000, maxBuffer: 64 << 20 });
  return { status, said: stdout + stderr };
}
