import middy from '@middy/core';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { CheckedNetworkRequestOf, NetworkOperation, NetworkResultOf } from '../contract/network.ts';
import type { Platform } from '../platform/platform.ts';
import type { Told } from '../upstreams/told.ts';
import { answer, sendForKey } from './answer.ts';
import { authenticateNetwork } from './authenticate-upstream.ts';
import { checkRequest } from './check-request.ts';
import { cloudPlatform } from './cloud-platform.ts';
import type { OperationHandler } from './operation.ts';
import { requestId } from './request-id.ts';
import { type Session, toldOf } from './session.ts';

/** What an operation of the network's door does, in domain words. */
export type NetworkWork<Op extends NetworkOperation> = (
  request: CheckedNetworkRequestOf<Op>,
  told: Told,
) => Promise<NetworkResultOf<Op>>;

/** The Lambda of an operation of the network's door: as `operation`, but for an upstream that may authorize. */
export function networkOperation<Op extends NetworkOperation>(
  entry: Op,
  work: NetworkWork<Op>,
  platform: Platform = cloudPlatform(process.env),
): OperationHandler {
  const pipeline = middy<APIGatewayProxyEvent, unknown, Error, Context, Session>()
    .use(requestId())
    .use(answer(entry))
    .use(authenticateNetwork(platform))
    .use(checkRequest(entry.request))
    .use(sendForKey())
    .before((invocation) => {
      Object.assign(invocation, {
        event: { request: invocation.internal.content, told: toldOf(invocation) },
      });
    })
    .handler((checked: unknown) => {
      const { request, told } = checked as { request: CheckedNetworkRequestOf<Op>; told: Told };
      return work(request, told);
    });
  return pipeline as unknown as OperationHandler;
}
