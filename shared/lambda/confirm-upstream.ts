import { findUpstream } from '../domain/parties/upstream.ts';
import {
  type RememberedUpstream,
  UpstreamChanged,
  type UpstreamMemory,
} from '../domain/parties/upstream-memory.ts';
import type { ApiGatewayHandler } from './pipeline.ts';
import { type Invocation, upstreamCallOf } from './session.ts';

/**
 * Middleware that lets no answer out on the strength of a record that is not current. The handler confirms the record
 * with what it reads; a refusal that came before that waits for a read of its own. Comes next to the middleware that
 * answers.
 */
export function confirmUpstream(memory: UpstreamMemory) {
  return {
    after: ({ internal: { remembered } }: Invocation): void => {
      if (remembered && !remembered.isConfirmed)
        throw new Error('answered with a remembered upstream that was never confirmed');
    },
    onError: async (invocation: Invocation): Promise<void> => {
      const { internal, error } = invocation;
      const { remembered } = internal;
      if (!remembered) return;
      try {
        if (error instanceof UpstreamChanged) throw error;
        if (!remembered.isConfirmed) await confirmNow(invocation, remembered);
      } catch (failure) {
        memory.forget(remembered.upstream.userNo);
        if (failure instanceof UpstreamChanged) throw failure;
        invocation.error = failure as Error;
      }
    },
  };
}

async function confirmNow(invocation: Invocation, remembered: RememberedUpstream): Promise<void> {
  const { deps, upstream } = upstreamCallOf(invocation);
  remembered.confirm(await findUpstream(deps.store, upstream.userNo));
}

/** Handles an invocation anew, with the current record, whose upstream turned out to have changed. */
export function startOverOnChange(handler: ApiGatewayHandler): ApiGatewayHandler {
  return async (event, context) => {
    for (;;) {
      try {
        return await handler(event, context);
      } catch (error) {
        if (!(error instanceof UpstreamChanged)) throw error;
      }
    }
  };
}
