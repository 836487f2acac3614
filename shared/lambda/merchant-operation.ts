import type { Dependencies, MerchantCall } from '../domain/dependencies.ts';
import {
  type CheckedRequestOf,
  carriesCardData,
  type Operation,
  type ResultOf,
} from '../wire/contract/operations/operation.ts';
import { authenticateMerchant } from './authenticate-merchant.ts';
import { awsDependencies } from './aws-dependencies.ts';
import { limitRequests } from './limit-requests.ts';
import { type ApiGatewayHandler, pipeline } from './pipeline.ts';
import type { protectCardData } from './protect-card-data.ts';
import { rejectCardNumbersInTexts } from './reject-card-numbers.ts';
import { prefetchResponseKey, respond } from './respond.ts';
import { merchantCallOf } from './session.ts';
import { requireSingleBlock } from './single-block.ts';
import { merchantStageStep } from './stage-steps.ts';
import { storeRefusals } from './store-refusals.ts';
import { validateRequest } from './validate-request.ts';

/**
 * Carries out an operation in the domain: takes the validated request and the authenticated call, returns the result.
 */
type MerchantHandler<Op extends Operation> = (
  request: CheckedRequestOf<Op>,
  call: MerchantCall,
) => Promise<ResultOf<Op>>;

/**
 * The Lambda of an operation of the Merchant API: open the envelope → authenticate the merchant and check its address →
 * enforce its request limit → reject combined blocks → open card data → validate → reject card numbers in texts →
 * handle → seal the result. Errors are sent as failure envelopes. Refusals of changes are recorded, because the
 * contract limits how long such a request can be repeated.
 *
 * @param withCardData protectCardData for an operation that carries card data; passed in so that the bundles of the
 * others do not contain it
 */
export function merchantOperation<Op extends Operation>(
  entry: Op,
  handle: MerchantHandler<Op>,
  deps: Dependencies = awsDependencies(process.env),
  withCardData?: typeof protectCardData,
): ApiGatewayHandler {
  if (carriesCardData(entry) && !withCardData)
    throw new Error(`${entry.path} carries card data: its function must pass protectCardData`);
  return pipeline({
    steps: [
      respond(entry),
      storeRefusals(entry),
      authenticateMerchant(deps, entry),
      limitRequests(deps),
      requireSingleBlock(entry),
      withCardData?.(deps),
      validateRequest(entry.request),
      rejectCardNumbersInTexts(deps, entry),
      merchantStageStep(entry),
      prefetchResponseKey(),
    ],
    input: (invocation) => ({
      request: invocation.internal.content as CheckedRequestOf<Op>,
      call: merchantCallOf(invocation),
    }),
    handle: ({ request, call }) => handle(request, call),
  });
}
