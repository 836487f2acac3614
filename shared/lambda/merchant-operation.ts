import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
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
import type { protectCardData } from './protect-card-data.ts';
import { rejectCardNumbersInTexts } from './reject-card-numbers.ts';
import { requestId } from './request-id.ts';
import { prefetchResponseKey, respond } from './respond.ts';
import { merchantCallOf, type Session } from './session.ts';
import { requireSingleBlock } from './single-block.ts';
import { storeRefusals } from './store-refusals.ts';
import { validateRequest } from './validate-request.ts';

/**
 * Carries out an operation in the domain: takes the validated request and the authenticated call, returns the result.
 */
type MerchantHandler<Op extends Operation> = (
  request: CheckedRequestOf<Op>,
  call: MerchantCall,
) => Promise<ResultOf<Op>>;

/** A Lambda behind API Gateway. */
export type ApiGatewayHandler = (
  event: APIGatewayProxyEvent,
  context: Context,
) => Promise<APIGatewayProxyResult>;

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
  const pipeline = middy<APIGatewayProxyEvent, unknown, Error, Context, Session>()
    .use(requestId())
    .use(respond(entry))
    .use(storeRefusals(entry))
    .use(authenticateMerchant(deps, entry))
    .use(limitRequests(deps))
    .use(requireSingleBlock(entry))
    .use(withCardData?.(deps) ?? [])
    .use(validateRequest(entry.request))
    .use(rejectCardNumbersInTexts(deps, entry))
    .use(prefetchResponseKey())
    .before((invocation) => {
      // middy passes the event to the handler: from here on it is the validated request and its call.
      Object.assign(invocation, {
        event: { request: invocation.internal.content, call: merchantCallOf(invocation) },
      });
    })
    .handler((checked: unknown) => {
      const { request, call } = checked as { request: CheckedRequestOf<Op>; call: MerchantCall };
      return handle(request, call);
    });
  return pipeline as unknown as ApiGatewayHandler;
}
