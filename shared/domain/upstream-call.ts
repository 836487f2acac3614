import type { Write } from '../runtime/store/write.ts';
import type { Dependencies } from './dependencies.ts';
import type { PermittedUpstream } from './parties/upstream.ts';

/** One message of an upstream that was authenticated. */
export interface UpstreamCall {
  readonly deps: Dependencies;
  readonly upstream: PermittedUpstream;
  /** The same for the same message and nothing of its content: for types whose content has no id. */
  readonly messageId: string;
  /** Follows the message through queues and notifications in every log line. */
  readonly correlationId: string;
  /** What finishes the message where it is kept: part of the transaction that books it. */
  readonly completionWrites?: readonly Write[];
  /** An operator says that it is to be booked now: that it was before is refused, not passed over as a repeat. */
  readonly rejectDuplicate?: true;
}
