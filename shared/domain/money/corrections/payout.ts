import { formatMoney } from '../../../wire/money/amount.ts';
import type { Dependencies } from '../../dependencies.ts';
import { accountOfShard, merchantCardAccount, settlementAccount } from '../ledger/account.ts';
import type { Entry } from '../ledger/entry.ts';
import { transfer } from '../ledger/posting.ts';
import { ActRefused, executeAct, type OperatorReason } from './operator-act.ts';

/** Money paid out from a merchant's account to its bank. */
export interface Payout extends OperatorReason {
  readonly userNo: string;
  readonly currency: string;
  /** Minor units. */
  readonly amount: bigint;
  /** The bank's reference; a payout is booked once for each. */
  readonly reference: string;
}

/**
 * Books a payout to a merchant, once for its reference and at most what is available. Returns false when it was done
 * before.
 *
 * @throws ActRefused when less is available, or when the reference is already used for something else
 */
export function payOut(deps: Dependencies, payout: Payout): Promise<boolean> {
  const { userNo, currency, amount, reference, reason, by } = payout;
  const account = merchantCardAccount(userNo, currency);
  const bank = settlementAccount(currency);
  const postings = transfer([account, 'available'], [bank, 'available'], amount);
  const isSame = (known: Entry) =>
    known.postings.some((posting) => posting.account === bank && posting.amount === amount) &&
    known.postings.every((posting) => [bank, account].includes(accountOfShard(posting.account)));
  const missing = `the account has less than ${formatMoney(amount, currency)} available`;
  return executeAct(deps, { cause: `payout/${reference}`, kind: 'payout', reason, by, isSame }, async () => ({
    postings,
    guards: [{ account, overdraft: false, onConflict: () => undefined }],
    insufficient: () => new ActRefused(missing),
  }));
}
