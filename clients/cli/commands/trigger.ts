import { Command } from 'commander';
import type { NetworkCommand } from '../../../infra/demo/network-simulator/command.ts';
import { NETWORK_COMMANDS } from '../../../infra/demo/network-simulator/commands.ts';
import type { OptionValues } from '../../../infra/demo/network-simulator/options.ts';
import { collect, readData } from '../common/data-arguments.ts';
import { deploymentOf, type Io, printResult } from '../common/io.ts';
import { PROVOKE_OPTION, WireRecord } from '../common/wire-record.ts';
import { openSession } from '../network-session.ts';

/** Adds `trigger` with one command for each event. */
export function addTrigger(program: Command, io: Io): void {
  const trigger = program
    .command('trigger')
    .summary('be the card network: purchases, refunds, deposits, codes');
  trigger
    .description(
      'Plays the card network, the 3-D Secure server, the personalisation bureau and the chain watcher against a local cloud.',
    )
    .addHelpText(
      'after',
      `
Only --record of clear, reverse and fee is required; CARD defaults to a card with money, or a new one.

Examples:
  $ issuary trigger authorize --amount 12.50
  $ issuary trigger authorize --of RECORD --amount 3
  $ issuary trigger clear --record RECORD
  $ issuary trigger decline --code 400008
  $ issuary trigger authorize --override merchantName="Night Bus"`,
    );
  for (const [name, event] of Object.entries(NETWORK_COMMANDS))
    trigger.addCommand(eventCommand(name, event, io).copyInheritedSettings(trigger));
}

function eventCommand(name: string, event: NetworkCommand, io: Io): Command {
  const sentence = `${event.summary.charAt(0).toUpperCase()}${event.summary.slice(1)}.`;
  const command = new Command(name).summary(event.summary).description(sentence);
  for (const [option, { value, meaning }] of Object.entries(event.options))
    command.option(`--${option}${value === undefined ? '' : ` <${value}>`}`, meaning);
  return command
    .option(...PROVOKE_OPTION)
    .option('--override <key=value>', 'another value for a field of the message; may be repeated', collect)
    .action(async (parsed: object, used: Command) => {
      const { override, provoke, ...values } = byOptionNames(parsed);
      const { fetch } = new WireRecord(provoke as string | undefined);
      const changes = { overrides: readData((override ?? []) as string[]), fetch };
      const session = await openSession(deploymentOf(used, io), changes);
      const outcome = await event.run(values as OptionValues, session);
      printResult(used, io, outcome.result, outcome.message);
    });
}

/** Commander turns `no-cvv` into `cvv: false` and `from-date` into `fromDate`. */
function byOptionNames(parsed: object): Record<string, unknown> {
  const { cvv, ...options } = parsed as Record<string, unknown>;
  return { ...options, ...(cvv === false ? { 'no-cvv': true } : typeof cvv === 'string' && { cvv }) };
}
