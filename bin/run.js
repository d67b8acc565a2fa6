// Runs the program in this very process, so that signals and exit codes are those of the program.
import { loadProgram } from './program.js';

export async function run(commandArguments) {
  const { main } = await loadProgram();
  await main(commandArguments);
}
