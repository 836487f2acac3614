import {
  type Account,
  currencyOf,
  feesAccount,
  fxAccount,
  merchantCardAccount,
  merchantDptAccount,
} from '../../ledger/accounts.ts';
import { toMinor } from '../../money/amount.ts';
import { boughtFor, type Rate, soldFor } from '../../rates/rate.ts';
import type { Answered, Books } from '../books.ts';
import { type Check, checkEach } from '../check.ts';
import { type Expected, type Family, ID, moved, tied } from './family.ts';

// What changed its currency between two accounts of a merchant at once: the answer to the request says all of it.

/** Exchanges between two card accounts. */
export const exchanges: Family = {
  name: 'exchanges',
  causes: new RegExp(`^exchange/${ID}$`),
  differences: tied((books) => answersWith('buyAmount', books).map(exchangeOf).map(entryOf)),
};

/** Coins that became money of a card account. */
export const transfers: Family = {
  name: 'transfers of coins',
  causes: new RegExp(`^transfer/${ID}$`),
  differences: tied((books) => answersWith('targetAmount', books).map(transferOf).map(entryOf)),
};

const answersWith = (field: string, { answers }: Books): Answered[] =>
  answers.filter(({ answer }) => answer[field] !== undefined);

/** Whether the answer is of money that changed its currency. */
export const isConversion = ({ answer }: Answered): boolean =>
  answer['buyAmount'] !== undefined || answer['targetAmount'] !== undefined;

/** Money that changed its currency, as the merchant was answered. Amounts in minor units. */
interface Converted {
  readonly cause: string;
  readonly from: Account;
  readonly to: Account;
  readonly sold: bigint;
  readonly fee: bigint;
  readonly bought: bigint;
  readonly rate: Rate;
}

function exchangeOf({ userNo, answer }: Answered): Converted {
  const { orderId, sellCurrency, sellAmount, buyCurrency, buyAmount, fee } = answer;
  return {
    cause: `exchange/${orderId}`,
    from: merchantCardAccount(userNo, String(sellCurrency)),
    to: merchantCardAccount(userNo, String(buyCurrency)),
    sold: minor(sellAmount, sellCurrency),
    fee: minor(fee, sellCurrency),
    bought: minor(buyAmount, buyCurrency),
    rate: rateOf(answer, sellCurrency, buyCurrency),
  };
}

/** The fee is part of the coins that were named. */
function transferOf({ userNo, answer }: Answered): Converted {
  const { orderId, currency, amount, fee, targetCurrency, targetAmount } = answer;
  return {
    cause: `transfer/${orderId}`,
    from: merchantDptAccount(userNo, String(currency)),
    to: merchantCardAccount(userNo, String(targetCurrency)),
    sold: minor(amount, currency) - minor(fee, currency),
    fee: minor(fee, currency),
    bought: minor(targetAmount, targetCurrency),
    rate: rateOf(answer, currency, targetCurrency),
  };
}

const minor = (amount: unknown, currency: unknown): bigint =>
  toMinor(String(amount), String(currency), 'amount');

const rateOf = ({ exchangeRate }: Answered['answer'], from: unknown, to: unknown): Rate => ({
  from: String(from),
  to: String(to),
  value: decimal(Number(exchangeRate)),
  at: 0,
  source: '',
});

/** The number as text without an exponent. */
function decimal(value: number): string {
  const [digits = '', exponent] = String(value).split('e-');
  if (exponent === undefined) return digits;
  return `0.${digits.replace('.', '').padStart(Number(exponent) + digits.replace('.', '').length - 1, '0')}`;
}

function entryOf({ cause, from, to, sold, fee, bought }: Converted): Expected {
  const [sell, buy] = [currencyOf(from), currencyOf(to)];
  return {
    cause,
    postings: [
      ...moved([from, 'available'], [fxAccount(sell), 'available'], sold),
      ...moved([from, 'available'], [feesAccount(sell), 'available'], fee),
      ...moved([fxAccount(buy), 'available'], [to, 'available'], bought),
    ],
  };
}

/** What was bought is what was sold by the rate that the merchant was told; of an exchange either amount was fixed. */
export function conversionsAreByTheirRates(books: Books): Check {
  const all = [
    ...answersWith('buyAmount', books).map(exchangeOf),
    ...answersWith('targetAmount', books).map(transferOf),
  ];
  return checkEach('every conversion is by its rate', all, ({ cause, sold, bought, rate }) => {
    if (bought === boughtFor(sold, rate) || sold === soldFor(bought, rate)) return [];
    return [`${cause}: ${sold} became ${bought}, by the rate ${rate.value} it is ${boughtFor(sold, rate)}`];
  });
}
