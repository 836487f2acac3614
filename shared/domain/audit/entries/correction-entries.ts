import {
  type Account,
  accountOfShard,
  currencyOf,
  merchantCardAccount,
  settlementAccount,
  userNoOf,
  writeOffAccount,
} from '../../money/ledger/account.ts';
import type { Entry } from '../../money/ledger/entry.ts';
import type { AuditSnapshot } from '../snapshot.ts';
import { checkedByForm, type EntryFamily, ID_PATTERN, movesSame, postingsBetween } from './entry-family.ts';

// Corrections by operators. Each names the operator, the reason and what it is about.

const UNSIGNED = 'names no operator or no reason';
const isSigned = ({ by, details }: Entry): boolean => Boolean(by && details?.remark);

/** The account that the entry credits or debits besides `other`; undefined if there is more than one. */
function ownOf({ postings }: Entry, other: (currency: string) => Account): Account | undefined {
  const accounts = new Set(postings.map(({ account }) => accountOfShard(account)));
  const own = [...accounts].filter((account) => account !== other(currencyOf(account)));
  return own.length === 1 && accounts.size === 2 ? own[0] : undefined;
}

/** The net amount that the entry credits to the account, in minor units. */
const gainOn = ({ postings }: Entry, account: Account): bigint =>
  postings
    .filter((posting) => accountOfShard(posting.account) === account)
    .reduce((sum, { amount }) => sum + amount, 0n);

const paid = (from: Account, to: Account, amount: bigint) =>
  postingsBetween([from, 'available'], [to, 'available'], amount);

const isMerchants = (account: Account): boolean =>
  account === merchantCardAccount(userNoOf(account) ?? '', currencyOf(account));

/** Corrections of bank payments that were booked wrongly. */
export const correctionEntries: EntryFamily = {
  name: 'corrections',
  causes: new RegExp(`^correction/\\d+/${ID_PATTERN}/.+$`),
  differences: (entries, snapshot) => {
    const causes = new Map(snapshot.entries.map((entry) => [entry.cause, entry]));
    return checkedByForm((entry) => {
      const [, number = '', first = ''] = /^correction\/(\d+)\/(.+)$/.exec(entry.cause) ?? [];
      const before = number === '1' ? first : `correction/${Number(number) - 1}/${first}`;
      if (entry.corrects !== before) return `corrects ${entry.corrects}, not ${before}`;
      const corrected = causes.get(before);
      if (!corrected) return `${before} does not exist`;
      if (!isSigned(entry)) return UNSIGNED;
      const [own, about] = [ownOf(entry, settlementAccount), ownOf(corrected, settlementAccount)];
      if (!own || own !== about) return `not on ${about}, which ${before} is about`;
      const expected = paid(settlementAccount(currencyOf(own)), own, gainOn(entry, own));
      return movesSame(expected, entry.postings) ? undefined : 'not between the bank and its account';
    })(entries, snapshot);
  },
};

/** Payouts to merchants. */
export const payoutEntries: EntryFamily = {
  name: 'payouts',
  causes: /^payout\/.+$/,
  differences: checkedByForm((entry) => {
    const own = ownOf(entry, settlementAccount);
    if (!own || !isMerchants(own)) return "not from one merchant's card account";
    const amount = -gainOn(entry, own);
    if (amount <= 0n) return 'takes nothing';
    if (!isSigned(entry)) return UNSIGNED;
    const expected = paid(own, settlementAccount(currencyOf(own)), amount);
    return movesSame(expected, entry.postings) ? undefined : `not from ${own} to the bank`;
  }),
};

/** Debts written off at the platform's cost. */
export const writeOffEntries: EntryFamily = {
  name: 'write-offs',
  causes: /^write-off\/.+$/,
  differences: checkedByForm((entry) => {
    const own = ownOf(entry, writeOffAccount);
    if (!own) return 'not of one account';
    if (!isSigned(entry)) return UNSIGNED;
    const amount = gainOn(entry, own);
    const expected = paid(writeOffAccount(currencyOf(own)), own, amount);
    return amount > 0n && movesSame(expected, entry.postings) ? undefined : 'not what the platform bears';
  }),
};

/** Debts of cards and pools that their merchant's account has paid. */
export const collectionEntries: EntryFamily = {
  name: 'collections',
  causes: /^collection\/.+$/,
  differences: checkedByForm((entry, snapshot) => {
    const debtor = entry.postings
      .map(({ account }) => account)
      .find((account) => /^(card|group)\//.test(account));
    const owner = debtor && ownerOf(debtor, snapshot);
    if (!debtor || owner === undefined) return 'not of an existing card or pool';
    if (!isSigned(entry)) return UNSIGNED;
    const amount = gainOn(entry, debtor);
    const expected = paid(merchantCardAccount(owner, currencyOf(debtor)), debtor, amount);
    const isRight = amount > 0n && movesSame(expected, entry.postings);
    return isRight ? undefined : "not from its merchant's account";
  }),
};

function ownerOf(debtor: Account, { cards, groups }: AuditSnapshot): string | undefined {
  const [kind, id = ''] = debtor.slice(0, debtor.indexOf(':')).split('/');
  return (kind === 'card' ? cards : groups).get(id)?.userNo;
}
