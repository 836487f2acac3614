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

/** Bookings of bank payments, with the sign by which their amount changes the account. */
const SIGNS = { deposit: 1n, payout: -1n, prefunding: -1n } as const;

/** A kind of booking that can be corrected. */
export type CorrectableKind = keyof typeof SIGNS;

/** The correction of a booking. */
export interface Correction extends OperatorReason {
  readonly kind: CorrectableKind;
  /** The booking's reference; for a prefunding `<issuer>/<reference>`. */
  readonly reference: string;
  /** The right amount, in minor units; zero reverses the booking. */
  readonly amount: bigint;
  /** Lets the account fall below zero. Defaults to false. */
  readonly overdraft?: boolean;
}

/** A booking after all of its corrections. */
export interface Booking {
  readonly account: Account;
  /** Minor units. */
  readonly amount: bigint;
  /** The cause of its latest entry, which the next correction corrects. */
  readonly latest: string;
  readonly corrections: number;
}

/**
 * Returns the booking with this reference as it stands.
 *
 * @throws ActRefused when there is none
 */
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
 * Corrects the amount of a booking by an entry for the difference, which names the entry it corrects. Each entry is
 * corrected once: to correct a correction, correct the booking again. Returns the booking as it was. Does nothing when
 * the amount is already right.
 *
 * @throws ActRefused when there is no such booking, when the account has less available than is taken back, or when its
 * balance would become too large
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
  const insufficient = () => new ActRefused(`${missing}; --overdraft takes it anyway`);
  return { postings, guards: hasBalance(account) ? [guardOf(account, gained, overdraft)] : [], insufficient };
}

function guardOf(account: Account, gained: bigint, overdraft: boolean): BalanceGuard | ForcedDebitGuard {
  if (gained < 0n) return { account, overdraft, onConflict: () => undefined };
  const full = () => new ActRefused(`the account would have more than ${MAX_AMOUNT_DIGITS} digits`);
  return { account, when: [withinMaxBalance(gained)], onConflict: full };
}
