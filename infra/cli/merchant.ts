import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { withoutExpiredKeys } from '../../shared/domain/parties/key-rotation.ts';
import {
  findMerchant,
  type Merchant,
  merchantKey,
  saveMerchant,
} from '../../shared/domain/parties/merchant.ts';
import { onboardMerchant } from '../../shared/domain/parties/onboarding.ts';
import { retryOnRecordChange } from '../../shared/domain/parties/party-record.ts';
import { CommandError, type Operator, runCommand } from './command.ts';
import { CARD_DATA_OPTIONS, cardDataHelp, setCardDataMode } from './merchant-card-data.ts';
import { FEE_OPTIONS, setFees } from './merchant-fees.ts';
import { LIMIT_OPTIONS, setLimit } from './merchant-limit.ts';
import { currencyFrom, deposit, MONEY_OPTIONS, payout } from './merchant-money.ts';
import {
  notifyUrlFrom,
  setAddresses,
  setEnabled,
  setNotifyUrl,
  setSignature,
  signatureSettings,
} from './merchant-settings.ts';
import { setShards } from './merchant-shards.ts';
import {
  addressesHelp,
  claimKnownKeys,
  KEY_OPTIONS,
  keysFrom,
  required,
  SIGNATURE_OPTIONS,
  sealerOf,
  signatureHelp,
  splitList,
  userNoFrom,
} from './party-options.ts';
import { PASSWORD_HELP } from './password.ts';
import { listParties, type PartyKind, ROTATION_OPTIONS, rotateKeys, rotationHelp } from './rotate-keys.ts';

const HELP = `Opens merchants, books their deposits and payouts, and changes their settings.

  npm run merchant -- open USER_NO --name NAME --key FILE --bins V1,M1 --platform-key FILE [options]
      --key FILE           the merchant's public key: PEM, DER, Base64, a certificate or PKCS#12;
                           ${PASSWORD_HELP}
      --platform-key FILE  the file to write the platform's public key for this merchant to, to be handed over
      --key-bits BITS      size of the platform's key: 1024, 2048 (default) or 4096
      --notify URL         where its notifications go: https, at a public address
      --cipher MODE        merchant-private (default) or platform-public
      --addresses LIST     addresses and CIDR ranges it may call from, separated by commas: at most /16 of IPv4, /32 of IPv6
      --unsigned           it need not sign: for clients that do not support signatures; --one-block: see signature
  npm run merchant -- deposit USER_NO --currency USD --amount 1000.00 --reference BANK_REFERENCE
      correct a wrong booking with npm run corrections
  npm run merchant -- payout USER_NO --currency USD --amount 1000.00 --reference BANK_REFERENCE --reason TEXT [--by NAME]
      pays out at most what is available; the merchant reads TEXT on its statement
  npm run merchant -- fees USER_NO --exchange 0.003 --transfer 0.005 --acquiring 0.01 --withdrawal USDT=1,USDC=1
      fractions of what is exchanged, transferred and received, and coins per withdrawal; without fees, all of these are refused
  npm run merchant -- notify USER_NO --url URL
      sends its notifications there from now on, including those that wait
${addressesHelp('merchant')}
${rotationHelp('merchant')}
${signatureHelp('merchant')}
      --one-block          unsigned changes must fit into one RSA block, so that nobody can combine blocks of several requests:
                           about 85 characters of JSON with 1024 bits, 375 with 4096; longer ones must be signed
${cardDataHelp}
  npm run merchant -- limit USER_NO --per-second N --burst M
      limits its requests to M at once and N more per second; without both, the platform's default limit applies
  npm run merchant -- shards USER_NO --currency USD --count 90
      splits the account into shards with balance items of their own, for more than some hundred orders per second; the number
      of shards can never be reduced
  npm run merchant -- disable USER_NO
  npm run merchant -- enable USER_NO

  --data DIR               the data folder of a local cloud (.issuary); a deployment is named by the environment instead`;

const OPTIONS = {
  ...KEY_OPTIONS,
  ...ROTATION_OPTIONS,
  ...FEE_OPTIONS,
  ...LIMIT_OPTIONS,
  ...MONEY_OPTIONS,
  ...SIGNATURE_OPTIONS,
  ...CARD_DATA_OPTIONS,
  name: { type: 'string' },
  bins: { type: 'string' },
  notify: { type: 'string' },
  cipher: { type: 'string', default: 'merchant-private' },
  addresses: { type: 'string' },
  url: { type: 'string' },
  count: { type: 'string' },
  'one-block': { type: 'boolean' },
} as const;

type Flag = 'unsigned' | 'one-block' | 'in-notifications';
type Options = { readonly [Name in Exclude<keyof typeof OPTIONS, Flag>]?: string } & {
  readonly [Name in Flag]?: boolean;
};

/**
 * Runs one command and returns the text to print.
 *
 * @throws CommandError, RecordChanged, or the error for an invalid key, allow list or URL
 */
export const merchantCommand = (args: readonly string[], operator: Operator): Promise<string> =>
  retryOnRecordChange(() => run(args, operator));

async function run(args: readonly string[], operator: Operator): Promise<string> {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const [command = '', number = ''] = positionals;
  if (command === 'list') return listParties<Merchant>('merchant', ({ name }) => name, operator);
  const userNo = userNoFrom(number);
  const { store, now } = operator.deps;
  const known = await findMerchant(store, userNo);
  if (command === 'open') {
    if (known) throw new CommandError(`merchant ${userNo} is already open`);
    return open(userNo, values, operator);
  }
  if (!known) throw new CommandError(`there is no merchant ${userNo}`);
  return runOnMerchant(command, withoutExpiredKeys(known, now()), values, operator);
}

async function runOnMerchant(
  command: string,
  known: Merchant,
  values: Options,
  operator: Operator,
): Promise<string> {
  if (command === 'deposit') return deposit(known, values, operator);
  if (command === 'payout') return payout(known, values, operator);
  if (command === 'shards')
    return setShards(known, currencyFrom(values), required(values, 'count'), operator.deps);
  if (command === 'fees') return setFees(known, values, operator);
  if (command === 'notify') return setNotifyUrl(known, values, operator);
  if (command === 'limit') return setLimit(known, values, operator);
  if (command === 'signature') return setSignature(known, values, operator);
  if (command === 'card-data') return setCardDataMode(known, values, operator);
  if (command === 'addresses') return setAddresses(known, values, operator);
  if (command === 'disable' || command === 'enable') return setEnabled(known, command === 'enable', operator);
  const rotated = await rotateKeys(command, known, values, kindOf(operator), operator);
  if (rotated !== undefined) return rotated;
  throw new CommandError(`no such command: ${command}. See --help.`);
}

const kindOf = ({ deps }: Operator): PartyKind<Merchant> => ({
  name: 'merchant',
  recordKey: merchantKey,
  save: (merchant, beside) => saveMerchant(deps.store, merchant, beside),
});

async function open(userNo: string, options: Options, operator: Operator): Promise<string> {
  const { deps } = operator;
  const { publicKey, bits, file } = await keysFrom(options);
  await claimKnownKeys(operator);
  const registration = {
    userNo,
    name: required(options, 'name'),
    publicKey,
    requestCipher: cipherFrom(options),
    allowedAddresses: splitList(options.addresses),
    ...(options.notify && { notifyUrl: await notifyUrlFrom(options.notify, operator) }),
    binRangeIds: splitList(required(options, 'bins')),
    ...signatureSettings(options),
    cardDataInNotifications: false,
  };
  const merchant = await onboardMerchant(deps.store, sealerOf(operator), registration, bits);
  writeFileSync(file, merchant.platformPublicKey);
  return `merchant ${userNo} is open; hand over ${file}`;
}

function cipherFrom({ cipher }: Options): Merchant['requestCipher'] {
  if (cipher === 'merchant-private' || cipher === 'platform-public') return cipher;
  throw new CommandError('--cipher must be merchant-private or platform-public');
}

if (import.meta.main) await runCommand(HELP, merchantCommand);
