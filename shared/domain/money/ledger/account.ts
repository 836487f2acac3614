import type { Key } from '../../../runtime/store/item.ts';
import { isCardCurrency } from '../../../wire/money/currency.ts';

/**
 * An account of the ledger: `<owner>:<account>`, e.g. `merchant/100001:card/USD`, `card/1234:card/USD`,
 * `platform:fees/USD`. It is of one currency, the part after the last slash.
 */
export type Account = `${string}:${string}/${string}`;

/** The account that a merchant funds cards from. */
export const merchantCardAccount = (userNo: string, currency: string): Account =>
  `merchant/${userNo}:card/${currency}`;

/** Coins that a merchant holds. */
export const merchantDptAccount = (userNo: string, coin: string): Account => `merchant/${userNo}:dpt/${coin}`;

/** The pool that the supplementary cards of a group spend from. */
export const groupAccount = (groupId: string, currency: string): Account =>
  `group/${groupId}:card/${currency}`;

/** What is on a card. */
export const cardAccount = (cardId: string, currency: string): Account => `card/${cardId}:card/${currency}`;

/** Whose account it is, if it is a merchant's. */
export const userNoOf = (account: Account): string | undefined => /^merchant\/(\d+)[:~]/.exec(account)?.[1];

/** What the platform earns. */
export const feesAccount = (currency: string): Account => `platform:fees/${currency}`;

/** Money that came in from or goes out to the world outside. */
export const settlementAccount = (currency: string): Account => `platform:settlement/${currency}`;

/** What card networks are owed for cleared transactions. */
export const networkAccount = (currency: string): Account => `platform:network/${currency}`;

/** What this platform has on its account at a platform below it, as a negative balance: that one owes it to us. */
export const upstreamAccount = (issuer: string, currency: string): Account =>
  `platform:upstream/${issuer}/${currency}`;

/** What is on cards and in pools at a platform below, as a negative balance. */
export const upstreamCardsAccount = (issuer: string, currency: string): Account =>
  `platform:upstream-cards/${issuer}/${currency}`;

/** What a platform below charged us for orders: fees earned and this together are the margin. */
export const upstreamCostAccount = (issuer: string, currency: string): Account =>
  `platform:upstream-cost/${issuer}/${currency}`;

/** Money that was settled and cannot be placed yet: it waits for a card to become known, or for an operator. */
export const suspenseAccount = (currency: string): Account => `platform:suspense/${currency}`;

/** What the platform bears itself: money of which nobody will ever say whose it is. */
export const writeOffAccount = (currency: string): Account => `platform:write-offs/${currency}`;

/** The platform's position from exchanging one currency for another. */
export const fxAccount = (currency: string): Account => `platform:fx/${currency}`;

/** Coins that came in from or go out to chains. */
export const custodyAccount = (coin: string): Account => `platform:custody/${coin}`;

/** The account's currency. */
export const currencyOf = (account: Account): string => account.slice(account.lastIndexOf('/') + 1);

/** Whether it is an account that cards are paid from: in it no coin can be, since nothing would take it back from there. */
export const isCardAccount = (account: Account): boolean => account.includes(':card/');

/** Whether the account can be in its currency at all. */
export const hasValidCurrency = (account: Account): boolean =>
  !isCardAccount(account) || isCardCurrency(currencyOf(account));

/** Platform accounts cannot refuse, so they are journalled only and never a hot item. */
export const hasBalance = (account: Account): boolean => !account.startsWith('platform:');

/**
 * The balance item that is the account's nth part, where its money lies on several (HOT-ACCOUNTS.md): an account of its own
 * in the ledger, in a partition of its own in the table. The first part is the account itself.
 */
export const shardOf = (account: Account, part: number): Account =>
  part === 0 ? account : (account.replace(':', `~${part}:`) as Account);

/** The account that this is, or that it is a part of. */
export const accountOfShard = (account: Account): Account => account.replace(/~\d+:/, ':') as Account;

/** The key of the account's balance item. */
export function balanceKey(account: Account): Key & { sk: string } {
  const [owner = '', name = ''] = account.split(':');
  return { pk: owner, sk: `balance/${name}` };
}

/** The account whose balance item has this key. */
export const accountFromKey = (key: Key): Account =>
  `${key.pk}:${(key.sk ?? '').slice('balance/'.length)}` as Account;
