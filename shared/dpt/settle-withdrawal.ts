import { StatusNotSuitable } from '../contract/errors.ts';
import { custodyAccount, feesAccount } from '../ledger/accounts.ts';
import { entryWrites, type Posting, release, transfer } from '../ledger/entry.ts';
import type { Platform } from '../platform/platform.ts';
import { equals } from '../store/write.ts';
import { dptOrderFrom, dptOrderKey, type Withdrawal, withdrawnFrom } from './order.ts';
import { takeTransfer } from './outgoing-transfer.ts';
import type { TransferId } from './payment-record.ts';

/** How a withdrawal ended: by a transfer on the chain, or not at all and why, as the merchant may read it. */
export type WithdrawalOutcome =
  | ({ readonly status: 'success' } & TransferId)
  | { readonly status: 'failure'; readonly failure: string };

/** The withdrawal has its outcome already. */
class WithdrawalIsFinal extends Error {
  readonly withdrawal: Withdrawal;
  constructor(withdrawal: Withdrawal) {
    super();
    this.withdrawal = withdrawal;
  }
}

/**
 * Gives the withdrawal its outcome in one transaction with its money: coins out and the fee earned, or both back to
 * the account. The same outcome again changes nothing. A transfer confirms one withdrawal.
 *
 * @throws StatusNotSuitable when it has another outcome, another transfer included; TransferConfirmedAnother for a transfer
 * that is another withdrawal's
 */
export async function settleWithdrawal(
  platform: Platform,
  withdrawal: Withdrawal,
  outcome: WithdrawalOutcome,
): Promise<void> {
  try {
    await settle(platform, withdrawal, outcome);
  } catch (error) {
    if (!(error instanceof WithdrawalIsFinal)) throw error;
    if (!hasOutcome(error.withdrawal, outcome)) throw new StatusNotSuitable('withdrawal');
  }
}

async function settle(platform: Platform, withdrawal: Withdrawal, outcome: WithdrawalOutcome): Promise<void> {
  const { orderNo } = withdrawal;
  const at = platform.now();
  const postings = outcome.status === 'success' ? gone(withdrawal) : givenBack(withdrawal);
  const entry = { cause: `withdrawal/${orderNo}/settled`, at, postings };
  await platform.store.write([
    {
      kind: 'update',
      table: 'dpt',
      key: dptOrderKey(orderNo),
      set: { ...outcome, finishedAt: at },
      when: [equals('status', 'pending')],
      otherwise: (current) => new WithdrawalIsFinal(dptOrderFrom(current ?? {}) as Withdrawal),
    },
    ...(outcome.status === 'success' ? [takeTransfer(withdrawal, outcome)] : []),
    ...entryWrites(entry, (account) => new Error(`${entry.cause}: what it froze is not on ${account}`)),
  ]);
}

const hasOutcome = (withdrawal: Withdrawal, outcome: WithdrawalOutcome): boolean =>
  outcome.status === 'success'
    ? withdrawal.status === 'success' && isSameTransfer(withdrawal, outcome)
    : withdrawal.status === 'failure' && withdrawal.failure === outcome.failure;

/** Whether both name one transfer: of a transaction that was told without a log index there is no other. */
const isSameTransfer = (kept: Partial<TransferId>, told: TransferId): boolean =>
  kept.txId === told.txId &&
  (kept.logIndex === undefined || told.logIndex === undefined || kept.logIndex === told.logIndex);

function gone(withdrawal: Withdrawal): Posting[] {
  const { account } = withdrawnFrom(withdrawal);
  const { currency, amount, fee } = withdrawal;
  return [
    ...transfer([account, 'frozen'], [custodyAccount(currency), 'available'], amount),
    ...transfer([account, 'frozen'], [feesAccount(currency), 'available'], fee),
  ];
}

function givenBack(withdrawal: Withdrawal): Posting[] {
  const { account, amount } = withdrawnFrom(withdrawal);
  return release(account, amount);
}
