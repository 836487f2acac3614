import type { Dependencies } from '../domain/dependencies.ts';
import { FailedSignIns } from '../domain/parties/limits/failed-sign-ins.ts';
import { MAX_CIPHERTEXT_BYTES } from '../wire/codec/blocks.ts';
import { CiphertextTooLong } from '../wire/codec/codec-errors.ts';
import { AuthenticationFailed, SourceAddressNotAllowed } from '../wire/errors.ts';
import type { Invocation } from './session.ts';

/** The most ciphertext where no pictures are sent: no other message comes near. */
const MAX_BYTES_WITHOUT_IMAGES = 64 * 1024;

/** Signs whoever sends an invocation in; `admit` is called once it is known who that claims to be. */
type Authenticate = (invocation: Invocation, admit: (userNo: string) => void) => Promise<void>;

/** The middleware of a way to sign in, with a bound on how often one address may fail at it (100005). */
export function throttledSignIn({ now, failedSignInLimit }: Dependencies, signIn: Authenticate) {
  const failures = new FailedSignIns(failedSignInLimit, now);
  return {
    before: async (invocation: Invocation): Promise<void> => {
      const address = invocation.event.requestContext.identity.sourceIp;
      try {
        await signIn(invocation, (userNo) => failures.admit(address, userNo));
        failures.recordSuccess(address, invocation.internal.userNo ?? '');
      } catch (error) {
        // Of a body that is no envelope nobody's number was read: it is held to what comes from its address.
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
 * Refuses more ciphertext than the door takes, before a key is used.
 *
 * @throws AuthenticationFailed
 */
export function assertCiphertextLength(ciphertext: string, hasImages = false): void {
  const maxBytes = hasImages ? MAX_CIPHERTEXT_BYTES : MAX_BYTES_WITHOUT_IMAGES;
  if (ciphertext.length > 2 * maxBytes)
    throw new AuthenticationFailed({
      cause: new CiphertextTooLong(`more than ${maxBytes} bytes of ciphertext`),
    });
}
