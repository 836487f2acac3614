import {
  executeOnce,
  type PreparedChange,
  recordFirstRefusal,
  retryOnConflict,
} from '../../../runtime/idempotency/execute-once.ts';
import { findStoredResult, requestFingerprint } from '../../../runtime/idempotency/idempotency-key.ts';
import { ContractError } from '../../../wire/errors.ts';
import type { MerchantCall } from '../../dependencies.ts';

/** A request whose userReqNo is optional. */
interface IdentifiedRequest {
  readonly userReqNo?: string | undefined;
}

/**
 * Executes a change that is idempotent without a request number: `decide` recognizes a repeated request by its content
 * and returns the result without writes. With a userReqNo it behaves like `executeOnce`.
 *
 * @throws RequestNumberEnded when an unsigned request without a number was first refused a day or more ago
 */
export async function executeOnceByIdentity<Result extends object>(
  call: MerchantCall,
  operation: string,
  request: IdentifiedRequest,
  decide: () => Promise<PreparedChange<Result>>,
): Promise<Result> {
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

/** Returns the key under which a refusal is recorded without a request number: the fingerprint of the content. */
function requestWithoutNumber({ merchant }: MerchantCall, operation: string, content: IdentifiedRequest) {
  const userReqNo = `unnumbered/${requestFingerprint({ operation, content })}`;
  return { userNo: merchant.userNo, userReqNo, operation, content };
}
