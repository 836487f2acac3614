import type { Call } from '../platform/platform.ts';
import { answerOnce, type Decision, untilFresh } from '../requests/once.ts';

/**
 * Makes a change that is known again without a request number: `decide` finds it made, and then has the answer but no
 * writes. Where the merchant gives a userReqNo it is honoured as everywhere.
 */
export function answerIdentified<Answer extends object>(
  call: Call,
  operation: string,
  request: { readonly userReqNo?: string | undefined },
  decide: () => Promise<Decision<Answer>>,
): Promise<Answer> {
  const { userReqNo } = request;
  if (userReqNo !== undefined) return answerOnce(call, operation, { ...request, userReqNo }, decide);
  return untilFresh(async () => {
    const { answer, writes } = await decide();
    if (writes.length > 0) await call.platform.store.write(writes);
    return answer;
  });
}
