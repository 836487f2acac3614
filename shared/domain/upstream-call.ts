import type { Item } from '../runtime/store/item.ts';
import type { Write } from '../runtime/store/write.ts';
import type { Dependencies } from './dependencies.ts';
import type { PermittedUpstream } from './parties/upstream.ts';

/** What a decision waits for: what it depends on was read; it was made, but not written yet. */
export type DecisionStep = 'read' | 'decided';

/** An authenticated message from an upstream. */
export interface UpstreamCall {
  readonly deps: Dependencies;
  readonly upstream: PermittedUpstream;
  /** Identifies the message without revealing its content: for types whose content has no id. */
  readonly messageId: string;
  /** Identifies the message in every log line of the queues and notifications that follow from it. */
  readonly correlationId: string;
  /**
   * Set when the upstream was authenticated with a remembered record: takes the current one, and must be called before
   * anything is written or answered.
   *
   * @throws UpstreamChanged when the two differ
   */
  readonly confirmUpstream?: (current: Item | undefined) => void;
  /** Takes the time of a decision's steps, for the log. */
  readonly passed?: (step: DecisionStep) => void;
  /** Writes that finish the message in the inbox, part of the transaction that posts it. */
  readonly completionWrites?: readonly Write[];
  /** Set when an operator has a message posted: a duplicate is then an error, not ignored. */
  readonly rejectDuplicate?: true;
}
