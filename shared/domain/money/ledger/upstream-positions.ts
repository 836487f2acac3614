import { EMBEDDED, type IssuerName } from '../../issuer-name.ts';
import {
  type Account,
  currencyOf,
  networkAccount,
  upstreamAccount,
  upstreamCardsAccount,
  upstreamCostAccount,
} from './account.ts';
import type { Posting } from './entry.ts';

// What is on a card that lives on a platform below is there too: on our account there, or on the card. The journal
// mirrors that, so that our books say what theirs must.

const isMerchants = (account: Account): boolean => account.startsWith('merchant/');
const isPlatforms = (account: Account): boolean => account.startsWith('platform:');

/**
 * The other side of what an order's postings did to its card or pool, and what the issuer charged for it (`cost`, in
 * minor units). Nothing for an issuer that is this platform.
 */
export function upstreamPostings(
  issuer: IssuerName,
  currency: string,
  postings: readonly Posting[],
  cost: bigint,
): Posting[] {
  if (issuer === EMBEDDED) return [];
  const onCards = postings
    .filter(({ account }) => !isMerchants(account) && !isPlatforms(account))
    .reduce((sum, { amount }) => sum + amount, 0n);
  const mirror: [Account, bigint][] = [
    [upstreamCardsAccount(issuer, currency), -onCards],
    [upstreamAccount(issuer, currency), onCards + cost],
    [upstreamCostAccount(issuer, currency), -cost],
  ];
  return mirror.flatMap(([account, amount]) =>
    amount === 0n ? [] : [{ account, side: 'available', amount }],
  );
}

/**
 * The postings and their other side, where money left for the network or came back from it: the network that is owed it,
 * or the platform below that settles with the network and took it from the card or from our account there.
 */
export function withContraPostings(issuer: IssuerName, postings: readonly Posting[]): Posting[] {
  const sums = new Map<Account, bigint>();
  for (const { account, amount } of postings) {
    const counter = contraAccount(issuer, account);
    sums.set(counter, (sums.get(counter) ?? 0n) - amount);
  }
  const others = [...sums].map(([account, amount]): Posting => ({ account, side: 'available', amount }));
  return [...postings, ...others].filter(({ amount }) => amount !== 0n);
}

function contraAccount(issuer: IssuerName, account: Account): Account {
  const currency = currencyOf(account);
  if (issuer === EMBEDDED) return networkAccount(currency);
  return isMerchants(account) ? upstreamAccount(issuer, currency) : upstreamCardsAccount(issuer, currency);
}
