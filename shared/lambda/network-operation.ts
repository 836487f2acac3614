import middy from '@middy/core';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { Dependencies } from '../domain/dependencies.ts';
import type { UpstreamCall } from '../domain/upstream-call.ts';
import type {
  CheckedNetworkRequestOf,
  NetworkOperation,
  NetworkResultOf,
} from '../wire/contract/card-network.ts';
import { authenticateNetwork } from './authenticate-upstream.ts';
import { awsDependencies } from './aws-dependencies.ts';
import type { ApiGatewayHandler } from './merchant-operation.ts';
import { requestId } from './request-id.ts';
import { prefetchResponseKey, respond } from './respond.ts';
import { type Session, upstreamCallOf } from './session.ts';
import { validateRequest } from './validate-request.ts';

/** Carries out an operation of the card network API in the domain. */
type NetworkHandler<Op extends NetworkOperation> = (
  request: CheckedNetworkRequestOf<Op>,
  call: UpstreamCall,
) => Promise<NetworkResultOf<Op>>;

/**
 * The Lambda of an operation of the card network API. Like merchantOperation, but for an upstream that may authorize.
 */
export function networkOperation<Op extends NetworkOperation>(
  entry: Op,
  handle: NetworkHandler<Op>,
  deps: Dependencies = awsDependencies(process.env),
): ApiGatewayHandler {
  const pipeline = middy<APIGatewayProxyEvent, unknown, Error, Context, Session>()
    .use(requestId())
    .use(respond(entry))
    .use(authenticateNetwork(deps))
    .use(validateRequest(entry.request))
    .use(prefetchResponseKey())
    .before((invocation) => {
      Object.assign(invocation, {
        event: { request: invocation.internal.content, call: upstreamCallOf(invocation) },
      });
    })
    .handler((checked: unknown) => {
      const { request, call } = checked as { request: CheckedNetworkRequestOf<Op>; call: UpstreamCall };
      return handle(request, call);
    });
  return pipeline as unknown as ApiGatewayHandler;
}
