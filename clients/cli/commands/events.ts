import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Command } from 'commander';
import { CommandError } from '../common/command-error.ts';

import { findCheckout } from '../common/files.ts';
import { deploymentOf, type Io } from '../common/io.ts';

/** The commands with what each does; each is that of `npm run notifications`. */
const EVENTS = {
  list: 'List notifications with their status; --merchant defaults to the merchant of the profile.',
  show: 'Show one notification with every attempt and what was answered.',
  resend: 'Send one notification again.',
  recover: 'Send all dead notifications again, from a time on.',
  replay: 'Send notifications that were never attempted, from a time on.',
} as const;

/** Adds `events list`, `show`, `resend`, `recover` and `replay`. */
export function addEvents(program: Command, io: Io): void {
  const events = program.command('events').summary('see and repeat what a merchant was sent');
  events.description(
    "Shows the notifications of a merchant and their attempts, and sends them again. Needs a checkout of Issuary and an operator's access: a local cloud, or the environment of a deployment.",
  );
  for (const [name, description] of Object.entries(EVENTS))
    events
      .command(name)
      .description(description)
      .argument('[arguments...]', 'as for npm run notifications, see npm run notifications -- --help')
      .allowUnknownOption()
      .action((_: string[], __: object, command: Command) => run(name, command, io));
}

async function run(name: string, command: Command, io: Io): Promise<void> {
  const checkout = findCheckout(io.cwd);
  if (checkout === undefined)
    throw new CommandError(
      'events needs a checkout of Issuary, with the operators’ commands: change to its folder.',
    );
  const { local, merchant } = deploymentOf(command, io);
  const isNamed = command.args.some((arg) => arg === '--merchant' || arg.startsWith('--merchant='));
  const ofMerchant = name === 'list' && !isNamed && merchant.userNo ? ['--merchant', merchant.userNo] : [];
  const where = local ? ['--data', local.dataDir] : [];
  const args = [
    join('infra', 'bootstrap.mjs'),
    'infra/cli/notifications.ts',
    name,
    ...command.args,
    ...ofMerchant,
    ...where,
  ];
  const child = spawn(process.execPath, args, {
    cwd: checkout,
    env: io.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => io.print(text.replace(/\n$/, '')));
  let problem = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    problem += text;
  });
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new CommandError(problem.trim() || `the command ended with ${code}`);
}
