import { type Correctable, findBooking } from '../../shared/corrections/correct.ts';
import { payOut } from '../../shared/corrections/pay-out.ts';
import { currencyOf, merchantCardAccount } from '../../shared/ledger/accounts.ts';
import { bookDeposit } from '../../shared/ledger/deposit.ts';
import { readParts, sumOf } from '../../shared/ledger/parts.ts';
import { type Merchant, partsOf } from '../../shared/merchants/merchant.ts';
import { AMOUNT_DIGITS, MAX_MINOR, moneyText, readAmount, toMinor } from '../../shared/money/amount.ts';
import { isCardCurrency } from '../../shared/money/currency.ts';
import { required } from './counterparty.ts';
import { evenOut } from './merchant-parts.ts';
import { CommandRefused, type Operator } from './operator.ts';
import { REASON_OPTIONS, type ReasonOptions, reasonFrom, referenceFrom } from './reason.ts';

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
  throw new CommandRefused(
    `${currency} is no currency of card accounts; coins come by payments to the dpt account`,
  );
}

/** An amount in minor units, positive unless `zero` is allowed. */
export function minorFrom(text: string, currency: string, zero = false): bigint {
  const amount = readAmount(text);
  if (amount === undefined || (amount === '0' && !zero))
    throw new CommandRefused(`--amount is ${zero ? 'an amount of zero or more' : 'a positive amount'}`);
  return toMinor(amount, currency, '--amount');
}

/** Books what a merchant paid in, once for the bank's reference. */
export async function deposit(merchant: Merchant, options: Options, { platform }: Operator): Promise<string> {
  const { userNo } = merchant;
  const currency = currencyFrom(options);
  const amount = minorFrom(required(options, 'amount'), currency);
  const reference = referenceFrom(options);
  await assertRoom(merchant, currency, amount, platform);
  if (!(await bookDeposit(platform, { userNo, currency, amount, reference })))
    throw new CommandRefused(await bookedAlready(platform, 'deposit', reference));
  await evenOut(merchant, currency, platform);
  return `booked ${moneyText(amount, currency)} for merchant ${userNo}`;
}

/** What the reference stands for: it need not be what was asked for now. */
export async function bookedAlready(
  { store }: Operator['platform'],
  kind: Correctable,
  reference: string,
): Promise<string> {
  const { account, amount } = await findBooking(store, kind, reference);
  const currency = currencyOf(account);
  return `reference ${reference} is booked already: ${moneyText(amount, currency)} on ${account}`;
}

/** Pays out to a merchant's bank, once for the bank's reference. */
export async function payout(
  { userNo }: Merchant,
  options: Options,
  { platform }: Operator,
): Promise<string> {
  const currency = currencyFrom(options);
  const amount = minorFrom(required(options, 'amount'), currency);
  const reference = referenceFrom(options);
  const isNew = await payOut(platform, { userNo, currency, amount, reference, ...reasonFrom(options) });
  if (!isNew) return `reference ${reference} was paid out already`;
  return `paid out ${moneyText(amount, currency)} to merchant ${userNo}`;
}

/** Each part has room of its own: what all of them have together is what the merchant is told. */
async function assertRoom(
  merchant: Merchant,
  currency: string,
  amount: bigint,
  { store }: Operator['platform'],
): Promise<void> {
  const account = merchantCardAccount(merchant.userNo, currency);
  const { available, frozen } = sumOf(account, await readParts(store, account, partsOf(merchant, currency)));
  if (available + frozen + amount > MAX_MINOR)
    throw new CommandRefused(`the account would have more than ${AMOUNT_DIGITS} digits`);
}
