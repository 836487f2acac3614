import type { Platform } from '../platform/platform.ts';
import { merchantCardAccount, settlementAccount } from './accounts.ts';
import { AlreadyPosted, entryWrites, transfer } from './entry.ts';

/** Money that a merchant paid in from outside, as the operator's bank statement shows it. */
export interface Deposit {
  readonly userNo: string;
  readonly currency: string;
  /** Minor units. */
  readonly amount: bigint;
  /** The bank's reference: a deposit is booked once for each. */
  readonly reference: string;
}

/** Books a deposit onto the merchant's card account. Answers false when its reference was booked before. */
export async function bookDeposit(platform: Platform, deposit: Deposit): Promise<boolean> {
  const { userNo, currency, amount, reference } = deposit;
  const postings = transfer(
    [settlementAccount(currency), 'available'],
    [merchantCardAccount(userNo, currency), 'available'],
    amount,
  );
  const entry = { cause: `deposit/${reference}`, at: platform.now(), postings };
  try {
    await platform.store.write(
      entryWrites(entry, (account) => new Error(`a deposit cannot take from ${account}`)),
    );
    return true;
  } catch (error) {
    if (error instanceof AlreadyPosted) return false;
    throw error;
  }
}
