import type { APIGatewayProxyResult } from 'aws-lambda';
import { upstreamKey } from '../domain/parties/upstream.ts';
import { failureResponse, sealResponse } from '../wire/codec/envelope.ts';
import type { RsaPrivateKey } from '../wire/codec/keys.ts';
import type { Operation } from '../wire/contract/operations/operation.ts';
import { ContractError, errorCodes, NotEntitled } from '../wire/errors.ts';
import { logger } from './logger.ts';
import { withResponseSignature } from './message-signature.ts';
import { logRefusedSignIn } from './refused-sign-in.ts';
import { envelopeResponse, type Invocation, merchantCallOf } from './session.ts';

/** What of an entry its answers depend on. */
type RespondingOperation = Pick<Operation, 'async'> & { readonly function: string };

/**
 * Seals the result for whoever called, and turns whatever was thrown into the wire's one form of failure. Either is signed
 * for whoever signed.
 */
export function respond(operation: RespondingOperation) {
  return {
    after: async (invocation: Invocation): Promise<void> => {
      const { userNo, key } = await responseSealOf(invocation);
      const envelope = sealResponse(invocation.response as object, userNo, operation.async, key);
      invocation.response = await signIfRequestSigned(invocation, envelopeResponse(envelope));
      logger.info('answered', { operation: operation.function });
    },
    onError: async (invocation: Invocation): Promise<void> => {
      const { code, message } = failureOf(invocation, operation);
      const userNo = invocation.internal.userNo ?? '';
      const failure = envelopeResponse(failureResponse(code, message, userNo));
      await invocation.internal.responseKey?.catch(() => undefined);
      invocation.response = await signIfRequestSigned(invocation, failure).catch((error: Error) => {
        logger.error('failed', { operation: operation.function, error });
        return failure;
      });
    },
  };
}

/** Whose the answer is, and what it is sealed with. */
async function responseSealOf(invocation: Invocation) {
  const { upstreamCall, responseKey = responseKeyOf(invocation) } = invocation.internal;
  const { userNo } = upstreamCall ? upstreamCall.upstream : merchantCallOf(invocation).merchant;
  return { userNo, key: await responseKey };
}

/**
 * Sends for the key that the answer will be sealed with. The first answer of a function to a counterparty costs a read and a
 * call of KMS for it, which go on beside the work. An answer that needs no key waits for it all the same: what is under way
 * when a function has answered is frozen with it.
 */
export function prefetchResponseKey() {
  return {
    before: ({ internal }: Invocation): void => {
      internal.responseKey = responseKeyOf({ internal });
      internal.responseKey.catch(() => undefined);
    },
  };
}

function responseKeyOf({ internal }: Pick<Invocation, 'internal'>): Promise<RsaPrivateKey> {
  const { merchantCall, upstreamCall } = internal;
  if (upstreamCall)
    return upstreamCall.deps.counterpartyKeys.platformKey(
      upstreamCall.upstream,
      upstreamKey(upstreamCall.upstream.userNo),
    );
  if (!merchantCall) throw new Error('nobody is authenticated');
  return merchantCall.deps.counterpartyKeys.platformKey(merchantCall.merchant);
}

/** Signed where the request was signed and its sender is known; a failure that may come before that is not. */
async function signIfRequestSigned(
  invocation: Invocation,
  response: APIGatewayProxyResult,
): Promise<APIGatewayProxyResult> {
  const { signature, merchantCall, upstreamCall } = invocation.internal;
  const deps = (merchantCall ?? upstreamCall)?.deps;
  if (!signature || !deps) return response;
  const { userNo, key } = await responseSealOf(invocation);
  return withResponseSignature(response, signature, { keyId: userNo, key }, deps);
}

function failureOf(invocation: Invocation, operation: RespondingOperation) {
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
