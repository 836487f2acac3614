import { SIGN_IN_REFUSED } from '../wire/contract/codes.ts';
import {
  AuthenticationFailed,
  type ContractError,
  SourceAddressNotAllowed,
  TooManyRequests,
} from '../wire/errors.ts';
import { logger } from './logger.ts';
import type { Invocation } from './session.ts';

/** Why a sender was rejected before its message was opened. For the log only. */
class SenderRejected extends Error {
  override readonly name = 'SenderRejected';
}

/** Returns the uniform error for a rejected sender. Only the log shows the cause. */
export const senderRejected = (cause: string) =>
  new AuthenticationFailed({ cause: new SenderRejected(cause) });

/**
 * Logs a failed authentication with the claimed number, if any, the source address and the cause. Returns false without
 * logging for any other error. Causes contain sizes, field names and format names at most.
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

/** TooManyRequests before authentication means that too many sign-ins from the address have failed. */
const isRefusedSignIn = (
  error: unknown,
  { merchantCall, upstreamCall }: Invocation['internal'],
): error is ContractError =>
  error instanceof AuthenticationFailed ||
  error instanceof SourceAddressNotAllowed ||
  (error instanceof TooManyRequests && !merchantCall && !upstreamCall);
