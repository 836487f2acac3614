import type { Key } from '../../../runtime/store/item.ts';
import { isCardCurrency } from '../../../wire/money/currency.ts';

/**
 * A ledger account: `<owner>:<account>`, e.g. `merchant/100001:card/USD`, `card/1234:card/USD`, `platform:fees/USD`.
 * What follows the last slash is its currency.
 */
export type Account = `${string}:${string}/${string}`;

/** The account from which a merchant funds its cards. */
export const merchantCardAccount = (userNo: string, currency: string): Account =>
  `merchant/${userNo}:card/${currency}`;

/** A merchant's digital payment tokens of one coin. */
export const merchantDptAccount = (userNo: string, coin: string): Account => `merchant/${userNo}:dpt/${coin}`;

/** The pool from which the supplementary cards of a group spend. */
export const groupAccount = (groupId: string, currency: string): Account =>
  `group/${groupId}:card/${currency}`;

/** The balance of a card. */
export const cardAccount = (cardId: string, currency: string): Account => `card/${cardId}:card/${currency}`;

/** The merchant that owns the account; undefined for an account of any other owner. */
export const userNoOf = (account: Account): string | undefined => /^merchant\/(\d+)[:~]/.exec(account)?.[1];

/** Fees the platform has earned. */
export const feesAccount = (currency: string): Account => `platform:fees/${currency}`;

/** Bank money: what merchants paid in and what was paid out to them. */
export const settlementAccount = (currency: string): Account => `platform:settlement/${currency}`;

/** What card networks are owed for cleared transactions. */
export const networkAccount = (currency: string): Account => `platform:network/${currency}`;

/** The platform's balance at an external issuer. Negative, since the issuer owes it to the platform. */
export const upstreamAccount = (issuer: string, currency: string): Account =>
  `platform:upstream/${issuer}/${currency}`;

/** The sum of all card and pool balances at an external issuer, as a negative balance. */
export const upstreamCardsAccount = (issuer: string, currency: string): Account =>
  `platform:upstream-cards/${issuer}/${currency}`;

/** What an external issuer charged for orders. Subtracted from the fees earned, it gives the margin. */
export const upstreamCostAccount = (issuer: string, currency: string): Account =>
  `platform:upstream-cost/${issuer}/${currency}`;

/** Settled money that cannot be attributed yet: it waits until its card is known, or for an operator. */
export const suspenseAccount = (currency: string): Account => `platform:suspense/${currency}`;

/** Losses the platform bears: debts written off, and suspended money that will never be claimed. */
export const writeOffAccount = (currency: string): Account => `platform:write-offs/${currency}`;

/** The platform's foreign-exchange position in a currency. */
export const fxAccount = (currency: string): Account => `platform:fx/${currency}`;

/** Coins in custody: what arrived from blockchains and has not left for one. */
export const custodyAccount = (coin: string): Account => `platform:custody/${coin}`;

/** The account's currency. */
export const currencyOf = (account: Account): string => account.slice(account.lastIndexOf('/') + 1);

/** Whether the account funds cards. Such an account holds no coins: no operation could take them out again. */
export const isCardAccount = (account: Account): boolean => account.includes(':card/');

/** Whether an account of this kind may exist in its currency. */
export const hasValidCurrency = (account: Account): boolean =>
  !isCardAccount(account) || isCardCurrency(currencyOf(account));

/** Whether the account has a balance item. Platform accounts have none: they never refuse, and an item would be hot. */
export const hasBalance = (account: Account): boolean => !account.startsWith('platform:');

/**
 * The account's shard of this index (docs/hot-accounts.md). A shard is a ledger account of its own with a balance item
 * in its own partition; shard 0 is the account itself.
 */
export const shardOf = (account: Account, shard: number): Account =>
  shard === 0 ? account : (account.replace(':', `~${shard}:`) as Account);

/** The account that a shard belongs to; an unsharded account itself. */
export const accountOfShard = (account: Account): Account => account.replace(/~\d+:/, ':') as Account;

/** The key of the account's balance item. */
export function balanceKey(account: Account): Key & { sk: string } {
  const [owner = '', name = ''] = account.split(':');
  return { pk: owner, sk: `balance/${name}` };
}

/** The account whose balance item has this key. */
export const accountFromKey = (key: Key): Account =>
  `${key.pk}:${(key.sk ?? '').slice('balance/'.length)}` as Account;
