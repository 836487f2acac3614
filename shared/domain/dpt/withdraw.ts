import { executeOnce, writeConflict } from '../../runtime/idempotency/execute-once.ts';
import { newId } from '../../runtime/ids.ts';
import type { Store } from '../../runtime/store/store.ts';
import { orderStatuses } from '../../wire/contract/codes.ts';
import type { dptWithdraw } from '../../wire/contract/operations/dpt.ts';
import type { CheckedRequestOf, ResultOf } from '../../wire/contract/operations/operation.ts';
import { COIN_NETWORKS } from '../../wire/contract/reference-data/coin-networks.ts';
import { FeeRuleMissing, ParameterInvalid } from '../../wire/errors.ts';
import { toMajor, toMinor } from '../../wire/money/amount.ts';
import type { MerchantCall } from '../dependencies.ts';
import { insufficientBalance } from '../money/accounts/sharded-payer.ts';
import { entryWrites } from '../money/ledger/entry.ts';
import { freeze } from '../money/ledger/posting.ts';
import { addressKey } from './acquire.ts';
import { canonicalAddress } from './blockchain-address.ts';
import { isCoinContract } from './coin-contracts.ts';
import { dptOrderPut, type Withdrawal, withdrawalDebit } from './dpt-order.ts';
import { walletOf } from './wallet.ts';

type Request = CheckedRequestOf<typeof dptWithdraw>;
type Result = ResultOf<typeof dptWithdraw>;

/**
 * Accepts a withdrawal, once per userReqNo: amount and fee are frozen until it is settled (contract section
 * 3).
 *
 * @throws FeeRuleMissing when the merchant has no withdrawal fee for the coin
 * @throws ParameterInvalid when the address is invalid or its coins would be lost
 * @throws ProductNotEnabled when the network is closed
 * @throws AccountBalanceInsufficient when amount and fee exceed the balance
 */
export function withdraw(request: Request, call: MerchantCall): Promise<Result> {
  return executeOnce(call, 'dptWithdraw', request, async () => {
    const withdrawal = newWithdrawal(request, call);
    await assertPayable(call.deps.store, withdrawal);
    // On a closed network the coins would stay frozen.
    await walletOf(call.deps.store, request.network);
    const { account, amount } = withdrawalDebit(withdrawal);
    const cause = `withdrawal/${withdrawal.orderNo}/accepted`;
    const entry = { cause, at: withdrawal.createdAt, postings: freeze(account, amount) };
    return {
      result: toResult(withdrawal),
      writes: [
        // The number belongs to another order: the retry generates a new one.
        dptOrderPut(withdrawal, writeConflict),
        ...entryWrites(entry, insufficientBalance(withdrawal.fee)),
      ],
    };
  });
}

/**
 * Rejects an address where the coins would be lost, or return to this platform as a payment.
 *
 * @throws ParameterInvalid when it is one of these
 */
async function assertPayable(store: Store, { network, address }: Withdrawal): Promise<void> {
  if (isCoinContract(network, address))
    throw new ParameterInvalid('address', 'is the contract of a coin: what is sent there is lost');
  // An account has the same address on ERC20 and BEP20.
  const ownAddresses = await store.getMany(
    'dpt',
    COIN_NETWORKS.map((known) => addressKey(known, address)),
  );
  if (ownAddresses.some((item) => item !== undefined))
    throw new ParameterInvalid('address', 'is a deposit address of this platform');
}

function newWithdrawal(request: Request, { deps, merchant, correlationId }: MerchantCall): Withdrawal {
  const { userReqNo, currency, network } = request;
  const address = canonicalAddress(network, request.address);
  if (address === undefined) throw new ParameterInvalid('address', `must be an address of ${network}`);
  const amount = toMinor(request.amount, currency, 'amount');
  const fee = merchant.fees?.withdrawal[currency];
  if (fee === undefined) throw new FeeRuleMissing(currency);
  const createdAt = deps.now();
  return {
    kind: 'withdrawal',
    orderNo: newId(createdAt, deps.random),
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

function toResult({ orderNo, userReqNo, currency, amount, fee }: Withdrawal): Result {
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
