import { orderStatuses } from '../contract/codes.ts';
import { AccountBalanceInsufficient, FeeRuleMissing, ParameterInvalid } from '../contract/errors.ts';
import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { dptWithdraw } from '../contract/operations/dpt.ts';
import { entryWrites, freeze } from '../ledger/entry.ts';
import { toMajor, toMinor } from '../money/amount.ts';
import { newId } from '../platform/ids.ts';
import type { Call } from '../platform/platform.ts';
import { answerOnce, StaleDecision } from '../requests/once.ts';
import { canonicalAddress } from './address.ts';
import { dptOrderPut, type Withdrawal, withdrawnFrom } from './order.ts';
import { walletOf } from './wallet.ts';

type Request = CheckedRequestOf<typeof dptWithdraw>;
type Result = ResultOf<typeof dptWithdraw>;

/** Accepts a withdrawal once for its userReqNo: its amount and fee are frozen until it is settled (contract section 3). */
export function withdraw(request: Request, call: Call): Promise<Result> {
  return answerOnce(call, 'dptWithdraw', request, async () => {
    const withdrawal = newWithdrawal(request, call);
    // Nothing leaves by a closed network: the coins would stay frozen.
    await walletOf(call.platform.store, request.network);
    const { account, amount } = withdrawnFrom(withdrawal);
    const cause = `withdrawal/${withdrawal.orderNo}/accepted`;
    const entry = { cause, at: withdrawal.createdAt, postings: freeze(account, amount) };
    return {
      answer: answerOf(withdrawal),
      writes: [
        // The number is another order's: the next decision draws a new one.
        dptOrderPut(withdrawal, () => new StaleDecision()),
        ...entryWrites(entry, () => new AccountBalanceInsufficient()),
      ],
    };
  });
}

function newWithdrawal(request: Request, { platform, merchant, correlationId }: Call): Withdrawal {
  const { userReqNo, currency, network } = request;
  const address = canonicalAddress(network, request.address);
  if (address === undefined) throw new ParameterInvalid('address', `must be an address of ${network}`);
  const amount = toMinor(request.amount, currency, 'amount');
  const fee = merchant.fees?.withdrawal[currency];
  if (fee === undefined) throw new FeeRuleMissing(currency);
  const createdAt = platform.now();
  return {
    kind: 'withdrawal',
    orderNo: newId(createdAt, platform.random),
    userNo: merchant.userNo,
    userReqNo,
    currency,
    network,
    address,
    amount,
    fee: BigInt(fee),
    status: 'pending',
    createdAt,
    correlationId,
  };
}

function answerOf({ orderNo, userReqNo, currency, amount, fee }: Withdrawal): Result {
  const major = (minor: bigint) => toMajor(minor, currency);
  return {
    orderNo,
    userReqNo,
    currency,
    amount: major(amount),
    fee: major(fee),
    status: orderStatuses.inProcess,
  };
}
