import { executeOnce, type PreparedChange } from '../../../runtime/idempotency/execute-once.ts';
import { findStoredResult } from '../../../runtime/idempotency/idempotency-key.ts';
import { ContractError, RequestNumberReused, TryAgainLater } from '../../../wire/errors.ts';
import type { MerchantCall } from '../../dependencies.ts';
import { type AcceptedChange, acceptChange, type MerchantChange } from './accept-change.ts';
import { completeChange } from './carry-out-change.ts';

/** What a merchant's change needs: its writes here, or its acceptance for the external issuer. */
type ChangePlan = Pick<PreparedChange<object>, 'writes'> | Pick<MerchantChange, 'subject' | 'requested'>;

/**
 * Executes a merchant's change of a card or group once per userReqNo. A change at an external issuer is accepted first
 * and then carried out while the merchant waits; repeating the request resumes one that had no outcome.
 *
 * @param result - the merchant's result
 * @throws StatusNotSuitable when the issuer refused the change because of the subject's status
 * @throws LimitBelowUsed when the issuer refused the new limit
 * @throws NewerChange when a newer change replaced it
 * @throws TryAgainLater when its outcome is not known yet
 */
export async function executeChange<Result extends object>(
  call: MerchantCall,
  { operation, content }: Pick<MerchantChange, 'operation' | 'content'>,
  result: Result,
  decide: () => Promise<ChangePlan>,
): Promise<Result> {
  const executed = await executeOnce<Result | AcceptedChange>(call, operation, content, async () => {
    const plan = await decide();
    return 'writes' in plan
      ? { result, writes: plan.writes }
      : acceptChange(call, { operation, content, ...plan });
  });
  if (!('changeId' in executed)) return executed;
  await completeLatest(call, { operation, content }, executed.changeId);
  return result;
}

/**
 * Completes the change. Its refusal releases the number, and a copy of the request may have been accepted under it
 * meanwhile: then that one's outcome counts.
 */
async function completeLatest(
  call: MerchantCall,
  request: Pick<MerchantChange, 'operation' | 'content'>,
  changeId: string,
): Promise<void> {
  try {
    await completeChange(call.deps, changeId);
  } catch (error) {
    if (!(error instanceof ContractError) || error instanceof TryAgainLater) throw error;
    const latest = await findAcceptedChange(call, request);
    if (latest === undefined || latest === changeId) throw error;
    await completeLatest(call, request, latest);
  }
}

/** Returns the change that is accepted under the number now; undefined when there is none, or it has other content. */
async function findAcceptedChange(
  { deps, merchant }: MerchantCall,
  { operation, content }: Pick<MerchantChange, 'operation' | 'content'>,
): Promise<string | undefined> {
  const { userReqNo } = content;
  try {
    const stored = await findStoredResult<Partial<AcceptedChange>>(deps.store, {
      userNo: merchant.userNo,
      userReqNo,
      operation,
      content,
    });
    return stored?.changeId;
  } catch (error) {
    if (error instanceof RequestNumberReused) return undefined;
    throw error;
  }
}
