import * as z from 'zod/mini';
import { holdsCardNumber } from '../cards/found-number.ts';
import { TooManyRequests } from '../contract/errors.ts';
import { type Operation, takesNumber } from '../contract/operation.ts';
import { keepFirstRefusal } from '../requests/once.ts';
import { refusedUnder } from '../requests/request-number.ts';
import { logger } from './logger.ts';
import type { Invocation, Session } from './session.ts';

/**
 * Keeps when a change was first refused, wherever that was: what a merchant that need not sign was refused before anything
 * was decided must not be carried out long after, either (contract section 2). But for 100005, which is there so that a
 * request too many costs nothing.
 */
export function keepRefusals(entry: Operation) {
  return {
    onError: async ({ internal, error }: Invocation): Promise<void> => {
      if (!takesNumber(entry) || error instanceof TooManyRequests) return;
      // The answer is the refusal, whether it could be kept or not.
      await keep(entry, internal).catch((fault: Error) => {
        logger.error('failed', { operation: entry.function, error: fault });
      });
    },
  };
}

async function keep(entry: Operation, { call, content }: Session): Promise<void> {
  const userReqNo = numberIn(entry, content);
  if (!call || call.merchant.requireSignature || userReqNo === undefined) return;
  const { platform, merchant } = call;
  const request = { userNo: merchant.userNo, userReqNo };
  const known = await refusedUnder(platform.store, request);
  // Most refusals are kept where they were decided. And a repeated one costs no write.
  if (known.refusedAt !== undefined || (await holdsCardNumber(platform.store, userReqNo))) return;
  await keepFirstRefusal(call, request);
}

/** The request's number, if it has a good one, as its schema reads it. */
function numberIn({ request }: Operation, content: Session['content']): string | undefined {
  const schema = request.def.shape['userReqNo'];
  const read = schema && z.safeParse(schema, content?.['userReqNo']);
  return read?.success && typeof read.data === 'string' && read.data !== '' ? read.data : undefined;
}
