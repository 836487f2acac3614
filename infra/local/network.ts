import { MerchantClientError } from '../../shared/client/errors.ts';
import { CommandRefused } from '../ops/operator.ts';
import { findAddresses } from './demo/addresses.ts';
import { authorize, clear, fee, otp, refund, reverse } from './network/cards.ts';
import { type Given, readGiven } from './network/options.ts';
import { activationCode, activationStatus, deposit } from './network/others.ts';
import { type NetworkWorld, openNetwork } from './network/world.ts';

const HELP = `Speaks to a running platform as the card network, the 3-D Secure server, the personalisation bureau and the chain do.

  npm run network -- authorize --card CARD [--amount 20] [--currency USD] [--billed AMOUNT] [--merchant NAME]
                               [--mcc 5814] [--country USA] [--no-cvv]
                               (or --number PAN --expiry YYYY-MM [--cvv CVV2] instead of --card)
  npm run network -- clear   --record RECORD [--amount AMOUNT] [--partial]    the whole settles it; --partial leaves the rest held
  npm run network -- reverse --record RECORD [--amount AMOUNT]
  npm run network -- refund  --record RECORD | --card CARD [--amount AMOUNT] [--unsettled]
  npm run network -- otp     --card CARD [--amount 20] [--otp CODE]
  npm run network -- fee     --record RECORD [--amount 0.5] [--type 99]       91 to 99, by the contract's list
  npm run network -- deposit [--order ORDER] [--amount 100]                   without an order it opens one first
  npm run network -- activation-code   --card CARD [--code 8 DIGITS]
  npm run network -- activation-status --card CARD [--fail]

CARD is a card of the demo merchant (npm run demo shows some), RECORD what authorize answered. A first walk:

  npm run network -- authorize --card 1238793332297834 --amount 12.50
  npm run network -- clear --record 1238793400000001

  --api URL    the platform (the local cloud's)
  --keys DIR   the keys of the network and of the merchant (.issuary/keys)`;

const COMMANDS: Readonly<Record<string, (given: Given, world: NetworkWorld) => Promise<string>>> = {
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

/** Runs one command and answers the line to print. */
export async function networkCommand(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { what, given } = readGiven(args);
  if (given['help'] || what === undefined) return HELP;
  const command = Object.hasOwn(COMMANDS, what) ? COMMANDS[what] : undefined;
  if (!command) throw new CommandRefused(`${what} is none of ${Object.keys(COMMANDS).join(', ')}`);
  const { api, keys } = given as { api?: string; keys?: string };
  return command(given, openNetwork(findAddresses({ api, keys }, env)));
}

if (import.meta.main) {
  try {
    console.log(await networkCommand(process.argv.slice(2), process.env));
  } catch (error) {
    const isForPeople = error instanceof CommandRefused || error instanceof MerchantClientError;
    console.error(isForPeople ? error.message : error);
    process.exitCode = 1;
  }
}
