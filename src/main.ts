// The entry of the program: runs a command, and decides what a person sees of an error and which code the process ends with.
import { explainError } from './cli/explain-error.ts';
import { createProgram } from './cli/program.ts';

export async function main(commandArguments: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(commandArguments, { from: 'user' });
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`${explainError(error)}\n`);
  }
}
