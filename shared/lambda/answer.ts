import { failureResponse, sealResponse } from '../codec/envelope.ts';
import { ContractError, errorCodes } from '../contract/errors.ts';
import type { Operation } from '../contract/operation.ts';
import { upstreamKey } from '../upstreams/upstream.ts';
import { logger } from './logger.ts';
import { callOf, envelopeResponse, type Invocation } from './session.ts';

/** What of an entry its answers depend on. */
type Answered = Pick<Operation, 'async'> & { readonly function: string };

/** Seals the result for whoever called, and turns whatever was thrown into the wire's one form of failure. */
export function answer(operation: Answered) {
  return {
    after: async (invocation: Invocation): Promise<void> => {
      const { userNo, key } = await sealing(invocation);
      const envelope = sealResponse(invocation.response as object, userNo, operation.async, key);
      invocation.response = envelopeResponse(envelope);
      logger.info('answered', { operation: operation.function });
    },
    onError: (invocation: Invocation): void => {
      const { code, message } = failureOf(invocation.error, operation);
      const userNo = invocation.internal.userNo ?? '';
      invocation.response = envelopeResponse(failureResponse(code, message, userNo));
    },
  };
}

/** Whose the answer is, and what it is sealed with. */
async function sealing(invocation: Invocation) {
  const { told } = invocation.internal;
  if (told) {
    const { platform, upstream } = told;
    const key = await platform.counterpartyKeys.platformKey(upstream, upstreamKey(upstream.userNo));
    return { userNo: upstream.userNo, key };
  }
  const { platform, merchant } = callOf(invocation);
  return { userNo: merchant.userNo, key: await platform.counterpartyKeys.platformKey(merchant) };
}

function failureOf(error: unknown, operation: Answered) {
  if (error instanceof ContractError) {
    logger.warn('refused', { operation: operation.function, errorCode: error.code, reason: error.message });
    return error;
  }
  logger.error('failed', { operation: operation.function, error: error as Error });
  return { code: '999999', message: errorCodes['999999'] } as const;
}
