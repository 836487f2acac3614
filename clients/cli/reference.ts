import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { writeGenerated } from '../../infra/openapi/generate.ts';
import { withTables } from '../../infra/openapi/tables.ts';
import { buildProgram } from './program.ts';

const PAGE = 'docs/cli.md';
const HELP_WIDTH = 110;

const page = readFileSync(join(import.meta.dirname, '..', '..', PAGE), 'utf8');

/** The page of the command line in its current form, by its path in the project. */
export const generatedCliPage = (): Readonly<Record<string, string>> => ({
  [PAGE]: withTables(page, { commands: commandSections }),
});

/** Every command with its own help. */
function commandSections(): string {
  const program = buildProgram({
    env: {},
    cwd: '/',
    print: () => undefined,
    note: () => undefined,
    readStdin: async () => '',
    signal: new AbortController().signal,
  });
  return commandsIn(program).map(section).join('\n\n');
}

/** The commands that do something or have options, in the order of the help. */
const commandsIn = (command: Command): Command[] =>
  [command, ...command.createHelp().visibleCommands(command).flatMap(commandsIn)].filter(
    (one) => one.name() !== 'help',
  );

function section(command: Command): string {
  const words: string[] = [];
  for (let one: Command | null = command; one; one = one.parent) words.unshift(one.name());
  const level = '#'.repeat(Math.min(words.length + 2, 4));
  let help = '';
  command.configureOutput({
    writeOut: (text) => {
      help += text;
    },
    getOutHelpWidth: () => HELP_WIDTH,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return `${level} ${words.join(' ')}\n\n\`\`\`text\n${help.trim()}\n\`\`\``;
}

if (import.meta.main) writeGenerated(generatedCliPage());
