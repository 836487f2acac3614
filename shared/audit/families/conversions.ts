import {
  type Account,
  currencyOf,
  feesAccount,
  fxAccount,
  merchantCardAccount,
  merchantDptAccount,
} from '../../ledger/accounts.ts';
import { toMinor } from '../../money/amount.ts';
import type { Answered, Books } from '../books.ts';
import { type Expected, type Family, ID, moved, tied } from './family.ts';

// What changed its currency between two accounts of a merchant at once: the answer to the request says all of it.

/** Exchanges between two card accounts. */
export const exchanges: Family = {
  name: 'exchanges',
  causes: new RegExp(`^exchange/${ID}$`),
  differences: tied((books) => answersWith('buyAmount', books).map(exchangeOf)),
};

/** Coins that became money of a card account. */
export const transfers: Family = {
  name: 'transfers of coins',
  causes: new RegExp(`^transfer/${ID}$`),
  differences: tied((books) => answersWith('targetAmount', books).map(transferOf)),
};

const answersWith = (field: string, { answers }: Books): Answered[] =>
  answers.filter(({ answer }) => answer[field] !== undefined);

/** Whether the answer is of money that changed its currency. */
export const isConversion = ({ answer }: Answered): boolean =>
  answer['buyAmount'] !== undefined || answer['targetAmount'] !== undefined;

function exchangeOf({ userNo, answer }: Answered): Expected {
  const { orderId, sellCurrency, sellAmount, buyCurrency, buyAmount, fee } = answer;
  return converted(`exchange/${orderId}`, {
    from: merchantCardAccount(userNo, String(sellCurrency)),
    to: merchantCardAccount(userNo, String(buyCurrency)),
    sold: minor(sellAmount, sellCurrency),
    fee: minor(fee, sellCurrency),
    bought: minor(buyAmount, buyCurrency),
  });
}

/** The fee is part of the coins that were named. */
function transferOf({ userNo, answer }: Answered): Expected {
  const { orderId, currency, amount, fee, targetCurrency, targetAmount } = answer;
  return converted(`transfer/${orderId}`, {
    from: merchantDptAccount(userNo, String(currency)),
    to: merchantCardAccount(userNo, String(targetCurrency)),
    sold: minor(amount, currency) - minor(fee, currency),
    fee: minor(fee, currency),
    bought: minor(targetAmount, targetCurrency),
  });
}

const minor = (amount: unknown, currency: unknown): bigint =>
  toMinor(String(amount), String(currency), 'amount');

interface Converted {
  readonly from: Account;
  readonly to: Account;
  readonly sold: bigint;
  readonly fee: bigint;
  readonly bought: bigint;
}

function converted(cause: string, { from, to, sold, fee, bought }: Converted): Expected {
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
