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

/** The properties of an operation that its responses depend on. */
type RespondingOperation = Pick<Operation, 'async'> & { readonly function: string };

/**
 * Middleware that seals the result for the caller, and turns any error into the failure envelope of the wire. Both are
 * signed if the request was signed.
 */
export function respond(operation: RespondingOperation) {
  return {
    after: async (invocation: Invocation): Promise<void> => {
      const { userNo, key } = await responseSealOf(invocation);
      const envelope = sealResponse(invocation.response as object, userNo, operation.async, key);
      invocation.response = await signIfRequestSigned(invocation, envelopeResponse(envelope));
      const times = invocation.internal.decisionTimes?.logged();
      logger.info('answered', { operation: operation.function, ...times });
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

/** Returns the recipient of the response and the key to seal it with. */
async function responseSealOf(invocation: Invocation) {
  const { upstreamCall, responseKey = responseKeyOf(invocation) } = invocation.internal;
  const { userNo } = upstreamCall ? upstreamCall.upstream : merchantCallOf(invocation).merchant;
  return { userNo, key: await responseKey };
}

/**
 * Middleware that starts loading the key for the response. A function's first response to a counterparty costs a read
 * and a KMS call, which run in parallel with the work. A response that needs no key waits for it all the same: anything
 * still pending when a Lambda has responded is frozen with it.
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
  if (!merchantCall) throw new Error('the sender is not authenticated');
  return merchantCall.deps.counterpartyKeys.platformKey(merchantCall.merchant);
}

/** Signs the response if the request was signed and its sender is known. A failure before that stays unsigned. */
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
    // The upstream lacks a permission, which an operator must look into.
    if (error instanceof NotEntitled) logger.error('refused', refusal);
    else if (!logRefusedSignIn(invocation, operation.function)) logger.warn('refused', refusal);
    return error;
  }
  logger.error('failed', { operation: operation.function, error: error as Error });
  return { code: '999999', message: errorCodes['999999'] } as const;
}
