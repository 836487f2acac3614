import { toMinor } from '../../../wire/money/amount.ts';
import {
  type Account,
  currencyOf,
  feesAccount,
  fxAccount,
  merchantCardAccount,
  merchantDptAccount,
} from '../../money/ledger/account.ts';
import { boughtFor, type Rate, soldFor } from '../../money/rates/rate.ts';
import { type CheckResult, checkEach } from '../check.ts';
import type { AuditSnapshot, StoredResult } from '../snapshot.ts';
import {
  type EntryFamily,
  type ExpectedEntry,
  ID_PATTERN,
  matchedToRecords,
  postingsBetween,
} from './entry-family.ts';

// Conversions between two accounts of a merchant. Their only record is the stored result of the request.

/** Exchanges between two card accounts. */
export const exchangeEntries: EntryFamily = {
  name: 'exchanges',
  causes: new RegExp(`^exchange/${ID_PATTERN}$`),
  differences: matchedToRecords((snapshot) =>
    resultsWith('buyAmount', snapshot).map(exchangeOf).map(entryOf),
  ),
};

/** Conversions of coins into money on a card account. */
export const transferEntries: EntryFamily = {
  name: 'coin transfers',
  causes: new RegExp(`^transfer/${ID_PATTERN}$`),
  differences: matchedToRecords((snapshot) =>
    resultsWith('targetAmount', snapshot).map(transferOf).map(entryOf),
  ),
};

const resultsWith = (field: string, { storedResults }: AuditSnapshot): StoredResult[] =>
  storedResults.filter(({ result }) => result[field] !== undefined);

/** Whether the result is that of a conversion. */
export const isConversion = ({ result }: StoredResult): boolean =>
  result['buyAmount'] !== undefined || result['targetAmount'] !== undefined;

/** A conversion as its stored result describes it. Amounts in minor units. */
interface Converted {
  readonly cause: string;
  readonly from: Account;
  readonly to: Account;
  readonly sold: bigint;
  readonly fee: bigint;
  readonly bought: bigint;
  readonly rate: Rate;
}

function exchangeOf({ userNo, result }: StoredResult): Converted {
  const { orderId, sellCurrency, sellAmount, buyCurrency, buyAmount, fee } = result;
  return {
    cause: `exchange/${orderId}`,
    from: merchantCardAccount(userNo, String(sellCurrency)),
    to: merchantCardAccount(userNo, String(buyCurrency)),
    sold: minor(sellAmount, sellCurrency),
    fee: minor(fee, sellCurrency),
    bought: minor(buyAmount, buyCurrency),
    rate: rateOf(result, sellCurrency, buyCurrency),
  };
}

// The fee is included in the amount.
function transferOf({ userNo, result }: StoredResult): Converted {
  const { orderId, currency, amount, fee, targetCurrency, targetAmount } = result;
  return {
    cause: `transfer/${orderId}`,
    from: merchantDptAccount(userNo, String(currency)),
    to: merchantCardAccount(userNo, String(targetCurrency)),
    sold: minor(amount, currency) - minor(fee, currency),
    fee: minor(fee, currency),
    bought: minor(targetAmount, targetCurrency),
    rate: rateOf(result, currency, targetCurrency),
  };
}

const minor = (amount: unknown, currency: unknown): bigint =>
  toMinor(String(amount), String(currency), 'amount');

const rateOf = ({ exchangeRate }: StoredResult['result'], from: unknown, to: unknown): Rate => ({
  from: String(from),
  to: String(to),
  value: decimal(Number(exchangeRate)),
  at: 0,
  source: '',
});

/** Formats the number without an exponent. */
function decimal(value: number): string {
  const [digits = '', exponent] = String(value).split('e-');
  if (exponent === undefined) return digits;
  return `0.${digits.replace('.', '').padStart(Number(exponent) + digits.replace('.', '').length - 1, '0')}`;
}

function entryOf({ cause, from, to, sold, fee, bought }: Converted): ExpectedEntry {
  const [sell, buy] = [currencyOf(from), currencyOf(to)];
  return {
    cause,
    postings: [
      ...postingsBetween([from, 'available'], [fxAccount(sell), 'available'], sold),
      ...postingsBetween([from, 'available'], [feesAccount(sell), 'available'], fee),
      ...postingsBetween([fxAccount(buy), 'available'], [to, 'available'], bought),
    ],
  };
}

/** Checks that both amounts match the rate in the result, whichever of them the merchant had fixed. */
export function conversionsMatchRates(snapshot: AuditSnapshot): CheckResult {
  const all = [
    ...resultsWith('buyAmount', snapshot).map(exchangeOf),
    ...resultsWith('targetAmount', snapshot).map(transferOf),
  ];
  return checkEach('every conversion matches its rate', all, ({ cause, sold, bought, rate }) => {
    if (bought === boughtFor(sold, rate) || sold === soldFor(bought, rate)) return [];
    return [`${cause}: ${sold} became ${bought}, by the rate ${rate.value} it is ${boughtFor(sold, rate)}`];
  });
}
