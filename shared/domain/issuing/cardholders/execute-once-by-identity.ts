import {
  executeOnce,
  type PreparedChange,
  recordFirstRefusal,
  retryOnConflict,
} from '../../../runtime/idempotency/execute-once.ts';
import { findStoredResult, requestFingerprint } from '../../../runtime/idempotency/idempotency-key.ts';
import { ContractError } from '../../../wire/errors.ts';
import type { MerchantCall } from '../../dependencies.ts';

/** What is asked for, with the merchant's number if it gave one. */
interface IdentifiedRequest {
  readonly userReqNo?: string | undefined;
}

/**
 * Makes a change that is known again without a request number: `decide` finds it made, and then has the answer but no
 * writes. Where the merchant gives a userReqNo it is honoured as everywhere.
 *
 * @throws RequestNumberEnded where it comes unsigned and without a number, a day or more after it was first refused
 */
export async function executeOnceByIdentity<Answer extends object>(
  call: MerchantCall,
  operation: string,
  request: IdentifiedRequest,
  decide: () => Promise<PreparedChange<Answer>>,
): Promise<Answer> {
  const { userReqNo } = request;
  if (userReqNo !== undefined) return executeOnce(call, operation, { ...request, userReqNo }, decide);
  const withoutNumber = requestWithoutNumber(call, operation, request);
  if (!call.signed) await findStoredResult(call.deps.store, withoutNumber, call.deps.now());
  try {
    return await retryOnConflict(async () => {
      const { result, writes } = await decide();
      if (writes.length > 0) await call.deps.store.write(writes);
      return result;
    });
  } catch (error) {
    if (error instanceof ContractError) await recordFirstRefusal(call, withoutNumber);
    throw error;
  }
}

/** What a refusal is kept under where there is no number: all that is asked for stands for it. */
function requestWithoutNumber({ merchant }: MerchantCall, operation: string, content: IdentifiedRequest) {
  const userReqNo = `unnumbered/${requestFingerprint({ operation, content })}`;
  return { userNo: merchant.userNo, userReqNo, operation, content };
}
