import { Command, CommanderError } from 'commander';
import { version } from '../../shared/wire/version.ts';
import { addCall } from './commands/call.ts';
import { addCompletion } from './commands/completion.ts';
import { addDev } from './commands/dev.ts';
import { addDoctor } from './commands/doctor.ts';
import { addEnvelope } from './commands/envelope.ts';
import { addEvents } from './commands/events.ts';
import { addFixtures } from './commands/fixtures.ts';
import { addKeys } from './commands/keys.ts';
import { addListen } from './commands/listen.ts';
import { addProfile } from './commands/profile.ts';
import { addServe } from './commands/serve.ts';
import { addTrigger } from './commands/trigger.ts';
import type { Io } from './common/io.ts';
import { escapeLines } from './common/text-table.ts';
import { failureOf } from './failure.ts';

/** Builds the command line with all of its commands. */
export function buildProgram(io: Io): Command {
  const program = new Command('issuary')
    .description(
      'The command line for developers of merchants: call Issuary, receive from it, be the card network.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .option('--profile <name>', 'the deployment: local, or one of issuary profile list (ISSUARY_PROFILE)')
    .option('--data <folder>', 'a local cloud by its data folder (ISSUARY_DATA; .issuary)')
    .option('--api <url>', 'the address of the Merchant API (ISSUARY_API)')
    .option('--keys <folder>', "the folder with a local cloud's keys (DATA/keys)")
    .option('--json', 'print JSON, for programs')
    .configureHelp({ subcommandDescription: summaryOf })
    .addHelpText(
      'after',
      `
Exit codes: 0 done, 1 refused or failed, 2 wrong usage.

Start here:
  $ issuary dev start
  $ issuary call accounts.balance
  $ issuary trigger authorize --amount 12.50`,
    );
  const groups = [
    addDev,
    addCall,
    addEnvelope,
    addServe,
    addTrigger,
    addFixtures,
    addListen,
    addEvents,
    addKeys,
    addProfile,
    addDoctor,
    addCompletion,
  ];
  for (const add of groups) add(program, io);
  configure(program, io);
  return program;
}

/** What a list of commands says of one: its summary, or the first sentence of its description. */
function summaryOf(command: Command): string {
  const [first = ''] = command.description().split(/\.(?:\s|$)/);
  return command.summary() || first.charAt(0).toLowerCase() + first.slice(1);
}

/** Sets what commander does not pass on to subcommands that were added before. */
function configure(command: Command, io: Io): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => io.print(text.replace(/\n$/, '')),
    writeErr: (text) => io.note(text.replace(/\n$/, '')),
    outputError: (text, write) => write(`${text.replace(/^error: /, '').trim()}\n`),
  });
  if (command.parent) command.helpCommand(false);
  for (const one of command.commands) configure(one, io);
}

/** Runs the command line and returns the exit code: 0, 1 when something was refused or failed, 2 for wrong usage. */
export async function runCli(args: readonly string[], io: Io): Promise<0 | 1 | 2> {
  const program = buildProgram(io);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const failure = failureOf(error);
    if (!failure) throw error;
    const { message, details, exitCode } = failure;
    io.note(args.includes('--json') ? JSON.stringify({ error: details }) : escapeLines(message));
    return exitCode;
  }
}
