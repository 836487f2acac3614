import type { Write } from '../runtime/store/write.ts';
import type { Dependencies } from './dependencies.ts';
import type { PermittedUpstream } from './parties/upstream.ts';

/** An authenticated message from an upstream. */
export interface UpstreamCall {
  readonly deps: Dependencies;
  readonly upstream: PermittedUpstream;
  /** Identifies the message without revealing its content: for types whose content has no id. */
  readonly messageId: string;
  /** Identifies the message in every log line of the queues and notifications that follow from it. */
  readonly correlationId: string;
  /** Writes that finish the message in the inbox, part of the transaction that posts it. */
  readonly completionWrites?: readonly Write[];
  /** Set when an operator has a message posted: a duplicate is then an error, not ignored. */
  readonly rejectDuplicate?: true;
}
