// Runs the TypeScript sources in this very process, so that signals and exit codes are those of the program.
export async function run(commandArguments) {
  const { register } = await import('tsx/esm/api');
  register();
  const { main } = await import('../src/main.ts');
  await main(commandArguments);
}
