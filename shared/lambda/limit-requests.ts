import type { Dependencies } from '../domain/dependencies.ts';
import { RequestLimiter } from './request-limiter.ts';
import { type Invocation, merchantCallOf } from './session.ts';

/**
 * Middleware that enforces the merchant's request limit, before anything is done for the request.
 *
 * @throws TooManyRequests beyond the limit
 */
export function limitRequests(deps: Dependencies) {
  const limiter = new RequestLimiter(deps);
  return {
    before: (invocation: Invocation): Promise<void> => {
      const { event, internal } = invocation;
      const source = event.requestContext.identity.sourceIp;
      return limiter.admit(merchantCallOf(invocation).merchant, { content: internal.content ?? {}, source });
    },
  };
}
