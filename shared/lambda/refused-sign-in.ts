import { SIGN_IN_REFUSED } from '../wire/contract/codes.ts';
import {
  AuthenticationFailed,
  type ContractError,
  SourceAddressNotAllowed,
  TooManyRequests,
} from '../wire/errors.ts';
import { logger } from './logger.ts';
import type { Invocation } from './session.ts';

/** Why somebody is not let in whose message was not even opened: for the log alone. */
class SenderRejected extends Error {
  override readonly name = 'SenderRejected';
}

/** One answer to whoever is not let in; the log says why. */
export const senderRejected = (cause: string) =>
  new AuthenticationFailed({ cause: new SenderRejected(cause) });

/**
 * Logs a refusal as one of who was not let in, with the number that was claimed, where one was, the address it came from and the cause;
 * answers false for any other. What is said of the cause holds sizes, field and format names at most.
 */
export function logRefusedSignIn({ error, event, internal }: Invocation, operation: string): boolean {
  if (!isRefusedSignIn(error, internal)) return false;
  logger.warn(SIGN_IN_REFUSED, {
    operation,
    errorCode: error.code,
    claimed: internal.userNo,
    sourceIp: event.requestContext.identity.sourceIp,
    cause: error.cause instanceof Error ? error.cause.message : error.message,
  });
  return true;
}

/** Of nobody who is known, too many requests are those that came from an address where too many were refused. */
const isRefusedSignIn = (
  error: unknown,
  { merchantCall, upstreamCall }: Invocation['internal'],
): error is ContractError =>
  error instanceof AuthenticationFailed ||
  error instanceof SourceAddressNotAllowed ||
  (error instanceof TooManyRequests && !merchantCall && !upstreamCall);
