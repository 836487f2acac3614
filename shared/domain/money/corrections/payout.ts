import { formatMoney } from '../../../wire/money/amount.ts';
import type { Dependencies } from '../../dependencies.ts';
import { accountOfShard, merchantCardAccount, settlementAccount } from '../ledger/account.ts';
import { type Entry, transfer } from '../ledger/entry.ts';
import { ActRefused, executeAct, type OperatorReason } from './operator-act.ts';

/** Money that leaves a merchant's account for its bank. */
export interface Payout extends OperatorReason {
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
export function payOut(deps: Dependencies, payout: Payout): Promise<boolean> {
  const { userNo, currency, amount, reference, reason, by } = payout;
  const account = merchantCardAccount(userNo, currency);
  const bank = settlementAccount(currency);
  const postings = transfer([account, 'available'], [bank, 'available'], amount);
  const isThis = (known: Entry) =>
    known.postings.some((posting) => posting.account === bank && posting.amount === amount) &&
    known.postings.every((posting) => [bank, account].includes(accountOfShard(posting.account)));
  const missing = `the account has less than ${formatMoney(amount, currency)} available`;
  return executeAct(
    deps,
    { cause: `payout/${reference}`, kind: 'payout', reason, by, isSame: isThis },
    async () => ({
      postings,
      guards: [{ account, overdraft: false, onConflict: () => undefined }],
      insufficient: () => new ActRefused(missing),
    }),
  );
}
