import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { withoutExpiredKeys } from '../../shared/domain/parties/key-rotation.ts';
import {
  findMerchant,
  type Merchant,
  merchantKey,
  saveMerchant,
} from '../../shared/domain/parties/merchant.ts';
import { onboardMerchant } from '../../shared/domain/parties/onboard-merchant.ts';
import { retryOnRecordChange } from '../../shared/domain/parties/party-record.ts';
import { assertNameAllowed } from '../../shared/runtime/http/checked-lookup.ts';
import { destinationPolicy, parseDestination } from '../../shared/runtime/http/destination-policy.ts';
import { CommandError, type Operator, runCommand } from './command.ts';
import { CARD_DATA_OPTIONS, cardDataHelp, setCardDataMode } from './merchant-card-data.ts';
import { FEE_OPTIONS, setFees } from './merchant-fees.ts';
import { LIMIT_OPTIONS, setLimit } from './merchant-limit.ts';
import { currencyFrom, deposit, MONEY_OPTIONS, payout } from './merchant-money.ts';
import { setShards } from './merchant-shards.ts';
import {
  addressesHelp,
  addressesText,
  claimKnownKeys,
  KEY_OPTIONS,
  keysFrom,
  required,
  SIGNATURE_OPTIONS,
  sealerOf,
  signatureHelp,
  signatureText,
  splitList,
  userNoFrom,
} from './party-options.ts';
import { PASSWORD_HELP } from './password.ts';
import { listParties, type PartyKind, ROTATION_OPTIONS, rotateKeys, rotationHelp } from './rotate-keys.ts';

const HELP = `Opens, funds, directs, disables and enables merchants.

  npm run merchant -- open USER_NO --name NAME --key FILE --bins V1,M1 --platform-key FILE [options]
      --key FILE           the merchant's public key: PEM, DER, Base64, a certificate or PKCS#12;
                           ${PASSWORD_HELP}
      --platform-key FILE  where the platform's public key for this merchant is written, to be handed over
      --key-bits BITS      of the platform's key: 1024, 2048 (unless told) or 4096
      --notify URL         where its notifications go: https, at a public address
      --cipher MODE        merchant-private (unless told) or platform-public
      --addresses LIST     addresses and CIDR ranges it may call from, with commas between: at most /16 of IPv4, /32 of IPv6
      --unsigned           it need not sign: for clients that know no signatures; --one-block as below
  npm run merchant -- deposit USER_NO --currency USD --amount 1000.00 --reference BANK_REFERENCE
      what was booked wrong is set right by npm run corrections
  npm run merchant -- payout USER_NO --currency USD --amount 1000.00 --reference BANK_REFERENCE --reason TEXT [--by NAME]
      at most what is available leaves the account; the merchant reads TEXT on its statement
  npm run merchant -- fees USER_NO --exchange 0.003 --transfer 0.005 --acquiring 0.01 --withdrawal USDT=1,USDC=1
      shares of what is exchanged, transferred and received, and coins for a withdrawal; without fees these are refused
  npm run merchant -- notify USER_NO --url URL
      sends its notifications there from now on, those that wait as well
${addressesHelp('merchant')}
${rotationHelp('merchant')}
${signatureHelp('merchant')}
      --one-block          unsigned changes have to come in one RSA block, so that nobody puts blocks of several together: some
                           85 characters of JSON with 1024 bits, 375 with 4096; what is longer is refused unless it is signed
${cardDataHelp}
  npm run merchant -- limit USER_NO --per-second N --burst M
      requests that it may make: M at once, and N more in each second; without both the platform's usual limit
  npm run merchant -- parts USER_NO --currency USD --parts 90
      spreads the account over balance items of its own, for more than some hundred orders a second; never fewer again
  npm run merchant -- disable USER_NO
  npm run merchant -- enable USER_NO

  --data DIR               the local cloud's data folder (.issuary); a deployment is named by its environment`;

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
  parts: { type: 'string' },
  'one-block': { type: 'boolean' },
} as const;

type Flag = 'unsigned' | 'one-block' | 'in-notifications';
type Options = { readonly [Name in Exclude<keyof typeof OPTIONS, Flag>]?: string } & {
  readonly [Name in Flag]?: boolean;
};

/**
 * Carries out one command and answers what to tell the operator.
 *
 * @throws CommandRefused, RecordChanged, or what the key, the allow-list or the URL is refused with
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
    if (known) throw new CommandError(`merchant ${userNo} is open already`);
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
  if (command === 'parts')
    return setShards(known, currencyFrom(values), required(values, 'parts'), operator.deps);
  if (command === 'fees') return setFees(known, values, operator);
  if (command === 'notify') return setNotifyUrl(known, values, operator);
  if (command === 'limit') return setLimit(known, values, operator);
  if (command === 'signature') return setSignature(known, values, operator);
  if (command === 'card-data') return setCardDataMode(known, values, operator);
  if (command === 'addresses') return setAddresses(known, values, operator);
  if (command === 'disable' || command === 'enable') return setEnabled(known, command === 'enable', operator);
  const rotated = await rotateKeys(command, known, values, kindOf(operator), operator);
  if (rotated !== undefined) return rotated;
  throw new CommandError(`no such command: ${command}. --help tells the commands.`);
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
  throw new CommandError('--cipher is merchant-private or platform-public');
}

/** The URL, which leads to where notifications may go as of now; each delivery looks again. */
async function notifyUrlFrom(text: string, { environment }: Operator): Promise<string> {
  const rules = destinationPolicy(environment);
  const url = parseDestination(text, rules);
  await assertNameAllowed(url, rules, 'notifications');
  return url.href;
}

async function setNotifyUrl(merchant: Merchant, options: Options, operator: Operator): Promise<string> {
  const { deps } = operator;
  const notifyUrl = await notifyUrlFrom(required(options, 'url'), operator);
  await saveMerchant(deps.store, { ...merchant, notifyUrl });
  return `notifications of merchant ${merchant.userNo} go to ${notifyUrl}`;
}

async function setAddresses(merchant: Merchant, options: Options, { deps }: Operator): Promise<string> {
  const allowedAddresses = splitList(options.addresses);
  await saveMerchant(deps.store, { ...merchant, allowedAddresses });
  return addressesText(`merchant ${merchant.userNo}`, allowedAddresses);
}

async function setSignature(merchant: Merchant, options: Options, { deps }: Operator): Promise<string> {
  const { unsignedInOneBlock: _, ...record } = merchant;
  const set = signatureSettings(options);
  await saveMerchant(deps.store, { ...record, ...set });
  const text = signatureText(`merchant ${merchant.userNo}`, set.requireSignature);
  return set.unsignedInOneBlock ? `${text}; unsigned changes come in one block` : text;
}

function signatureSettings({ unsigned = false, 'one-block': oneBlock = false }: Options) {
  if (oneBlock && !unsigned)
    throw new CommandError('--one-block is about unsigned changes: it goes with --unsigned');
  return { requireSignature: !unsigned, ...(oneBlock && { unsignedInOneBlock: true }) };
}

async function setEnabled(merchant: Merchant, enabled: boolean, { deps }: Operator): Promise<string> {
  await saveMerchant(deps.store, { ...merchant, enabled });
  return `merchant ${merchant.userNo} is ${enabled ? 'enabled' : 'disabled'}`;
}

if (import.meta.main) await runCommand(HELP, merchantCommand);
