import type { Platform } from '../platform/platform.ts';
import type { Write } from '../store/write.ts';
import type { EntitledTeller } from './upstream.ts';

/** One message of an upstream that was authenticated. */
export interface Told {
  readonly platform: Platform;
  readonly upstream: EntitledTeller;
  /** The same for the same message and nothing of its content: for types whose content has no id. */
  readonly messageId: string;
  /** Follows the message through queues and notifications in every log line. */
  readonly correlationId: string;
  /** What finishes the message where it is kept: part of the transaction that books it. */
  readonly finishing?: readonly Write[];
  /** An operator says that it is to be booked now: that it was before is refused, not passed over as a repeat. */
  readonly isNew?: true;
}
