import { MerchantClientError } from '../../../shared/client/client-errors.ts';
import { CommandError } from '../../cli/command.ts';
import { escapeLines } from '../../cli/text-table.ts';
import { findAddresses } from '../addresses.ts';
import { platformClock } from '../platform-clock.ts';
import { authorize } from './authorize.ts';
import { clear, fee, otp, refund, reverse } from './cards.ts';
import type { NetworkCommand } from './command.ts';
import { activationCode, activationStatus, deposit } from './deposits-and-activation.ts';
import { COMMON_OPTIONS, optionLines, optionNames, parseOptions } from './options.ts';
import { openNetworkSession } from './session.ts';

const COMMANDS: Readonly<Record<string, NetworkCommand>> = {
  authorize,
  clear,
  reverse,
  refund,
  otp,
  fee,
  deposit,
  'activation-code': activationCode,
  'activation-status': activationStatus,
};

/** The help about all commands. */
function overview(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).flatMap(([name, { summary, options }]) => [
    `  ${name.padEnd(width)}   ${summary}`,
    `  ${' '.repeat(width)}   ${optionNames(options).join(' ')}`,
  ]);
  return `Plays the card network, the 3-D Secure server, the personalisation bureau and the chain watcher against a running
platform.

  npm run network -- <command> [options]

${lines.join('\n')}

npm run network -- <command> --help explains the options; only --record of clear, reverse and fee is required. CARD is a card
of the demo merchant, RECORD the record that authorize prints. For a start:

  npm run network -- authorize --amount 12.50
  npm run network -- authorize --of RECORD --amount 3
  npm run network -- clear --record RECORD
  npm run network -- reverse --record RECORD --settled

${optionLines(COMMON_OPTIONS).join('\n')}`;
}

const helpOf = (name: string, { summary, options }: NetworkCommand): string =>
  [`npm run network -- ${name}: ${summary}`, '', ...optionLines({ ...options, ...COMMON_OPTIONS })].join(
    '\n',
  );

/**
 * Runs one command and returns the line to print.
 *
 * @throws CommandError
 */
export async function networkCommand(
  [name, ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<string> {
  if (name === undefined || name === '--help') return overview();
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new CommandError(`${name} is not one of ${Object.keys(COMMANDS).join(', ')}`);
  const options = parseOptions(args, command.options);
  if (options['help']) return helpOf(name, command);
  const { api, keys } = options as { api?: string; keys?: string };
  const addresses = findAddresses({ api, keys }, env);
  const now = await platformClock(addresses.apiUrl);
  return command.run(options, openNetworkSession({ ...addresses, now }));
}

if (import.meta.main) {
  try {
    console.log(escapeLines(await networkCommand(process.argv.slice(2), process.env)));
  } catch (error) {
    const isForPeople = error instanceof CommandError || error instanceof MerchantClientError;
    console.error(isForPeople ? escapeLines(error.message) : error);
    process.exitCode = 1;
  }
}
