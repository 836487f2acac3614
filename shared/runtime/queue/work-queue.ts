/** The kinds of work that are queued for workers. */
export type WorkKind = 'order' | 'notification';

/**
 * Wakes the worker for orders or notifications. A message is only a hint: the pending work is in the tables, and the
 * sweeper finds what was never enqueued.
 */
export interface WorkQueue {
  /**
   * Enqueues ids and returns those that could not be sent. `delaySeconds` is 0 to 900. `ownerOf` returns an id's
   * merchant if it is known, so that a merchant with a backlog does not delay the others.
   */
  send(
    kind: WorkKind,
    ids: readonly string[],
    delaySeconds?: number,
    ownerOf?: (id: string) => string | undefined,
  ): Promise<string[]>;
}
