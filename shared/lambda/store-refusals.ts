import * as z from 'zod/mini';
import { containsCardNumber } from '../runtime/card-number/detect-card-numbers.ts';
import { recordFirstRefusal } from '../runtime/idempotency/execute-once.ts';
import { readRefusalRecord } from '../runtime/idempotency/idempotency-key.ts';
import { type Operation, takesRequestNumber } from '../wire/contract/operations/operation.ts';
import { TooManyRequests } from '../wire/errors.ts';
import { logger } from './logger.ts';
import type { Invocation, Session } from './session.ts';

/**
 * Keeps when a change was first refused, wherever that was: what a merchant that need not sign was refused before anything
 * was decided must not be carried out long after, either (contract section 2). But for 100005, which is there so that a
 * request too many costs nothing.
 */
export function storeRefusals(entry: Operation) {
  return {
    onError: async ({ internal, error }: Invocation): Promise<void> => {
      if (!takesRequestNumber(entry) || error instanceof TooManyRequests) return;
      // The answer is the refusal, whether it could be kept or not.
      await storeRefusal(entry, internal).catch((fault: Error) => {
        logger.error('failed', { operation: entry.function, error: fault });
      });
    },
  };
}

async function storeRefusal(entry: Operation, { merchantCall, content }: Session): Promise<void> {
  const userReqNo = requestNumberOf(entry, content);
  if (!merchantCall || merchantCall.merchant.requireSignature || userReqNo === undefined) return;
  const { deps, merchant } = merchantCall;
  const request = { userNo: merchant.userNo, userReqNo };
  const earlier = await readRefusalRecord(deps.store, request);
  // Most refusals are kept where they were decided. And a repeated one costs no write.
  if (earlier.refusedAt !== undefined || (await containsCardNumber(deps.store, userReqNo))) return;
  await recordFirstRefusal(merchantCall, request);
}

/** The request's number, if it has a good one, as its schema reads it. */
function requestNumberOf({ request }: Operation, content: Session['content']): string | undefined {
  const schema = request.def.shape['userReqNo'];
  const read = schema && z.safeParse(schema, content?.['userReqNo']);
  return read?.success && typeof read.data === 'string' && read.data !== '' ? read.data : undefined;
}
