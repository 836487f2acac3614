import type { Dependencies } from '../domain/dependencies.ts';
import type { UpstreamCall } from '../domain/upstream-call.ts';
import type {
  CheckedNetworkRequestOf,
  NetworkOperation,
  NetworkResultOf,
} from '../wire/contract/card-network.ts';
import { authenticateNetwork } from './authenticate-upstream.ts';
import { awsDependencies } from './aws-dependencies.ts';
import { type ApiGatewayHandler, pipeline } from './pipeline.ts';
import { prefetchResponseKey, respond } from './respond.ts';
import { upstreamCallOf } from './session.ts';
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
  return pipeline({
    steps: [respond(entry), authenticateNetwork(deps), validateRequest(entry.request), prefetchResponseKey()],
    input: (invocation) => ({
      request: invocation.internal.content as CheckedNetworkRequestOf<Op>,
      call: upstreamCallOf(invocation),
    }),
    handle: ({ request, call }) => handle(request, call),
  });
}
