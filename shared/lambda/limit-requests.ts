import type { Dependencies } from '../domain/dependencies.ts';
import { RequestBuckets } from '../domain/parties/limits/request-buckets.ts';
import { type Invocation, merchantCallOf } from './session.ts';

/**
 * Middleware that enforces the merchant's request limit, before anything is done for the request.
 *
 * @throws TooManyRequests beyond the limit
 */
export function limitRequests(deps: Dependencies) {
  const buckets = new RequestBuckets(deps);
  return {
    before: (invocation: Invocation): Promise<void> => {
      const { event, internal } = invocation;
      const source = event.requestContext.identity.sourceIp;
      const request = { content: internal.content ?? {}, source };
      return buckets.takeToken(merchantCallOf(invocation).merchant, request);
    },
  };
}
