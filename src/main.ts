// The entry of the program: runs a command, and decides what a person sees of an error and which code the process ends with.
import { createProgram } from './cli/program.ts';

export async function main(commandArguments: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(commandArguments, { from: 'user' });
  } catch (error) {
    process.exitCode = 1;
    // It knows the errors of every part of the program: loaded only now, it costs no command half of its start.
    const { explainError } = await import('./cli/explain-error.ts');
    process.stderr.write(`${explainError(error)}\n`);
  }
}
