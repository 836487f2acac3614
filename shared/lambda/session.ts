import type { Request } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { ResponseEnvelope } from '../codec/envelope.ts';
import { CodecError } from '../codec/errors.ts';
import type { RsaPrivateKey } from '../codec/keys.ts';
import { AuthenticationFailed } from '../contract/errors.ts';
import type { Call } from '../platform/platform.ts';
import type { VerifiedSignature } from '../signatures/request.ts';
import type { Told } from '../upstreams/told.ts';
import type { Upstream } from '../upstreams/upstream.ts';

/** What the middlewares of one invocation learn and pass on. */
export interface Session extends Record<string, unknown> {
  /** The request's id, which every answer has as a header. */
  requestId?: string;
  /** Echoed in every answer; empty until the envelope named a well-formed one. */
  userNo?: string;
  /** The request's signature, where it has one and that is right. */
  signature?: VerifiedSignature | undefined;
  /** The key that seals the answer, on its way since it was known whose that is. */
  sealing?: Promise<RsaPrivateKey>;
  /** Blocks of ciphertext that the content came in. */
  blocks?: number;
  /** Set once a merchant is authenticated. */
  call?: Call;
  /** Set once an upstream is authenticated. */
  told?: AuthenticatedTold;
  /** The business parameters: as they came, then as the schema checked them. */
  content?: Record<string, unknown>;
  /** The text that the content was sent as, where it may have to be kept. */
  text?: string;
}

/** A message whose upstream is known with its keys. */
export type AuthenticatedTold = Told & { readonly upstream: Upstream };

/** An invocation by API Gateway; the handler answers in clear, the pipeline an HTTP response. */
export type Invocation = Request<APIGatewayProxyEvent, unknown, Error, Context, Session>;

/** HTTP 200 with an envelope: what every answer of an operation is (contract section 1). */
export function envelopeResponse(envelope: ResponseEnvelope): APIGatewayProxyResult {
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(envelope) };
}

/** The authenticated call. */
export function callOf({ internal }: Invocation): Call {
  if (!internal.call) throw new Error('the call is not authenticated');
  return internal.call;
}

/** The authenticated message. */
export function toldOf({ internal }: Invocation): Told {
  if (!internal.told) throw new Error('the message is not authenticated');
  return internal.told;
}

/** The body as text, whichever way API Gateway passes it. */
export function bodyOf({ body, isBase64Encoded }: APIGatewayProxyEvent): string {
  return isBase64Encoded && body ? Buffer.from(body, 'base64').toString() : (body ?? '');
}

/** What `open` gives; everything that cannot be read is one AuthenticationFailed, so that nothing can be probed. */
export function uniform<Value>(open: () => Value): Value {
  try {
    return open();
  } catch (error) {
    if (error instanceof CodecError) throw new AuthenticationFailed({ cause: error });
    throw error;
  }
}
