import type { Request } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { ResponseEnvelope } from '../codec/envelope.ts';
import type { Call } from '../platform/platform.ts';

/** What the middlewares of one invocation learn and pass on. */
export interface Session extends Record<string, unknown> {
  /** Echoed in every answer; empty until the envelope named a well-formed one. */
  userNo?: string;
  /** Set once the merchant is authenticated. */
  call?: Call;
  /** The business parameters: as they came, then as the schema checked them. */
  content?: Record<string, unknown>;
}

/** An invocation by API Gateway; the handler answers a result in clear, the pipeline an HTTP response. */
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
