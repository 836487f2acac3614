import type { APIGatewayProxyResult } from 'aws-lambda';
import { REQUEST_ID_HEADER } from '../wire/contract/codes.ts';
import { logger } from './logger.ts';
import type { Invocation } from './session.ts';

/**
 * Middleware that adds the request's id to every response; its log lines carry it as `correlationId`. It comes first in
 * a pipeline, so that it handles the response last.
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
  const response = invocation.response as APIGatewayProxyResult;
  const headers = { ...response.headers, [REQUEST_ID_HEADER]: invocation.internal.requestId ?? '' };
  invocation.response = { ...response, headers };
}
