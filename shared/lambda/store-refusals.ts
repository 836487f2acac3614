import * as z from 'zod/mini';
import { containsCardNumber } from '../runtime/card-number/detect-card-numbers.ts';
import { recordFirstRefusal } from '../runtime/idempotency/execute-once.ts';
import { readRefusalRecord } from '../runtime/idempotency/idempotency-key.ts';
import { type Operation, takesRequestNumber } from '../wire/contract/operations/operation.ts';
import { TooManyRequests } from '../wire/errors.ts';
import { logger } from './logger.ts';
import type { Invocation, Session } from './session.ts';

/**
 * Middleware that records when a change was first refused, wherever in the pipeline. A refused request of a merchant
 * that need not sign must not be carried out long afterwards (contract section 2), even if it was refused before
 * anything was decided. Except for 100005, where a record would cost what the limit saves.
 */
export function storeRefusals(entry: Operation) {
  return {
    onError: async ({ internal, error }: Invocation): Promise<void> => {
      if (!takesRequestNumber(entry) || error instanceof TooManyRequests) return;
      // The response is the refusal, whether or not it could be recorded.
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
  // Most refusals are recorded where they were decided, and a repeated one costs no write.
  if (earlier.refusedAt !== undefined || (await containsCardNumber(deps.store, userReqNo))) return;
  await recordFirstRefusal(merchantCall, request);
}

/** Returns the request's userReqNo if it is valid by the schema. */
function requestNumberOf({ request }: Operation, content: Session['content']): string | undefined {
  const schema = request.def.shape['userReqNo'];
  const parsed = schema && z.safeParse(schema, content?.['userReqNo']);
  return parsed?.success && typeof parsed.data === 'string' && parsed.data !== '' ? parsed.data : undefined;
}
