import type { APIGatewayProxyResult } from 'aws-lambda';
import { failureResponse, sealResponse } from '../codec/envelope.ts';
import type { RsaPrivateKey } from '../codec/keys.ts';
import { ContractError, errorCodes, NotEntitled } from '../contract/errors.ts';
import type { Operation } from '../contract/operation.ts';
import { upstreamKey } from '../upstreams/upstream.ts';
import { logger } from './logger.ts';
import { logRefusedSignIn } from './refused-sign-in.ts';
import { callOf, envelopeResponse, type Invocation } from './session.ts';
import { signedAnswer } from './signature.ts';

/** What of an entry its answers depend on. */
type Answered = Pick<Operation, 'async'> & { readonly function: string };

/**
 * Seals the result for whoever called, and turns whatever was thrown into the wire's one form of failure. Either is signed
 * for whoever signed.
 */
export function answer(operation: Answered) {
  return {
    after: async (invocation: Invocation): Promise<void> => {
      const { userNo, key } = await sealerOf(invocation);
      const envelope = sealResponse(invocation.response as object, userNo, operation.async, key);
      invocation.response = await signed(invocation, envelopeResponse(envelope));
      logger.info('answered', { operation: operation.function });
    },
    onError: async (invocation: Invocation): Promise<void> => {
      const { code, message } = failureOf(invocation, operation);
      const userNo = invocation.internal.userNo ?? '';
      const failure = envelopeResponse(failureResponse(code, message, userNo));
      await invocation.internal.sealing?.catch(() => undefined);
      invocation.response = await signed(invocation, failure).catch((error: Error) => {
        logger.error('failed', { operation: operation.function, error });
        return failure;
      });
    },
  };
}

/** Whose the answer is, and what it is sealed with. */
async function sealerOf(invocation: Invocation) {
  const { told, sealing = keyOf(invocation) } = invocation.internal;
  const { userNo } = told ? told.upstream : callOf(invocation).merchant;
  return { userNo, key: await sealing };
}

/**
 * Sends for the key that the answer will be sealed with. The first answer of a function to a counterparty costs a read and a
 * call of KMS for it, which go on beside the work. An answer that needs no key waits for it all the same: what is under way
 * when a function has answered is frozen with it.
 */
export function sendForKey() {
  return {
    before: ({ internal }: Invocation): void => {
      internal.sealing = keyOf({ internal });
      internal.sealing.catch(() => undefined);
    },
  };
}

function keyOf({ internal }: Pick<Invocation, 'internal'>): Promise<RsaPrivateKey> {
  const { call, told } = internal;
  if (told)
    return told.platform.counterpartyKeys.platformKey(told.upstream, upstreamKey(told.upstream.userNo));
  if (!call) throw new Error('nobody is authenticated');
  return call.platform.counterpartyKeys.platformKey(call.merchant);
}

/** Signed where the request was signed and its sender is known; a failure that may come before that is not. */
async function signed(invocation: Invocation, answer: APIGatewayProxyResult): Promise<APIGatewayProxyResult> {
  const { signature, call, told } = invocation.internal;
  const platform = (call ?? told)?.platform;
  if (!signature || !platform) return answer;
  const { userNo, key } = await sealerOf(invocation);
  return signedAnswer(answer, signature, { keyId: userNo, key }, platform);
}

function failureOf(invocation: Invocation, operation: Answered) {
  const { error } = invocation;
  if (error instanceof ContractError) {
    const refusal = { operation: operation.function, errorCode: error.code, reason: error.message };
    // An upstream says what it has no right to say: a person has to look.
    if (error instanceof NotEntitled) logger.error('refused', refusal);
    else if (!logRefusedSignIn(invocation, operation.function)) logger.warn('refused', refusal);
    return error;
  }
  logger.error('failed', { operation: operation.function, error: error as Error });
  return { code: '999999', message: errorCodes['999999'] } as const;
}
