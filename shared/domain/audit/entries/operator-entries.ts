import {
  type Account,
  accountOfShard,
  currencyOf,
  hasBalance,
  merchantCardAccount,
  settlementAccount,
  upstreamAccount,
  userNoOf,
} from '../../money/ledger/account.ts';
import type { Entry } from '../../money/ledger/entry.ts';
import { checkedByForm, type EntryFamily, ID_PATTERN, movesSame, postingsBetween } from './entry-family.ts';

// Entries by an operator or a worker that have no record. They can be compared only with the bank's statement, so the
// audit checks their form.

/** The entry's only account with a balance, and what is credited there; undefined if there is not exactly one. */
function gainOf({ postings }: Entry): { account: Account; gained: bigint } | undefined {
  const [own, ...others] = postings.filter(({ account }) => hasBalance(account));
  return own && others.length === 0 ? { account: own.account, gained: own.amount } : undefined;
}

/** Deposits by merchants: from the bank to a card account. */
export const depositEntries: EntryFamily = {
  name: 'deposits',
  causes: /^deposit\/.+$/,
  differences: checkedByForm((entry) => {
    if (entry.postings.length === 0) return undefined;
    const { account, gained } = gainOf(entry) ?? {};
    const userNo = account && userNoOf(account);
    if (!account || !userNo || account !== merchantCardAccount(userNo, currencyOf(account)))
      return "not onto one merchant's card account";
    if (gained === undefined || gained <= 0n) return 'brings nothing';
    const bank = settlementAccount(currencyOf(account));
    const paid = postingsBetween([bank, 'available'], [account, 'available'], gained);
    return movesSame(paid, entry.postings) ? undefined : `not from ${bank} to ${account}`;
  }),
};

/** The platform's payments to external issuers and back. */
export const prefundingEntries: EntryFamily = {
  name: 'prefundings',
  causes: new RegExp(`^prefunding/${ID_PATTERN}/.+$`),
  differences: checkedByForm(({ cause, postings }) => {
    const [first] = postings;
    if (!first || first.amount === 0n) return 'moves nothing';
    const currency = currencyOf(first.account);
    const atIssuer = upstreamAccount(cause.split('/')[1] ?? '', currency);
    const bank = settlementAccount(currency);
    const amount = first.account === bank ? first.amount : -first.amount;
    const paid = postingsBetween([atIssuer, 'available'], [bank, 'available'], amount);
    return movesSame(paid, postings) ? undefined : `not between ${atIssuer} and ${bank}`;
  }),
};

/** Moves of money between shards of an account. */
export const rebalancingEntries: EntryFamily = {
  name: 'rebalancing moves',
  causes: new RegExp(`^rebalance/${ID_PATTERN}/\\d+$`),
  differences: checkedByForm(({ postings }) => {
    const [one, other, ...more] = postings;
    if (!one || !other || more.length > 0) return 'not from one part to another';
    const isOfOne =
      accountOfShard(one.account) === accountOfShard(other.account) && one.account !== other.account;
    if (!isOfOne || userNoOf(one.account) === undefined) return "not between parts of one merchant's account";
    return one.side === 'available' && other.side === 'available' ? undefined : 'not of what is available';
  }),
};
