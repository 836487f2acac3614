import type { Request } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { MerchantCall } from '../domain/dependencies.ts';
import type { Upstream } from '../domain/parties/upstream.ts';
import type { RememberedUpstream } from '../domain/parties/upstream-memory.ts';
import type { UpstreamCall } from '../domain/upstream-call.ts';
import { CodecError } from '../wire/codec/codec-errors.ts';
import type { ResponseEnvelope } from '../wire/codec/envelope.ts';
import type { RsaPrivateKey } from '../wire/codec/keys.ts';
import { AuthenticationFailed } from '../wire/errors.ts';
import type { VerifiedSignature } from '../wire/signatures/signed-request.ts';
import type { DecisionTimes } from './decision-times.ts';

/** What the middlewares of one invocation share. */
export interface Session extends Record<string, unknown> {
  /** The request's id, which every response carries as a header. */
  requestId?: string;
  /** Echoed in every response. Absent until a well-formed one was read from the envelope. */
  userNo?: string;
  /** The request's signature, once verified. */
  signature?: VerifiedSignature | undefined;
  /** The key that seals the response, loading since the sender is known. */
  responseKey?: Promise<RsaPrivateKey>;
  /** Number of ciphertext blocks of the content. */
  blocks?: number;
  /** Set once a merchant is authenticated. */
  merchantCall?: MerchantCall;
  /** Set once an upstream is authenticated. */
  upstreamCall?: AuthenticatedUpstreamCall;
  /** Set when the upstream was authenticated with a record that this process remembered. */
  remembered?: RememberedUpstream;
  /** When the steps of a decision were passed. */
  decisionTimes?: DecisionTimes;
  /** Whether a sandbox is asked not to say what became of a request. */
  hidesOutcome?: boolean;
  /** The business parameters: first as received, then as validated by the schema. */
  content?: Record<string, unknown>;
  /** The text that the content was sent as, for notifications of upstreams, which may be stored. */
  text?: string;
}

/** An upstream's call with the upstream's whole record, keys included. */
type AuthenticatedUpstreamCall = UpstreamCall & { readonly upstream: Upstream };

/** An invocation by API Gateway. The handler returns a plaintext result, the pipeline an HTTP response. */
export type Invocation = Request<APIGatewayProxyEvent, unknown, Error, Context, Session>;

/** Builds the HTTP 200 response with an envelope, the response of every operation (contract section 1). */
export function envelopeResponse(envelope: ResponseEnvelope): APIGatewayProxyResult {
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(envelope) };
}

/** Returns the authenticated merchant's call. */
export function merchantCallOf({ internal }: Invocation): MerchantCall {
  if (!internal.merchantCall) throw new Error('the merchant is not authenticated');
  return internal.merchantCall;
}

/** Returns the authenticated upstream's call. */
export function upstreamCallOf({ internal }: Invocation): UpstreamCall {
  if (!internal.upstreamCall) throw new Error('the upstream is not authenticated');
  return internal.upstreamCall;
}

/** Returns the body as text, whether or not API Gateway encoded it. */
export function bodyOf({ body, isBase64Encoded }: APIGatewayProxyEvent): string {
  return isBase64Encoded && body ? Buffer.from(body, 'base64').toString() : (body ?? '');
}

/**
 * Returns what `open` returns. Masks the details of every failure, so that nothing can be probed.
 *
 * @throws AuthenticationFailed when something cannot be opened
 */
export function maskFailures<Value>(open: () => Value): Value {
  try {
    return open();
  } catch (error) {
    if (error instanceof CodecError) throw new AuthenticationFailed({ cause: error });
    throw error;
  }
}
