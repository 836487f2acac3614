import { Argument, type Command } from 'commander';
import type { Io } from '../common/io.ts';
import { listOperations } from '../common/operations.ts';

/** Scripts that ask `issuary complete` for the words that may come next. */
const SCRIPTS = {
  bash: `_issuary() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -W "$(issuary complete -- "\${COMP_WORDS[@]:1:COMP_CWORD-1}" 2>/dev/null)" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _issuary issuary`,
  zsh: `#compdef issuary
_issuary() {
  local -a candidates
  candidates=("\${(@f)$(issuary complete -- "\${words[@]:1:$((CURRENT-2))}" 2>/dev/null)}")
  compadd -a candidates || _files
}
compdef _issuary issuary`,
  fish: `complete -c issuary -f -a '(issuary complete -- (commandline -opc)[2..-1] 2>/dev/null)'`,
} as const;

type Shell = keyof typeof SCRIPTS;

/** Adds `completion`, and the hidden command that its scripts ask. */
export function addCompletion(program: Command, io: Io): void {
  program
    .command('completion')
    .summary('print the script that completes commands in a shell')
    .description('Prints the script that completes commands and options in a shell.')
    .addArgument(new Argument('<shell>').choices(Object.keys(SCRIPTS)))
    .addHelpText(
      'after',
      `
  bash: issuary completion bash >> ~/.bashrc
  zsh:  issuary completion zsh > "\${fpath[1]}/_issuary"
  fish: issuary completion fish > ~/.config/fish/completions/issuary.fish`,
    )
    .action((shell: Shell) => io.print(SCRIPTS[shell]));
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .allowUnknownOption()
    .action((words: string[]) => io.print(candidates(program, words).join('\n')));
}

/** Returns the words that may follow these. */
function candidates(program: Command, words: readonly string[]): string[] {
  let command = program;
  for (const word of words) command = command.commands.find((one) => one.name() === word) ?? command;
  const help = command.createHelp();
  const names = help
    .visibleCommands(command)
    .map((one) => one.name())
    .filter((name) => name !== 'help');
  const own = [command, program].flatMap((one) => help.visibleOptions(one));
  const choices = command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices);
  const operations = command.name() === 'call' ? listOperations().map(({ method }) => method) : [];
  return [...new Set([...names, ...operations, ...choices, ...own.flatMap(({ long }) => long ?? [])])];
}
