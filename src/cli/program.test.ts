// Every command tells what it does, where it is asked.
import { expect, test } from 'vitest';
import { createProgram } from './program.ts';

const { commands } = createProgram();

test('there is a command for each thing that can be done', () => {
  const names = commands.map((command) => command.name());
  expect(names).toEqual(
    expect.arrayContaining([
      'start',
      'serve',
      'work',
      'migrate',
      'import',
      'demo',
      'api-key',
      'preflight',
      'doctor',
      'rotate-key',
      'set-password',
    ]),
  );
});

test.each(commands.map((command) => [command.name(), command] as const))(
  'tillbook %s --help says what it does',
  (name, command) => {
    const help = command.helpInformation();
    expect(help).toContain(`Usage: tillbook ${name}`);
    expect(help.replaceAll(/\s+/g, ' ')).toContain(command.description());
    expect(command.description()).not.toBe('');
  },
);
