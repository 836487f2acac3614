import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import {
  type CheckedRequestOf,
  carriesCardData,
  type Operation,
  type ResultOf,
} from '../contract/operation.ts';
import type { Call, Platform } from '../platform/platform.ts';
import { answer, sendForKey } from './answer.ts';
import { authenticate } from './authenticate.ts';
import type { cardData } from './card-data.ts';
import { checkRequest } from './check-request.ts';
import { cloudPlatform } from './cloud-platform.ts';
import { freeTexts } from './free-texts.ts';
import { keepRefusals } from './keep-refusals.ts';
import { limitRequests } from './limit-requests.ts';
import { oneBlock } from './one-block.ts';
import { requestId } from './request-id.ts';
import { callOf, type Session } from './session.ts';

/** What an operation does, in domain words: checked request and authenticated call in, result in clear out. */
export type Work<Op extends Operation> = (request: CheckedRequestOf<Op>, call: Call) => Promise<ResultOf<Op>>;

/** A Lambda behind API Gateway. */
export type OperationHandler = (
  event: APIGatewayProxyEvent,
  context: Context,
) => Promise<APIGatewayProxyResult>;

/**
 * The Lambda of an operation: envelope open → merchant known, enabled, address allowed → within its
 * request limit → not put together of others' blocks → card data opened → schema check → no card number in a text → work → result
 * sealed. Whatever goes wrong is answered in the envelope, and kept where the contract bounds how long it can be repeated.
 */
export function operation<Op extends Operation>(
  entry: Op,
  work: Work<Op>,
  platform: Platform = cloudPlatform(process.env),
  withCardData?: typeof cardData,
): OperationHandler {
  if (carriesCardData(entry) && !withCardData)
    throw new Error(`${entry.path} carries card data: its function has to say how`);
  const pipeline = middy<APIGatewayProxyEvent, unknown, Error, Context, Session>()
    .use(requestId())
    .use(answer(entry))
    .use(keepRefusals(entry))
    .use(authenticate(platform, entry))
    .use(limitRequests(platform))
    .use(oneBlock(entry))
    .use(withCardData?.(platform) ?? [])
    .use(checkRequest(entry.request))
    .use(freeTexts(platform, entry))
    .use(sendForKey())
    .before((invocation) => {
      // middy hands its handler the event: from here on that is the checked request and its call.
      Object.assign(invocation, {
        event: { request: invocation.internal.content, call: callOf(invocation) },
      });
    })
    .handler((checked: unknown) => {
      const { request, call } = checked as { request: CheckedRequestOf<Op>; call: Call };
      return work(request, call);
    });
  return pipeline as unknown as OperationHandler;
}
