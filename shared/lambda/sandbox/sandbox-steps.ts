import type { APIGatewayProxyEvent } from 'aws-lambda';
import { type Operation, takesRequestNumber } from '../../wire/contract/operations/operation.ts';
import { PROVOKE_HEADER } from '../../wire/contract/provoke-header.ts';
import { ContractError, type ErrorCode, errorCodes } from '../../wire/errors.ts';
import { type Invocation, merchantCallOf, upstreamCallOf } from '../session.ts';
import { markedWith, provocationIn } from './provocation.ts';

// In the bundles of a sandbox this file takes the place of stage-steps.ts: answers are as was asked for.

/** A refusal that was asked for. */
class ProvokedRefusal extends ContractError {
  readonly code: ErrorCode;
  constructor(code: ErrorCode) {
    super(`${errorCodes[code]}, as was asked of the sandbox`);
    this.code = code;
  }
}

/** The code that hides an outcome: what was asked is done all the same. */
const OUTCOME_HIDDEN = '140001' satisfies ErrorCode;

/** Middleware that refuses a merchant's request, or marks its order, as its header or its number asks. */
export function merchantStageStep(entry: Operation) {
  const requested = ({ internal, event }: Invocation) =>
    provocationIn(headerOf(event), takesRequestNumber(entry) ? internal.content?.['userReqNo'] : undefined);
  return {
    before: (invocation: Invocation): void => {
      const provocation = requested(invocation);
      invocation.internal.hidesOutcome = provocation === OUTCOME_HIDDEN;
      if (provocation === undefined || provocation === OUTCOME_HIDDEN) return;
      if (Object.hasOwn(errorCodes, provocation)) throw new ProvokedRefusal(provocation as ErrorCode);
      const call = merchantCallOf(invocation);
      invocation.internal.merchantCall = {
        ...call,
        correlationId: markedWith(call.correlationId, provocation),
      };
    },
    after: ({ internal }: Invocation): void => {
      if (internal.hidesOutcome) throw new ProvokedRefusal(OUTCOME_HIDDEN);
    },
  };
}

/** Middleware that marks a network's request with the response code that its header asks for. */
export const networkStageStep = () => ({
  before: (invocation: Invocation): void => {
    const call = upstreamCallOf(invocation);
    const correlationId = markedWith(call.correlationId, headerOf(invocation.event) ?? '');
    Object.assign(call, { correlationId });
  },
});

function headerOf({ headers }: APIGatewayProxyEvent): string | undefined {
  const name = Object.keys(headers ?? {}).find((key) => key.toLowerCase() === PROVOKE_HEADER);
  return name === undefined ? undefined : headers[name];
}
