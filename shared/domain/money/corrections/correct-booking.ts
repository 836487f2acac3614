import type { Store } from '../../../runtime/store/store.ts';
import { formatMoney, MAX_AMOUNT_DIGITS } from '../../../wire/money/amount.ts';
import type { Dependencies } from '../../dependencies.ts';
import {
  type Account,
  accountOfShard,
  currencyOf,
  hasBalance,
  settlementAccount,
} from '../ledger/account.ts';
import { withinMaxBalance } from '../ledger/balance.ts';
import { type BalanceGuard, type Entry, type ForcedDebitGuard, findEntry } from '../ledger/entry.ts';
import { ActRefused, executeAct, type OperatorReason } from './operator-act.ts';

/** What is booked of payments with the world outside, and what its amount does to the account that it is about. */
const SIGNS = { deposit: 1n, payout: -1n, prefunding: -1n } as const;

/** A booking that can be set right. */
export type CorrectableKind = keyof typeof SIGNS;

/** What a booking should have been. */
export interface Correction extends OperatorReason {
  readonly kind: CorrectableKind;
  /** Its reference: of a prefunding with the issuer before it. */
  readonly reference: string;
  /** What it should have been, in minor units; zero takes it back wholly. */
  readonly amount: bigint;
  /** Lets the account fall below zero by it. */
  readonly overdraft?: boolean;
}

/** What a booking is about, and what it is after all corrections, in minor units. */
export interface Booking {
  readonly account: Account;
  readonly amount: bigint;
  /** The latest entry of it, which the next correction corrects, and how many corrections there were. */
  readonly latest: string;
  readonly corrections: number;
}

/** The booking of this reference as it stands. ActRefused when there is none. */
export async function findBooking(store: Store, kind: CorrectableKind, reference: string): Promise<Booking> {
  const first = await findEntry(store, `${kind}/${reference}`);
  const bank = first?.postings.find(({ account }) => account === settlementAccount(currencyOf(account)));
  const other = first?.postings.find(({ account }) => account !== bank?.account);
  if (!first || !bank || !other) throw new ActRefused(`there is no ${kind} ${reference}`);
  const entries = [first];
  for (let next: Entry | undefined = first; next; ) {
    next = await findEntry(store, correctionCause(kind, reference, entries.length));
    if (next) entries.push(next);
  }
  const paid = entries.flatMap(({ postings }) => postings).filter(({ account }) => account === bank.account);
  return {
    account: accountOfShard(other.account),
    amount: -paid.reduce((sum, { amount }) => sum + amount, 0n) * SIGNS[kind],
    latest: entries.at(-1)?.cause ?? first.cause,
    corrections: entries.length - 1,
  };
}

/** The cause of the nth correction of a booking. */
const correctionCause = (kind: CorrectableKind, reference: string, number: number) =>
  `correction/${number}/${kind}/${reference}`;

/**
 * Makes a booking what it should have been, by an entry of the difference that names the one before. Every entry is
 * corrected once; to correct a correction, correct the booking again. Answers the booking as it was; where it is right
 * already nothing changes.
 *
 * @throws ActRefused when there is no such booking, or when the account has less than is taken back
 */
export async function correctBooking(deps: Dependencies, correction: Correction): Promise<Booking> {
  const { kind, reference, amount, reason, by } = correction;
  for (;;) {
    const booking = await findBooking(deps.store, kind, reference);
    if (booking.amount === amount) return booking;
    const gained = (amount - booking.amount) * SIGNS[kind];
    const cause = correctionCause(kind, reference, booking.corrections + 1);
    const act = {
      cause,
      kind: 'correction',
      corrects: booking.latest,
      reason,
      by,
      isSame: () => true,
    } as const;
    const isDone = await executeAct(deps, act, async () =>
      correctionPlan(booking.account, gained, correction),
    );
    if (isDone) return booking;
  }
}

function correctionPlan(account: Account, gained: bigint, { overdraft = false }: Correction) {
  const currency = currencyOf(account);
  const postings = [
    { account, side: 'available', amount: gained },
    { account: settlementAccount(currency), side: 'available', amount: -gained },
  ] as const;
  const missing = `the account has less than ${formatMoney(gained < 0n ? -gained : gained, currency)} available`;
  const insufficient = () => new ActRefused(`${missing}; --overdraft takes it all the same`);
  return { postings, guards: hasBalance(account) ? [guardOf(account, gained, overdraft)] : [], insufficient };
}

function guardOf(account: Account, gained: bigint, overdraft: boolean): BalanceGuard | ForcedDebitGuard {
  if (gained < 0n) return { account, overdraft, onConflict: () => undefined };
  const full = () => new ActRefused(`the account would have more than ${MAX_AMOUNT_DIGITS} digits`);
  return { account, when: [withinMaxBalance(gained)], onConflict: full };
}
