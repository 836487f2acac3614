import { EMBEDDED, type IssuerName } from '../../issuer-name.ts';
import {
  type Account,
  currencyOf,
  networkAccount,
  upstreamAccount,
  upstreamCardsAccount,
  upstreamCostAccount,
} from './account.ts';
import type { Posting } from './posting.ts';

// Money on a card at an external issuer exists in the issuer's books too: on the platform's account there, or on the
// card. The journal mirrors both positions, so that the two sets of books can be reconciled.

const isMerchants = (account: Account): boolean => account.startsWith('merchant/');
const isPlatforms = (account: Account): boolean => account.startsWith('platform:');

/**
 * Postings that mirror an order at its external issuer: the counterpart of what it moved on cards and pools, and
 * `cost`, what the issuer charged in minor units. None for cards issued by this platform.
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
  const positions: [Account, bigint][] = [
    [upstreamCardsAccount(issuer, currency), -onCards],
    [upstreamAccount(issuer, currency), onCards + cost],
    [upstreamCostAccount(issuer, currency), -cost],
  ];
  return positions.flatMap(([account, amount]) =>
    amount === 0n ? [] : [{ account, side: 'available', amount }],
  );
}

/**
 * Adds the contra postings of money that left for the card network or came back from it. The contra account is the
 * network's, or for cards of an external issuer, which settles with the network, the position that the issuer debited.
 */
export function withContraPostings(issuer: IssuerName, postings: readonly Posting[]): Posting[] {
  const sums = new Map<Account, bigint>();
  for (const { account, amount } of postings) {
    const contra = contraAccount(issuer, account);
    sums.set(contra, (sums.get(contra) ?? 0n) - amount);
  }
  const contras = [...sums].map(([account, amount]): Posting => ({ account, side: 'available', amount }));
  return [...postings, ...contras].filter(({ amount }) => amount !== 0n);
}

function contraAccount(issuer: IssuerName, account: Account): Account {
  const currency = currencyOf(account);
  if (issuer === EMBEDDED) return networkAccount(currency);
  return isMerchants(account) ? upstreamAccount(issuer, currency) : upstreamCardsAccount(issuer, currency);
}
