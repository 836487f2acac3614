import { parseArgs } from 'node:util';
import { textTable } from '../../clients/cli/common/text-table.ts';
import {
  type CorrectableKind,
  correctBooking,
  findBooking,
} from '../../shared/domain/money/corrections/correct-booking.ts';
import {
  type Debtor,
  postDebtCollection,
  postDebtWriteOff,
} from '../../shared/domain/money/corrections/debt.ts';
import {
  type Account,
  accountOfShard,
  currencyOf,
  hasBalance,
  settlementAccount,
  userNoOf,
} from '../../shared/domain/money/ledger/account.ts';
import { entryFrom } from '../../shared/domain/money/ledger/entry.ts';
import type { Posting } from '../../shared/domain/money/ledger/posting.ts';
import { findMerchant } from '../../shared/domain/parties/merchant.ts';
import { formatDateTime } from '../../shared/wire/contract/time.ts';
import { formatMoney } from '../../shared/wire/money/amount.ts';
import { CommandError, type Operator, runCommand } from './command.ts';
import { currencyFrom, minorFrom } from './merchant-money.ts';
import { rebalanceIfSharded } from './merchant-shards.ts';
import { required, userNoFrom } from './party-options.ts';
import { attributionFrom, REASON_OPTIONS, referenceFrom } from './reason.ts';

const HELP = `Corrects bookings, and writes off or collects debts. Each correction is an entry of its own that names what it is about;
a booked entry is never changed.

  npm run corrections -- deposit REFERENCE --amount RIGHT --reason TEXT [--overdraft]
  npm run corrections -- payout REFERENCE --amount RIGHT --reason TEXT [--overdraft]
  npm run corrections -- prefunding ISSUER/REFERENCE --amount RIGHT --reason TEXT
      corrects the booking with this reference to RIGHT, by an entry of the difference; 0 reverses it. Money that is taken
      back must be available; with --overdraft the account may fall below zero, which raises an alarm
  npm run corrections -- write-off --user USER_NO --currency USD | --card CARD_ID | --group GROUP_ID
                         --reference REFERENCE --reason TEXT [--amount AMOUNT]
      the platform bears the debt, or AMOUNT of it
  npm run corrections -- collect --card CARD_ID | --group GROUP_ID --reference REFERENCE --reason TEXT [--overdraft]
      the merchant's account pays the debt of its card or pool
  npm run corrections -- list
      lists all of these, and payouts

REFERENCE of write-off and collect is your own: each is carried out once per reference. --by NAME says who does it (default:
the user of this machine); merchants read TEXT on their statements.

  --data DIR   the data folder of a local cloud (.issuary); a deployment is named by the environment instead`;

const OPTIONS = {
  ...REASON_OPTIONS,
  amount: { type: 'string' },
  overdraft: { type: 'boolean', default: false },
  user: { type: 'string' },
  currency: { type: 'string' },
  card: { type: 'string' },
  group: { type: 'string' },
  reference: { type: 'string' },
} as const;

type Options = ReturnType<typeof optionsOf>['values'];

const optionsOf = (args: readonly string[]) =>
  parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });

const CORRECTABLE: readonly string[] = ['deposit', 'payout', 'prefunding'] satisfies CorrectableKind[];

/**
 * Runs one command and returns the text to print.
 *
 * @throws CommandError, or ActRefused when the books do not allow it
 */
export async function correctionsCommand(args: readonly string[], operator: Operator): Promise<string> {
  const { values, positionals } = optionsOf(args);
  const [command = '', reference = ''] = positionals;
  if (command === 'list') return list(operator);
  if (command === 'write-off') return writeOffDebt(values, operator);
  if (command === 'collect') return collectDebt(values, operator);
  if (CORRECTABLE.includes(command)) return correct(command as CorrectableKind, reference, values, operator);
  throw new CommandError(
    'the commands are deposit, payout, prefunding, write-off, collect and list. See --help.',
  );
}

async function correct(
  kind: CorrectableKind,
  reference: string,
  options: Options,
  { deps }: Operator,
): Promise<string> {
  if (reference === '') throw new CommandError('REFERENCE is required');
  const { account } = await findBooking(deps.store, kind, reference);
  const currency = currencyOf(account);
  const amount = minorFrom(required(options, 'amount'), currency, true);
  const { overdraft } = options;
  const before = await correctBooking(deps, {
    kind,
    reference,
    amount,
    overdraft,
    ...attributionFrom(options),
  });
  const merchant = await findMerchant(deps.store, userNoOf(account) ?? '');
  if (merchant) await rebalanceIfSharded(merchant, currency, deps);
  const [was, is] = [before.amount, amount].map((minor) => formatMoney(minor, currency));
  return was === is
    ? `${kind} ${reference} is ${is} already`
    : `${kind} ${reference} is ${is}, it was ${was}`;
}

async function writeOffDebt(options: Options, { deps }: Operator): Promise<string> {
  const debtor = debtorFrom(options);
  const currency = 'userNo' in debtor ? debtor.currency : await currencyOfDebtor(debtor, deps);
  const amount = options.amount === undefined ? {} : { amount: minorFrom(options.amount, currency) };
  const reference = referenceFrom(options);
  const isNew = await postDebtWriteOff(deps, { debtor, reference, ...amount, ...attributionFrom(options) });
  return isNew ? `written off as ${reference}` : `${reference} was written off already`;
}

async function collectDebt(options: Options, { deps }: Operator): Promise<string> {
  const debtor = debtorFrom(options);
  const reference = referenceFrom(options);
  const { overdraft } = options;
  const isNew = await postDebtCollection(deps, { debtor, reference, overdraft, ...attributionFrom(options) });
  return isNew ? `collected as ${reference}` : `${reference} was collected already`;
}

function debtorFrom(options: Options): Debtor {
  const { user, card, group } = options;
  if ([user, card, group].filter((one) => one !== undefined).length !== 1)
    throw new CommandError('one of --user, --card and --group is required');
  if (user !== undefined) return { userNo: userNoFrom(user), currency: currencyFrom(options) };
  return card === undefined ? { groupId: group ?? '' } : { cardId: card };
}

async function currencyOfDebtor(debtor: Debtor, { store }: Operator['deps']): Promise<string> {
  const pk =
    'cardId' in debtor ? `card/${debtor.cardId}` : `group/${'groupId' in debtor ? debtor.groupId : ''}`;
  const item = await store.get('cards', { pk });
  if (!item) throw new CommandError(`there is no ${pk}`);
  return String(item['currency']);
}

async function list({ deps, scan }: Operator): Promise<string> {
  const entries = (await scan('ledger'))
    .filter(({ sk }) => sk === 'entry')
    .map(entryFrom)
    .filter(({ cause }) => /^(correction|payout|write-off|collection)\//.test(cause))
    .sort((one, other) => one.at - other.at);
  if (entries.length === 0) return 'nothing was corrected';
  return textTable(
    entries.map(({ at, cause, postings, details, by }) => {
      const { account, amount } = subjectOf(postings);
      return [
        formatDateTime(at, deps.utcOffset),
        cause,
        account ?? '',
        account ? formatMoney(amount, currencyOf(account)) : '',
        by ?? '',
        details?.remark ?? '',
      ];
    }),
  );
}

/**
 * The account that an entry is about, and how its balance changes over all shards: a merchant's, card's or pool's account,
 * or for a prefunding the platform's balance at the issuer.
 */
function subjectOf(postings: readonly Posting[]): { account: Account | undefined; amount: bigint } {
  const accounts = postings.map((posting) => accountOfShard(posting.account));
  const account =
    accounts.find(hasBalance) ?? accounts.find((one) => one !== settlementAccount(currencyOf(one)));
  const own = postings.filter((_, at) => accounts[at] === account);
  return { account, amount: own.reduce((sum, { amount }) => sum + amount, 0n) };
}

if (import.meta.main) await runCommand(HELP, correctionsCommand);
