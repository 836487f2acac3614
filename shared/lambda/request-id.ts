import type { APIGatewayProxyResult } from 'aws-lambda';
import { REQUEST_ID_HEADER } from '../wire/contract/codes.ts';
import { logger } from './logger.ts';
import type { Invocation } from './session.ts';

/**
 * Gives every answer the id of its request, which each of its log lines has as `correlationId`. It stands first in a pipeline,
 * so that what it does to the answer comes last.
 */
export function requestId() {
  return {
    before: ({ event, internal }: Invocation): void => {
      const correlationId = event.requestContext.requestId;
      logger.resetKeys();
      logger.appendKeys({ correlationId });
      internal.requestId = correlationId;
    },
    after: addRequestIdHeader,
    onError: addRequestIdHeader,
  };
}

function addRequestIdHeader(invocation: Invocation): void {
  const answer = invocation.response as APIGatewayProxyResult;
  const headers = { ...answer.headers, [REQUEST_ID_HEADER]: invocation.internal.requestId ?? '' };
  invocation.response = { ...answer, headers };
}
