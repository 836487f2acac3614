/** What can be waiting for a worker. */
export type WorkKind = 'order' | 'notification';

/**
 * Wakes the worker for orders or notifications. Only a hint: what it wakes for stands in the tables, and the sweeper
 * finds what was never woken.
 */
export interface WorkQueue {
  /**
   * `delaySeconds`: 0 to 900. `ownerOf` tells whose an id is, as far as that is known: those of one owner do not stand in
   * another's way. Answers the ids that could not be sent.
   */
  send(
    waiting: WorkKind,
    ids: readonly string[],
    delaySeconds?: number,
    ownerOf?: (id: string) => string | undefined,
  ): Promise<string[]>;
}
