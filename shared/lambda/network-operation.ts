import type { Dependencies } from '../domain/dependencies.ts';
import { UpstreamMemory } from '../domain/parties/upstream-memory.ts';
import type { UpstreamCall } from '../domain/upstream-call.ts';
import type {
  CheckedNetworkRequestOf,
  NetworkOperation,
  NetworkResultOf,
} from '../wire/contract/card-network.ts';
import { authenticateNetwork } from './authenticate-upstream.ts';
import { awsDependencies } from './aws-dependencies.ts';
import { confirmUpstream, startOverOnChange } from './confirm-upstream.ts';
import { DecisionTimes } from './decision-times.ts';
import { type ApiGatewayHandler, pipeline } from './pipeline.ts';
import { prefetchResponseKey, respond } from './respond.ts';
import { type Invocation, upstreamCallOf } from './session.ts';
import { networkStageStep } from './stage-steps.ts';
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
  const memory = new UpstreamMemory(deps.store);
  const handler = pipeline({
    steps: [
      timeDecision(deps),
      respond(entry),
      confirmUpstream(memory),
      authenticateNetwork(deps, memory),
      validateRequest(entry.request),
      networkStageStep(),
      prefetchResponseKey(),
    ],
    input: (invocation) => ({
      request: invocation.internal.content as CheckedNetworkRequestOf<Op>,
      call: decidingCallOf(invocation),
    }),
    handle: ({ request, call }) => handle(request, call),
  });
  return startOverOnChange(handler);
}

/** The upstream's call, with what confirms its record and takes the time. */
function decidingCallOf(invocation: Invocation): UpstreamCall {
  const { remembered, decisionTimes } = invocation.internal;
  return {
    ...upstreamCallOf(invocation),
    ...(remembered && { confirmUpstream: remembered.confirmItem }),
    ...(decisionTimes && { passed: decisionTimes.passed }),
  };
}

/** Middleware that takes the time of a decision's steps, from the moment when it is called. */
const timeDecision = ({ now }: Dependencies) => ({
  before: ({ internal }: Invocation): void => {
    internal.decisionTimes = new DecisionTimes(now);
  },
});
