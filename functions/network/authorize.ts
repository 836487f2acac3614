import { authorize } from '../../shared/domain/issuing/transactions/authorize/authorize.ts';
import { networkOperation } from '../../shared/lambda/network-operation.ts';
import { stageDecision } from '../../shared/lambda/stage-decision.ts';
import { networkAuthorize } from '../../shared/wire/contract/card-network.ts';

/** Authorization. */
export const handler = networkOperation(networkAuthorize, (request, call) =>
  authorize(request, call, stageDecision),
);
