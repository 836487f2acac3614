import { tryWrite } from '../../runtime/store/try-write.ts';
import { equals, type Write } from '../../runtime/store/write.ts';
import { StatusNotSuitable } from '../../wire/errors.ts';
import type { Dependencies } from '../dependencies.ts';
import { custodyAccount, feesAccount } from '../money/ledger/account.ts';
import { entryWrites } from '../money/ledger/entry.ts';
import { type Posting, release, transfer } from '../money/ledger/posting.ts';
import { dptOrderFrom, dptOrderKey, type Withdrawal, withdrawalDebit } from './dpt-order.ts';
import { transferClaimWrite } from './outgoing-transfer.ts';
import type { TransferId } from './payment.ts';

/** How a withdrawal ended: with a transfer on the chain, or with a failure in words for the merchant. */
export type WithdrawalOutcome =
  | ({ readonly status: 'success' } & TransferId)
  | { readonly status: 'failure'; readonly failure: string };

/**
 * Settles the withdrawal in one transaction with its postings: coins out and the fee earned, or both back to
 * the account. The same outcome again changes nothing. A transfer confirms only one withdrawal.
 *
 * @throws StatusNotSuitable when it has another outcome, or another transfer
 * @throws TransferConfirmedAnother when the transfer confirmed another withdrawal
 */
export async function settleWithdrawal(
  deps: Dependencies,
  withdrawal: Withdrawal,
  outcome: WithdrawalOutcome,
): Promise<void> {
  const conflict = await tryWrite(deps.store, outcomeWrites(withdrawal, outcome, deps.now()));
  if (!conflict) return;
  const settled = dptOrderFrom(conflict.current ?? {}) as Withdrawal;
  if (!hasOutcome(settled, outcome)) throw new StatusNotSuitable('withdrawal');
}

/** Builds the writes of the outcome; the first has no `onConflict`, and fails when there is an outcome already. */
function outcomeWrites(withdrawal: Withdrawal, outcome: WithdrawalOutcome, at: number): Write[] {
  const { orderNo } = withdrawal;
  const postings =
    outcome.status === 'success' ? withdrawnPostings(withdrawal) : releasedPostings(withdrawal);
  const entry = { cause: `withdrawal/${orderNo}/settled`, at, postings };
  return [
    {
      kind: 'update',
      table: 'dpt',
      key: dptOrderKey(orderNo),
      set: { ...outcome, finishedAt: at },
      when: [equals('status', 'pending')],
    },
    ...(outcome.status === 'success' ? [transferClaimWrite(withdrawal, outcome)] : []),
    ...entryWrites(entry, (account) => new Error(`${entry.cause}: the frozen amount is not on ${account}`)),
  ];
}

const hasOutcome = (withdrawal: Withdrawal, outcome: WithdrawalOutcome): boolean =>
  outcome.status === 'success'
    ? withdrawal.status === 'success' && isSameTransfer(withdrawal, outcome)
    : withdrawal.status === 'failure' && withdrawal.failure === outcome.failure;

/** Whether both identify one transfer: a transaction reported without a log index has no other. */
const isSameTransfer = (stored: Partial<TransferId>, received: TransferId): boolean =>
  stored.txId === received.txId &&
  (stored.logIndex === undefined || received.logIndex === undefined || stored.logIndex === received.logIndex);

function withdrawnPostings(withdrawal: Withdrawal): Posting[] {
  const { account } = withdrawalDebit(withdrawal);
  const { currency, amount, fee } = withdrawal;
  return [
    ...transfer([account, 'frozen'], [custodyAccount(currency), 'available'], amount),
    ...transfer([account, 'frozen'], [feesAccount(currency), 'available'], fee),
  ];
}

function releasedPostings(withdrawal: Withdrawal): Posting[] {
  const { account, amount } = withdrawalDebit(withdrawal);
  return release(account, amount);
}
