import type { Write } from '../../../runtime/store/write.ts';
import type { Dependencies } from '../../dependencies.ts';
import type { UpstreamIdentity } from '../../parties/upstream.ts';
import { type Account, writeOffAccount } from '../ledger/account.ts';
import { entryWrites } from '../ledger/entry.ts';
import {
  type SettledMoney,
  type SuspendedMoney,
  settlingAccount,
  suspensePostings,
  suspenseReleasePostings,
} from './suspended-money.ts';

/** Whose money it is, and what of it is in suspense. */
interface SuspendedMessage {
  readonly teller: UpstreamIdentity;
  readonly suspended?: SuspendedMoney;
}

const never = (account: Account) => new Error(`${account} cannot refuse`);

/** What moved money, as far as it tells one fact from another. */
interface SettlementFact {
  /** Whose the number is (`numberingOf`). */
  readonly source: string;
  readonly type: string;
  readonly number: string;
  readonly cardId: string;
}

/** The money as the suspense account has it: once for each fact, in whatever words it is told. */
export function suspendedMoneyOf(
  money: SettledMoney,
  { source, type, number, cardId }: SettlementFact,
): SuspendedMoney {
  const fact = `${encodeURIComponent(number)}/${encodeURIComponent(cardId)}/${money.currency}/${money.amount}`;
  return { ...money, cause: `suspense/${source}/${type}/${fact}` };
}

/** Books settled money that cannot be placed: it has left for the network, or come from there, and nobody here has it. */
export const suspenseWrites = (
  { now }: Dependencies,
  { teller }: SuspendedMessage,
  money: SuspendedMoney | undefined,
): Write[] =>
  money
    ? entryWrites({ cause: money.cause, at: now(), postings: suspensePostings(teller, money) }, never)
    : [];

/** Takes the message's money off the suspense account for good: the platform bears it. */
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

/** Takes the message's money off the suspense account again: what it is booked as instead is in the same transaction. */
export const suspenseReleaseWrites = (
  { now }: Dependencies,
  { teller, suspended }: SuspendedMessage,
): Write[] =>
  suspended
    ? entryWrites(
        {
          cause: `${suspended.cause}/released`,
          at: now(),
          postings: suspenseReleasePostings(suspended, settlingAccount(teller, suspended.currency)),
        },
        never,
      )
    : [];
