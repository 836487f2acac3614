import { MAX_CIPHERTEXT_BYTES } from '../codec/blocks.ts';
import { CiphertextTooLong } from '../codec/errors.ts';
import { AuthenticationFailed, SourceAddressNotAllowed } from '../contract/errors.ts';
import { FailedSignIns } from '../limits/failed-sign-ins.ts';
import type { Platform } from '../platform/platform.ts';
import type { Invocation } from './session.ts';

/** The most ciphertext where no pictures are sent: no other message comes near. */
const USUAL_BYTES = 64 * 1024;

/** Signs whoever sends an invocation in; `admit` is called once it is known who that claims to be. */
type SignIn = (invocation: Invocation, admit: (userNo: string) => void) => Promise<void>;

/** The middleware of a way to sign in, with a bound on how often one address may fail at it (100005). */
export function boundedSignIn({ now, unreadableLimit }: Platform, signIn: SignIn) {
  const failures = new FailedSignIns(unreadableLimit, now);
  return {
    before: async (invocation: Invocation): Promise<void> => {
      const address = invocation.event.requestContext.identity.sourceIp;
      try {
        await signIn(invocation, (userNo) => failures.admit(address, userNo));
        failures.succeeded(address, invocation.internal.userNo ?? '');
      } catch (error) {
        // Of a body that is no envelope nobody's number was read: it is held to what comes from its address.
        if (error instanceof AuthenticationFailed && invocation.internal.userNo === undefined)
          failures.admit(address);
        if (error instanceof AuthenticationFailed || error instanceof SourceAddressNotAllowed)
          failures.failed(address);
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
export function assertLength(ciphertext: string, pictures = false): void {
  const most = pictures ? MAX_CIPHERTEXT_BYTES : USUAL_BYTES;
  if (ciphertext.length > 2 * most)
    throw new AuthenticationFailed({ cause: new CiphertextTooLong(`more than ${most} bytes of ciphertext`) });
}
