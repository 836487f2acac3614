import { AMOUNT_DIGITS } from '../money/amount.ts';
import type { Platform } from '../platform/platform.ts';
import { merchantCardAccount, settlementAccount, upstreamAccount } from './accounts.ts';
import { roomFor } from './balance.ts';
import { AlreadyPosted, entryWrites, type Guard, type Posting, transfer } from './entry.ts';

/** Money that a merchant paid in from outside, as the operator's bank statement shows it. */
export interface Deposit {
  readonly userNo: string;
  readonly currency: string;
  /** Minor units. */
  readonly amount: bigint;
  /** The bank's reference: a deposit is booked once for each. */
  readonly reference: string;
}

/** The account would have more than the wire can tell. */
export class BalanceTooLarge extends Error {
  override readonly name = 'BalanceTooLarge';
}

/**
 * Books a deposit onto the merchant's card account. Answers false when its reference was booked before.
 *
 * @throws BalanceTooLarge; CoinOnCardAccount for coins
 */
export async function bookDeposit(platform: Platform, deposit: Deposit): Promise<boolean> {
  const { userNo, currency, amount, reference } = deposit;
  const postings = transfer(
    [settlementAccount(currency), 'available'],
    [merchantCardAccount(userNo, currency), 'available'],
    amount,
  );
  const full = () => new BalanceTooLarge(`an account has at most ${AMOUNT_DIGITS} digits`);
  const account = merchantCardAccount(userNo, currency);
  const guards = [{ account, when: [roomFor(amount)], otherwise: full }];
  return bookOnce(platform, `deposit/${reference}`, postings, guards);
}

/** Money that this platform paid in at a platform below, as the operator's bank statement shows it. */
export interface Prefunding {
  readonly issuer: string;
  readonly currency: string;
  /** Minor units; negative for what came back from there. */
  readonly amount: bigint;
  /** The bank's reference: a payment is booked once for each. */
  readonly reference: string;
}

/** Books what this platform has on its account at a platform below. Answers false when its reference was booked before. */
export function bookPrefunding(platform: Platform, prefunding: Prefunding): Promise<boolean> {
  const { issuer, currency, amount, reference } = prefunding;
  const there = upstreamAccount(issuer, currency);
  const bank = settlementAccount(currency);
  const postings =
    amount < 0n
      ? transfer([bank, 'available'], [there, 'available'], -amount)
      : transfer([there, 'available'], [bank, 'available'], amount);
  return bookOnce(platform, `prefunding/${issuer}/${reference}`, postings);
}

async function bookOnce(
  platform: Platform,
  cause: string,
  postings: readonly Posting[],
  guards: readonly Guard[] = [],
): Promise<boolean> {
  const entry = { cause, at: platform.now(), postings };
  try {
    await platform.store.write(
      entryWrites(entry, (account) => new Error(`${cause} cannot take from ${account}`), guards),
    );
    return true;
  } catch (error) {
    if (error instanceof AlreadyPosted) return false;
    throw error;
  }
}
