import { merchantCardAccount, settlementAccount, wholeOf } from '../ledger/accounts.ts';
import { type Entry, transfer } from '../ledger/entry.ts';
import { moneyText } from '../money/amount.ts';
import type { Platform } from '../platform/platform.ts';
import { ActRefused, carryOut, type Reason } from './act.ts';

/** Money that leaves a merchant's account for its bank. */
export interface Payout extends Reason {
  readonly userNo: string;
  readonly currency: string;
  /** Minor units. */
  readonly amount: bigint;
  /** The bank's reference: it is paid out once for each. */
  readonly reference: string;
}

/**
 * Pays out to a merchant, once for the reference, at most what is available. Answers false when that was done before.
 *
 * @throws ActRefused when less is available, or when the reference stands for something else
 */
export function payOut(platform: Platform, payout: Payout): Promise<boolean> {
  const { userNo, currency, amount, reference, reason, by } = payout;
  const account = merchantCardAccount(userNo, currency);
  const bank = settlementAccount(currency);
  const postings = transfer([account, 'available'], [bank, 'available'], amount);
  const isThis = (known: Entry) =>
    known.postings.some((posting) => posting.account === bank && posting.amount === amount) &&
    known.postings.every((posting) => [bank, account].includes(wholeOf(posting.account)));
  const missing = `the account has less than ${moneyText(amount, currency)} available`;
  return carryOut(
    platform,
    { cause: `payout/${reference}`, kind: 'payout', reason, by, isThis },
    async () => ({
      postings,
      guards: [{ account, overdraft: false, otherwise: () => undefined }],
      insufficient: () => new ActRefused(missing),
    }),
  );
}
