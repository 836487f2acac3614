import { RequestLimiter } from '../limits/request-limiter.ts';
import type { Platform } from '../platform/platform.ts';
import { callOf, type Invocation } from './session.ts';

/** Refuses an authenticated merchant's request beyond its limit (100005), before anything is done for it. */
export function limitRequests(platform: Platform) {
  const limiter = new RequestLimiter(platform);
  return {
    before: (invocation: Invocation): Promise<void> => {
      const { event, internal } = invocation;
      const source = event.requestContext.identity.sourceIp;
      return limiter.admit(callOf(invocation).merchant, { content: internal.content ?? {}, source });
    },
  };
}
