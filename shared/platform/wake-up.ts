/** What can be waiting for a worker. */
export type Waiting = 'order' | 'notification';

/**
 * Wakes the worker for orders or notifications. Only a hint: what it wakes for stands in the tables, and the sweeper
 * finds what was never woken.
 */
export interface WakeUp {
  /** `delaySeconds`: 0 to 900. Answers the ids that could not be sent. */
  send(waiting: Waiting, ids: readonly string[], delaySeconds?: number): Promise<string[]>;
}
