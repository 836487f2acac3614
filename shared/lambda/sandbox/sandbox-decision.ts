import { type Decision, decide, type Facts } from '../../domain/issuing/transactions/authorize/decide.ts';
import type { UpstreamCall } from '../../domain/upstream-call.ts';
import { declineIn } from './provocation.ts';

// In the bundles of a sandbox this file takes the place of stage-decision.ts: purchases are declined as was asked for.

/** Declines with the code that was asked for; decides as usual otherwise. */
export function stageDecision(
  facts: Facts,
  { correlationId }: Pick<UpstreamCall, 'correlationId'>,
): Decision {
  const respCode = declineIn(correlationId, facts.amount);
  return respCode ? { respCode, approved: false, failedCheck: 'provoked in the sandbox' } : decide(facts);
}
