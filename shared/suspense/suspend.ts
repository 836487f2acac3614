import { type Account, writeOffAccount } from '../ledger/accounts.ts';
import { entryWrites } from '../ledger/entry.ts';
import type { Platform } from '../platform/platform.ts';
import type { Write } from '../store/write.ts';
import type { Teller } from '../upstreams/upstream.ts';
import { type Money, releasing, type SuspendedMoney, settlingAccount, suspending } from './money.ts';

/** Whose money it is, and what of it is in suspense. */
interface Suspended {
  readonly teller: Teller;
  readonly suspended?: SuspendedMoney;
}

const never = (account: Account) => new Error(`${account} cannot refuse`);

/** What moved money, as far as it tells one fact from another. */
interface Fact {
  /** Whose the number is (`numberingOf`). */
  readonly source: string;
  readonly type: string;
  readonly number: string;
  readonly cardId: string;
}

/** The money as the suspense account has it: once for each fact, in whatever words it is told. */
export function suspendedMoney(money: Money, { source, type, number, cardId }: Fact): SuspendedMoney {
  const fact = `${encodeURIComponent(number)}/${encodeURIComponent(cardId)}/${money.currency}/${money.amount}`;
  return { ...money, cause: `suspense/${source}/${type}/${fact}` };
}

/** Books settled money that cannot be placed: it has left for the network, or come from there, and nobody here has it. */
export const suspendWrites = (
  { now }: Platform,
  { teller }: Suspended,
  money: SuspendedMoney | undefined,
): Write[] =>
  money ? entryWrites({ cause: money.cause, at: now(), postings: suspending(teller, money) }, never) : [];

/** Takes the message's money off the suspense account for good: the platform bears it. */
export const writeOffWrites = ({ now }: Platform, { suspended }: Suspended): Write[] =>
  suspended
    ? entryWrites(
        {
          cause: `${suspended.cause}/written-off`,
          at: now(),
          postings: releasing(suspended, writeOffAccount(suspended.currency)),
        },
        never,
      )
    : [];

/** Takes the message's money off the suspense account again: what it is booked as instead is in the same transaction. */
export const releaseWrites = ({ now }: Platform, { teller, suspended }: Suspended): Write[] =>
  suspended
    ? entryWrites(
        {
          cause: `${suspended.cause}/released`,
          at: now(),
          postings: releasing(suspended, settlingAccount(teller, suspended.currency)),
        },
        never,
      )
    : [];
