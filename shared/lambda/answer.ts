import { failureResponse, sealResponse } from '../codec/envelope.ts';
import { ContractError, errorCodes } from '../contract/errors.ts';
import type { Operation } from '../contract/operation.ts';
import { logger } from './logger.ts';
import { callOf, envelopeResponse, type Invocation } from './session.ts';

/** Seals the result for the merchant, and turns whatever was thrown into the wire's one form of failure. */
export function answer(operation: Operation) {
  return {
    after: async (invocation: Invocation): Promise<void> => {
      const { platform, merchant } = callOf(invocation);
      const key = await platform.merchantKeys.platformKey(merchant);
      const envelope = sealResponse(invocation.response as object, merchant.userNo, operation.async, key);
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

function failureOf(error: unknown, operation: Operation) {
  if (error instanceof ContractError) {
    logger.warn('refused', { operation: operation.function, errorCode: error.code, reason: error.message });
    return error;
  }
  logger.error('failed', { operation: operation.function, error: error as Error });
  return { code: '999999', message: errorCodes['999999'] } as const;
}
