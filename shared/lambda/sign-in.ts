import type { Dependencies } from '../domain/dependencies.ts';
import { FailedSignIns } from '../domain/parties/limits/failed-sign-ins.ts';
import { MAX_CIPHERTEXT_BYTES } from '../wire/codec/blocks.ts';
import { CiphertextTooLong } from '../wire/codec/codec-errors.ts';
import { AuthenticationFailed, SourceAddressNotAllowed } from '../wire/errors.ts';
import type { Invocation } from './session.ts';

/** Limit for the ciphertext of requests without images, in bytes. No other message comes near. */
const MAX_BYTES_WITHOUT_IMAGES = 64 * 1024;

/** Authenticates the sender of an invocation. Calls `admit` as soon as the claimed sender is known. */
type Authenticate = (invocation: Invocation, admit: (userNo: string) => void) => Promise<void>;

/** Middleware that authenticates the sender and limits the failures per source address (100005). */
export function throttledSignIn({ now, failedSignInLimit }: Dependencies, signIn: Authenticate) {
  const failures = new FailedSignIns(failedSignInLimit, now);
  return {
    before: async (invocation: Invocation): Promise<void> => {
      const address = invocation.event.requestContext.identity.sourceIp;
      try {
        await signIn(invocation, (userNo) => failures.admit(address, userNo));
        failures.recordSuccess(address, invocation.internal.userNo ?? '');
      } catch (error) {
        // A body that is not an envelope names no sender, so only its address counts.
        if (error instanceof AuthenticationFailed && invocation.internal.userNo === undefined)
          failures.admit(address);
        if (error instanceof AuthenticationFailed || error instanceof SourceAddressNotAllowed)
          failures.recordFailure(address);
        throw error;
      }
    },
  };
}

/**
 * Rejects too much ciphertext before any key is used.
 *
 * @throws AuthenticationFailed when there is too much
 */
export function assertCiphertextLength(ciphertext: string, hasImages = false): void {
  const maxBytes = hasImages ? MAX_CIPHERTEXT_BYTES : MAX_BYTES_WITHOUT_IMAGES;
  if (ciphertext.length > 2 * maxBytes)
    throw new AuthenticationFailed({
      cause: new CiphertextTooLong(`more than ${maxBytes} bytes of ciphertext`),
    });
}
