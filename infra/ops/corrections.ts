import { parseArgs } from 'node:util';
import { formatDateTime } from '../../shared/contract/time.ts';
import { type Correctable, correctBooking, findBooking } from '../../shared/corrections/correct.ts';
import { collect, type Debtor, writeOff } from '../../shared/corrections/debt.ts';
import { currencyOf, userNoOf } from '../../shared/ledger/accounts.ts';
import { entryFrom } from '../../shared/ledger/entry.ts';
import { findMerchant } from '../../shared/merchants/merchant.ts';
import { moneyText } from '../../shared/money/amount.ts';
import { columns } from './columns.ts';
import { required, userNoOf as userNoFrom } from './counterparty.ts';
import { currencyFrom, minorFrom } from './merchant-money.ts';
import { evenOut } from './merchant-parts.ts';
import { CommandRefused, type Operator, runCommand } from './operator.ts';
import { REASON_OPTIONS, reasonFrom, referenceFrom } from './reason.ts';

const HELP = `Sets right what was booked wrong, and says what becomes of debts. Each is an entry of its own, which names what it
is about; nothing that was booked is ever changed.

  npm run corrections -- deposit REFERENCE --amount RIGHT --reason TEXT [--overdraft]
  npm run corrections -- payout REFERENCE --amount RIGHT --reason TEXT [--overdraft]
  npm run corrections -- prefunding ISSUER/REFERENCE --amount RIGHT --reason TEXT
      the booking of this reference is RIGHT from now on, by an entry of the difference; 0 takes it back. What is taken back
      must be available; with --overdraft the account may fall below zero, which raises the alarm
  npm run corrections -- write-off --user USER_NO --currency USD | --card CARD_ID | --group GROUP_ID
                         --reference REFERENCE --reason TEXT [--amount AMOUNT]
      the platform bears what is owed, or AMOUNT of it
  npm run corrections -- collect --card CARD_ID | --group GROUP_ID --reference REFERENCE --reason TEXT [--overdraft]
      the merchant's account pays what its card or pool owes
  npm run corrections -- list
      all of these, and payouts

REFERENCE of write-off and collect is your own: each is done once for it. --by NAME says who does it (the user of this
machine unless told); merchants read TEXT on their statements.

  --data DIR   the local cloud's data folder (.issuary); a deployment is named by its environment`;

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

const CORRECTABLE: readonly string[] = ['deposit', 'payout', 'prefunding'] satisfies Correctable[];

/**
 * Carries out one command and answers what to tell the operator.
 *
 * @throws CommandRefused, or ActRefused with what stands against it
 */
export async function correctionsCommand(args: readonly string[], operator: Operator): Promise<string> {
  const { values, positionals } = optionsOf(args);
  const [command = '', reference = ''] = positionals;
  if (command === 'list') return list(operator);
  if (command === 'write-off') return bear(values, operator);
  if (command === 'collect') return collectFor(values, operator);
  if (CORRECTABLE.includes(command)) return correct(command as Correctable, reference, values, operator);
  throw new CommandRefused(
    'the commands are deposit, payout, prefunding, write-off, collect and list. --help tells them.',
  );
}

async function correct(
  kind: Correctable,
  reference: string,
  options: Options,
  { platform }: Operator,
): Promise<string> {
  if (reference === '') throw new CommandRefused('REFERENCE is required');
  const { account } = await findBooking(platform.store, kind, reference);
  const currency = currencyOf(account);
  const amount = minorFrom(required(options, 'amount'), currency, true);
  const { overdraft } = options;
  const before = await correctBooking(platform, {
    kind,
    reference,
    amount,
    overdraft,
    ...reasonFrom(options),
  });
  const merchant = await findMerchant(platform.store, userNoOf(account) ?? '');
  if (merchant) await evenOut(merchant, currency, platform);
  const [was, is] = [before.amount, amount].map((minor) => moneyText(minor, currency));
  return was === is
    ? `${kind} ${reference} is ${is} already`
    : `${kind} ${reference} is ${is}, it was ${was}`;
}

async function bear(options: Options, { platform }: Operator): Promise<string> {
  const debtor = debtorFrom(options);
  const currency = 'userNo' in debtor ? debtor.currency : await currencyOfDebtor(debtor, platform);
  const amount = options.amount === undefined ? {} : { amount: minorFrom(options.amount, currency) };
  const reference = referenceFrom(options);
  const isNew = await writeOff(platform, { debtor, reference, ...amount, ...reasonFrom(options) });
  return isNew ? `written off as ${reference}` : `${reference} was written off already`;
}

async function collectFor(options: Options, { platform }: Operator): Promise<string> {
  const debtor = debtorFrom(options);
  const reference = referenceFrom(options);
  const { overdraft } = options;
  const isNew = await collect(platform, { debtor, reference, overdraft, ...reasonFrom(options) });
  return isNew ? `collected as ${reference}` : `${reference} was collected already`;
}

function debtorFrom(options: Options): Debtor {
  const { user, card, group } = options;
  if ([user, card, group].filter((one) => one !== undefined).length !== 1)
    throw new CommandRefused('one of --user, --card and --group is required');
  if (user !== undefined) return { userNo: userNoFrom(user), currency: currencyFrom(options) };
  return card === undefined ? { groupId: group ?? '' } : { cardId: card };
}

async function currencyOfDebtor(debtor: Debtor, { store }: Operator['platform']): Promise<string> {
  const pk =
    'cardId' in debtor ? `card/${debtor.cardId}` : `group/${'groupId' in debtor ? debtor.groupId : ''}`;
  const item = await store.get('cards', { pk });
  if (!item) throw new CommandRefused(`there is no ${pk}`);
  return String(item['currency']);
}

async function list({ platform, scan }: Operator): Promise<string> {
  const entries = (await scan('ledger'))
    .filter(({ sk }) => sk === 'entry')
    .map(entryFrom)
    .filter(({ cause }) => /^(correction|payout|write-off|collection)\//.test(cause))
    .sort((one, other) => one.at - other.at);
  if (entries.length === 0) return 'nothing was corrected';
  return columns(
    entries.map(({ at, cause, postings, about, by }) => {
      const [first] = postings.filter(({ account }) => !account.startsWith('platform:'));
      const currency = first && currencyOf(first.account);
      return [
        formatDateTime(at, platform.utcOffset),
        cause,
        first?.account ?? '',
        first && currency ? moneyText(first.amount, currency) : '',
        by ?? '',
        about?.remark ?? '',
      ];
    }),
  );
}

if (import.meta.main) await runCommand(HELP, correctionsCommand);
