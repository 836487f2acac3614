import type { Request } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { MerchantCall } from '../domain/dependencies.ts';
import type { Upstream } from '../domain/parties/upstream.ts';
import type { UpstreamCall } from '../domain/upstream-call.ts';
import { CodecError } from '../wire/codec/codec-errors.ts';
import type { ResponseEnvelope } from '../wire/codec/envelope.ts';
import type { RsaPrivateKey } from '../wire/codec/keys.ts';
import { AuthenticationFailed } from '../wire/errors.ts';
import type { VerifiedSignature } from '../wire/signatures/signed-request.ts';

/** What the middlewares of one invocation learn and pass on. */
export interface Session extends Record<string, unknown> {
  /** The request's id, which every answer has as a header. */
  requestId?: string;
  /** Echoed in every answer; empty until the envelope named a well-formed one. */
  userNo?: string;
  /** The request's signature, where it has one and that is right. */
  signature?: VerifiedSignature | undefined;
  /** The key that seals the answer, on its way since it was known whose that is. */
  responseKey?: Promise<RsaPrivateKey>;
  /** Blocks of ciphertext that the content came in. */
  blocks?: number;
  /** Set once a merchant is authenticated. */
  merchantCall?: MerchantCall;
  /** Set once an upstream is authenticated. */
  upstreamCall?: AuthenticatedUpstreamCall;
  /** The business parameters: as they came, then as the schema checked them. */
  content?: Record<string, unknown>;
  /** The text that the content was sent as, where it may have to be kept. */
  text?: string;
}

/** A message whose upstream is known with its keys. */
export type AuthenticatedUpstreamCall = UpstreamCall & { readonly upstream: Upstream };

/** An invocation by API Gateway; the handler answers in clear, the pipeline an HTTP response. */
export type Invocation = Request<APIGatewayProxyEvent, unknown, Error, Context, Session>;

/** HTTP 200 with an envelope: what every answer of an operation is (contract section 1). */
export function envelopeResponse(envelope: ResponseEnvelope): APIGatewayProxyResult {
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(envelope) };
}

/** The authenticated call. */
export function merchantCallOf({ internal }: Invocation): MerchantCall {
  if (!internal.merchantCall) throw new Error('the call is not authenticated');
  return internal.merchantCall;
}

/** The authenticated message. */
export function upstreamCallOf({ internal }: Invocation): UpstreamCall {
  if (!internal.upstreamCall) throw new Error('the message is not authenticated');
  return internal.upstreamCall;
}

/** The body as text, whichever way API Gateway passes it. */
export function bodyOf({ body, isBase64Encoded }: APIGatewayProxyEvent): string {
  return isBase64Encoded && body ? Buffer.from(body, 'base64').toString() : (body ?? '');
}

/** What `open` gives; everything that cannot be read is one AuthenticationFailed, so that nothing can be probed. */
export function maskFailures<Value>(open: () => Value): Value {
  try {
    return open();
  } catch (error) {
    if (error instanceof CodecError) throw new AuthenticationFailed({ cause: error });
    throw error;
  }
}
