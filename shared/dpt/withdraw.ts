import { accountShort } from '../accounts/paying.ts';
import { orderStatuses } from '../contract/codes.ts';
import { FeeRuleMissing, ParameterInvalid } from '../contract/errors.ts';
import { NETWORKS } from '../contract/networks.ts';
import type { CheckedRequestOf, ResultOf } from '../contract/operation.ts';
import type { dptWithdraw } from '../contract/operations/dpt.ts';
import { entryWrites, freeze } from '../ledger/entry.ts';
import { toMajor, toMinor } from '../money/amount.ts';
import { newId } from '../platform/ids.ts';
import type { Call } from '../platform/platform.ts';
import { answerOnce, StaleDecision } from '../requests/once.ts';
import type { Store } from '../store/store.ts';
import { addressKey } from './acquire.ts';
import { canonicalAddress } from './address.ts';
import { isCoinContract } from './coin-contracts.ts';
import { dptOrderPut, type Withdrawal, withdrawnFrom } from './order.ts';
import { walletOf } from './wallet.ts';

type Request = CheckedRequestOf<typeof dptWithdraw>;
type Result = ResultOf<typeof dptWithdraw>;

/** Accepts a withdrawal once for its userReqNo: its amount and fee are frozen until it is settled (contract section 3). */
export function withdraw(request: Request, call: Call): Promise<Result> {
  return answerOnce(call, 'dptWithdraw', request, async () => {
    const withdrawal = newWithdrawal(request, call);
    await assertPayable(call.platform.store, withdrawal);
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
        ...entryWrites(entry, accountShort(withdrawal.fee)),
      ],
    };
  });
}

/** Refuses an address where the coins would be lost, or come back to this platform as somebody's payment. */
async function assertPayable(store: Store, { network, address }: Withdrawal): Promise<void> {
  if (isCoinContract(network, address))
    throw new ParameterInvalid('address', 'is the contract of a coin: what is sent there is lost');
  // ERC20 and BEP20 know an account by the same address.
  const ours = await store.getMany(
    'dpt',
    NETWORKS.map((known) => addressKey(known, address)),
  );
  if (ours.some((item) => item !== undefined))
    throw new ParameterInvalid('address', 'is a deposit address of this platform');
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
