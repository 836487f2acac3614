import { MAX_AMOUNT_DIGITS } from '../../../wire/money/amount.ts';
import type { Dependencies } from '../../dependencies.ts';
import { merchantCardAccount, settlementAccount, upstreamAccount } from '../ledger/account.ts';
import { withinMaxBalance } from '../ledger/balance.ts';
import { AlreadyPosted, type BalanceGuard, entryWrites } from '../ledger/entry.ts';
import { type Posting, transfer } from '../ledger/posting.ts';

/** A merchant's payment to the platform, as the operator's bank statement shows it. */
export interface Deposit {
  readonly userNo: string;
  readonly currency: string;
  /** Minor units. */
  readonly amount: bigint;
  /** The bank's reference; a deposit is booked once for each. */
  readonly reference: string;
}

/** The balance would exceed what the wire format can carry. */
export class BalanceTooLarge extends Error {
  override readonly name = 'BalanceTooLarge';
}

/**
 * Books a deposit on the merchant's card account. Returns false when its reference was booked before.
 *
 * @throws BalanceTooLarge
 * @throws CoinOnCardAccount when the currency is a coin
 */
export async function bookDeposit(deps: Dependencies, deposit: Deposit): Promise<boolean> {
  const { userNo, currency, amount, reference } = deposit;
  const postings = transfer(
    [settlementAccount(currency), 'available'],
    [merchantCardAccount(userNo, currency), 'available'],
    amount,
  );
  const full = () => new BalanceTooLarge(`an account has at most ${MAX_AMOUNT_DIGITS} digits`);
  const account = merchantCardAccount(userNo, currency);
  const guards = [{ account, when: [withinMaxBalance(amount)], onConflict: full }];
  return bookOnce(deps, `deposit/${reference}`, postings, guards);
}

/** The platform's payment to an external issuer, as the operator's bank statement shows it. */
export interface Prefunding {
  readonly issuer: string;
  readonly currency: string;
  /** Minor units; negative for money that the issuer paid back. */
  readonly amount: bigint;
  /** The bank's reference; a payment is booked once for each. */
  readonly reference: string;
}

/**
 * Books a payment to the platform's account at an external issuer. Returns false when its reference was booked before.
 */
export function bookPrefunding(deps: Dependencies, prefunding: Prefunding): Promise<boolean> {
  const { issuer, currency, amount, reference } = prefunding;
  const atIssuer = upstreamAccount(issuer, currency);
  const bank = settlementAccount(currency);
  const postings =
    amount < 0n
      ? transfer([bank, 'available'], [atIssuer, 'available'], -amount)
      : transfer([atIssuer, 'available'], [bank, 'available'], amount);
  return bookOnce(deps, `prefunding/${issuer}/${reference}`, postings);
}

async function bookOnce(
  deps: Dependencies,
  cause: string,
  postings: readonly Posting[],
  guards: readonly BalanceGuard[] = [],
): Promise<boolean> {
  const entry = { cause, at: deps.now(), postings };
  try {
    await deps.store.write(
      entryWrites(entry, (account) => new Error(`${cause} cannot take from ${account}`), guards),
    );
    return true;
  } catch (error) {
    if (error instanceof AlreadyPosted) return false;
    throw error;
  }
}
