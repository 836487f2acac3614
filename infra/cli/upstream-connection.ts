import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { EMBEDDED } from '../../shared/domain/issuer-name.ts';
import {
  ConnectionTaken,
  connectExternalIssuer,
} from '../../shared/domain/issuing/issuers/external/connect.ts';
import { findConnection } from '../../shared/domain/issuing/issuers/external/issuer-connection.ts';
import { bookPrefunding } from '../../shared/domain/money/accounts/deposit.ts';
import { assertNameAllowed } from '../../shared/runtime/http/checked-lookup.ts';
import { parseDestination } from '../../shared/runtime/http/destination-policy.ts';
import { readKey } from '../../shared/wire/codec/formats.ts';
import { readPublicKey } from '../../shared/wire/codec/public-key.ts';
import { formatMoney, parseAmount, toMinor } from '../../shared/wire/money/amount.ts';
import { isCardCurrency } from '../../shared/wire/money/currency.ts';
import { CommandError, type Operator } from './command.ts';
import { alreadyBookedText } from './merchant-money.ts';
import { claimKnownKeys, required, sealerOf, splitList, userNoFrom } from './party-options.ts';
import { PASSWORD_HELP, PASSWORD_OPTIONS, withPassword } from './password.ts';

export const CONNECTION_HELP = `External issuers, whose cards are resold here (NAME is their name in BIN ranges):

  npm run upstream -- connect NAME --number USER_NO --url URL --private-key FILE --issuer-key FILE [--addresses LIST]
                              [--unsigned] [--loopback]
      --number USER_NO     our merchant number there
      --url URL            its API, without /openapi: https, at a public address
      --loopback           allows an address of this machine, also by http: for a local cloud
      --private-key FILE   our private key for it, whose public key it has; stored sealed;
                           ${PASSWORD_HELP}
      --issuer-key FILE    its public key for us. Our notification URL there is https://…/webhook/{type}
      --unsigned           it does not support signatures: neither side signs
      it may send everything about cards of the BIN ranges that name it, but nothing about coins; use allow to take types away;
      the same NAME and number again change the URL, the keys and the addresses
  npm run upstream -- prefund NAME --currency USD --amount 10000.00 --reference BANK_REFERENCE [--returned]
      money that we paid in there, or with --returned: that came back

For orders without an outcome there: npm run orders -- list, continue, end and confirm`;

const OPTIONS = {
  number: { type: 'string' },
  url: { type: 'string' },
  'private-key': { type: 'string' },
  ...PASSWORD_OPTIONS,
  'issuer-key': { type: 'string' },
  addresses: { type: 'string' },
  currency: { type: 'string' },
  amount: { type: 'string' },
  reference: { type: 'string' },
  returned: { type: 'boolean' },
  loopback: { type: 'boolean' },
  unsigned: { type: 'boolean' },
} as const;

export type ConnectionOptions = Readonly<Record<string, string | boolean | undefined>>;

type Command = (words: readonly string[], options: ConnectionOptions, operator: Operator) => Promise<string>;

const COMMANDS: Readonly<Record<string, Command>> = {
  connect,
  prefund,
};

/** Whether the command is about an external issuer. */
export const isConnectionCommand = (command = ''): boolean => Object.hasOwn(COMMANDS, command);

/**
 * Runs a command about an external issuer and returns the text to print.
 *
 * @throws CommandError, or the error for an invalid key, allow list or URL
 */
export async function connectionCommand(
  [name = '', ...args]: readonly string[],
  operator: Operator,
): Promise<string> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const command = COMMANDS[name];
  if (!command) throw new CommandError(`no such command: ${name}. See --help.`);
  return command(positionals, values, operator);
}

async function connect(
  [name = '']: readonly string[],
  options: ConnectionOptions,
  operator: Operator,
): Promise<string> {
  if (!/^[a-z]\w{0,19}$/.test(name) || name === EMBEDDED)
    throw new CommandError(`NAME must be a letter and up to 19 letters, digits or _, and not ${EMBEDDED}`);
  const key = readFileSync(required(options, 'private-key'));
  const { privateKey } = await withPassword(options, (password) => readKey(key, password));
  if (!privateKey) throw new CommandError('--private-key contains no private key');
  const publicKey = readPublicKey(readFileSync(required(options, 'issuer-key')));
  const allowedAddresses = splitList(options['addresses'] as string | undefined);
  const userNo = userNoFrom(required(options, 'number'));
  const loopback = options['loopback'] === true;
  const policy = { allowLoopback: loopback };
  const url = parseDestination(required(options, 'url'), policy, 'calls');
  await assertNameAllowed(url, policy, 'calls');
  const { href: baseUrl } = url;
  const requireSignature = !options['unsigned'];
  const issuerSide = { baseUrl, loopback, platformPublicKey: publicKey, allowedAddresses, requireSignature };
  const connection = { name, userNo, privateKey, ...issuerSide };
  await claimKnownKeys(operator);
  try {
    await connectExternalIssuer(operator.deps.store, sealerOf(operator), connection);
  } catch (error) {
    throw error instanceof ConnectionTaken ? new CommandError(error.message) : error;
  }
  return `${name} is connected: BIN ranges can name it as their issuer`;
}

async function prefund(
  [issuer = '']: readonly string[],
  options: ConnectionOptions,
  { deps }: Operator,
): Promise<string> {
  if (!(await findConnection(deps.store, issuer)))
    throw new CommandError(`no external issuer is connected as ${issuer || '(none named)'}`);
  const currency = required(options, 'currency');
  if (!isCardCurrency(currency)) throw new CommandError(`${currency} is not a currency for cards`);
  const text = parseAmount(required(options, 'amount'));
  if (text === undefined || text === '0') throw new CommandError('--amount must be a positive amount');
  const minor = toMinor(text, currency, '--amount');
  const amount = options['returned'] ? -minor : minor;
  const reference = required(options, 'reference');
  const booked = await bookPrefunding(deps, { issuer, currency, amount, reference });
  if (!booked) throw new CommandError(await alreadyBookedText(deps, 'prefunding', `${issuer}/${reference}`));
  return `booked ${formatMoney(minor, currency)} ${options['returned'] ? 'back from' : 'at'} ${issuer}`;
}
