import type { Write } from '../../../runtime/store/write.ts';
import type { Dependencies } from '../../dependencies.ts';
import type { UpstreamIdentity } from '../../parties/upstream.ts';
import { type Account, writeOffAccount } from '../ledger/account.ts';
import { entryWrites } from '../ledger/entry.ts';
import {
  contraAccount,
  type SettledMoney,
  type SuspendedMoney,
  suspensePostings,
  suspenseReleasePostings,
} from './suspended-money.ts';

/** What a stored message says about its money. */
interface SuspendedMessage {
  readonly sender: UpstreamIdentity;
  readonly suspended?: SuspendedMoney;
}

// All accounts involved are the platform's, which have no balance to refuse.
const never = (account: Account) => new Error(`${account} cannot refuse`);

/** What identifies a settlement: two messages with the same values report the same fact. */
interface SettlementFact {
  /** Who assigned the number (`numberNamespace`). */
  readonly source: string;
  readonly type: string;
  readonly number: string;
  readonly cardId: string;
}

/** The money with the cause of its suspense entry, which is the same for every message that reports the fact. */
export function suspendedMoneyOf(
  money: SettledMoney,
  { source, type, number, cardId }: SettlementFact,
): SuspendedMoney {
  const fact = `${encodeURIComponent(number)}/${encodeURIComponent(cardId)}/${money.currency}/${money.amount}`;
  return { ...money, cause: `suspense/${source}/${type}/${fact}` };
}

/**
 * The writes that put settled money on the suspense account: it has moved at the network, but cannot be attributed
 * here.
 */
export const suspenseWrites = (
  { now }: Dependencies,
  { sender }: SuspendedMessage,
  money: SuspendedMoney | undefined,
): Write[] =>
  money
    ? entryWrites({ cause: money.cause, at: now(), postings: suspensePostings(sender, money) }, never)
    : [];

/** The writes that take a message's money off the suspense account as a loss of the platform. */
export const suspenseWriteOffWrites = ({ now }: Dependencies, { suspended }: SuspendedMessage): Write[] =>
  suspended
    ? entryWrites(
        {
          cause: `${suspended.cause}/written-off`,
          at: now(),
          postings: suspenseReleasePostings(suspended, writeOffAccount(suspended.currency)),
        },
        never,
      )
    : [];

/**
 * The writes that take a message's money off the suspense account again, in the transaction that books it elsewhere.
 */
export const suspenseReleaseWrites = (
  { now }: Dependencies,
  { sender, suspended }: SuspendedMessage,
): Write[] =>
  suspended
    ? entryWrites(
        {
          cause: `${suspended.cause}/released`,
          at: now(),
          postings: suspenseReleasePostings(suspended, contraAccount(sender, suspended.currency)),
        },
        never,
      )
    : [];
