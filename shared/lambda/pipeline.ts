import middy, { type MiddlewareObj, type Request } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { requestId } from './request-id.ts';
import type { Session } from './session.ts';

/** A Lambda behind API Gateway. */
export type ApiGatewayHandler = (
  event: APIGatewayProxyEvent,
  context: Context,
) => Promise<APIGatewayProxyResult>;

type Step = MiddlewareObj<APIGatewayProxyEvent, unknown, Error, Context, Session>;
type Invocation = Request<APIGatewayProxyEvent, unknown, Error, Context, Session>;

interface Pipeline<Input> {
  /** In the order in which a request passes them; undefined ones are left out. */
  readonly steps: readonly (Step | undefined)[];
  /** Makes the handler's input of what the steps have found. */
  readonly input: (invocation: Invocation) => Input;
  readonly handle: (input: Input) => Promise<unknown>;
}

/** Builds the Lambda of an API: every request gets an id, passes the steps and is handled. */
export function pipeline<Input>({ steps, input, handle }: Pipeline<Input>): ApiGatewayHandler {
  const chain = middy<APIGatewayProxyEvent, unknown, Error, Context, Session>()
    .use(requestId())
    .use(steps.filter((step) => step !== undefined))
    .before((invocation) => {
      // middy passes the event to the handler: from here on it is the handler's input.
      Object.assign(invocation, { event: input(invocation) });
    })
    .handler((event: unknown) => handle(event as Input));
  return chain as unknown as ApiGatewayHandler;
}
