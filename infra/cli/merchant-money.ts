import { bookDeposit } from '../../shared/domain/money/accounts/deposit.ts';
import { type CorrectableKind, findBooking } from '../../shared/domain/money/corrections/correct-booking.ts';
import { payOut } from '../../shared/domain/money/corrections/payout.ts';
import { currencyOf, merchantCardAccount } from '../../shared/domain/money/ledger/account.ts';
import { readShards, totalOf } from '../../shared/domain/money/ledger/shards.ts';
import { accountShardCount, type Merchant } from '../../shared/domain/parties/merchant.ts';
import {
  formatMoney,
  MAX_AMOUNT_DIGITS,
  MAX_MINOR,
  parseAmount,
  toMinor,
} from '../../shared/wire/money/amount.ts';
import { isCardCurrency } from '../../shared/wire/money/currency.ts';
import { CommandError, type Operator } from './command.ts';
import { rebalanceIfSharded } from './merchant-shards.ts';
import { required } from './party-options.ts';
import { attributionFrom, REASON_OPTIONS, type ReasonOptions, referenceFrom } from './reason.ts';

/** Options of `merchant deposit` and `merchant payout`. */
export const MONEY_OPTIONS = {
  ...REASON_OPTIONS,
  currency: { type: 'string' },
  amount: { type: 'string' },
  reference: { type: 'string' },
} as const;

type Options = ReasonOptions & {
  readonly currency?: string;
  readonly amount?: string;
  readonly reference?: string;
};

/** The currency of a card account. */
export function currencyFrom(options: Pick<Options, 'currency'>): string {
  const currency = required(options, 'currency');
  if (isCardCurrency(currency)) return currency;
  throw new CommandError(
    `${currency} is not a currency of card accounts; coins reach the dpt account by payments`,
  );
}

/** Parses an amount into minor units. It must be positive, or also zero with `allowZero`. */
export function minorFrom(text: string, currency: string, allowZero = false): bigint {
  const amount = parseAmount(text);
  if (amount === undefined || (amount === '0' && !allowZero))
    throw new CommandError(
      `--amount must be ${allowZero ? 'an amount of zero or more' : 'a positive amount'}`,
    );
  return toMinor(amount, currency, '--amount');
}

/** Books a merchant's deposit, once per bank reference. */
export async function deposit(merchant: Merchant, options: Options, { deps }: Operator): Promise<string> {
  const { userNo } = merchant;
  const currency = currencyFrom(options);
  const amount = minorFrom(required(options, 'amount'), currency);
  const reference = referenceFrom(options);
  await assertBalanceFits(merchant, currency, amount, deps);
  if (!(await bookDeposit(deps, { userNo, currency, amount, reference })))
    throw new CommandError(await alreadyBookedText(deps, 'deposit', reference));
  await rebalanceIfSharded(merchant, currency, deps);
  return `booked ${formatMoney(amount, currency)} for merchant ${userNo}`;
}

/** Names the earlier booking with the reference, which may differ from the requested one. */
export async function alreadyBookedText(
  { store }: Operator['deps'],
  kind: CorrectableKind,
  reference: string,
): Promise<string> {
  const { account, amount } = await findBooking(store, kind, reference);
  const currency = currencyOf(account);
  return `reference ${reference} is booked already: ${formatMoney(amount, currency)} on ${account}`;
}

/** Books a payout to a merchant's bank, once per bank reference. */
export async function payout({ userNo }: Merchant, options: Options, { deps }: Operator): Promise<string> {
  const currency = currencyFrom(options);
  const amount = minorFrom(required(options, 'amount'), currency);
  const reference = referenceFrom(options);
  const isNew = await payOut(deps, { userNo, currency, amount, reference, ...attributionFrom(options) });
  if (!isNew) return `reference ${reference} was paid out already`;
  return `paid out ${formatMoney(amount, currency)} to merchant ${userNo}`;
}

/** Checks the sum over all shards, as the merchant sees the sum and each shard has its own maximum. */
async function assertBalanceFits(
  merchant: Merchant,
  currency: string,
  amount: bigint,
  { store }: Operator['deps'],
): Promise<void> {
  const account = merchantCardAccount(merchant.userNo, currency);
  const { available, frozen } = totalOf(
    account,
    await readShards(store, account, accountShardCount(merchant, currency)),
  );
  if (available + frozen + amount > MAX_MINOR)
    throw new CommandError(`the balance would have more than ${MAX_AMOUNT_DIGITS} digits`);
}
