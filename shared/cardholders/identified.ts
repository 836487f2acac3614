import { ContractError } from '../contract/errors.ts';
import type { Call } from '../platform/platform.ts';
import { answerOnce, type Decision, keepFirstRefusal, untilFresh } from '../requests/once.ts';
import { earlierAnswer, fingerprint } from '../requests/request-number.ts';

/** What is asked for, with the merchant's number if it gave one. */
interface Identified {
  readonly userReqNo?: string | undefined;
}

/**
 * Makes a change that is known again without a request number: `decide` finds it made, and then has the answer but no
 * writes. Where the merchant gives a userReqNo it is honoured as everywhere.
 *
 * @throws RequestNumberEnded where it comes unsigned and without a number, a day or more after it was first refused
 */
export async function answerIdentified<Answer extends object>(
  call: Call,
  operation: string,
  request: Identified,
  decide: () => Promise<Decision<Answer>>,
): Promise<Answer> {
  const { userReqNo } = request;
  if (userReqNo !== undefined) return answerOnce(call, operation, { ...request, userReqNo }, decide);
  const unnumbered = unnumberedRequest(call, operation, request);
  if (!call.signed) await earlierAnswer(call.platform.store, unnumbered, call.platform.now());
  try {
    return await untilFresh(async () => {
      const { answer, writes } = await decide();
      if (writes.length > 0) await call.platform.store.write(writes);
      return answer;
    });
  } catch (error) {
    if (error instanceof ContractError) await keepFirstRefusal(call, unnumbered);
    throw error;
  }
}

/** What a refusal is kept under where there is no number: all that is asked for stands for it. */
function unnumberedRequest({ merchant }: Call, operation: string, content: Identified) {
  const userReqNo = `unnumbered/${fingerprint({ operation, content })}`;
  return { userNo: merchant.userNo, userReqNo, operation, content };
}
