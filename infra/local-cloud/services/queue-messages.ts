import type { BuildAppOptions } from 'fauxqs';

type SqsStore = NonNullable<BuildAppOptions['stores']>['sqsStore'];

/** The messages in fauxqs's queues and their times, of which SQS itself tells nothing. */
export class QueueMessages {
  readonly #store: SqsStore;

  constructor(store: SqsStore) {
    this.#store = store;
  }

  /** Returns how many messages can be received now, and the ids of those that have been. */
  stateOf(queueName: string): { ready: number; received: string[] } {
    const queue = this.#store.getQueueByName(queueName);
    queue?.processTimers();
    const received = [...(queue?.inflightMessages.values() ?? [])].map(({ message }) => message.messageId);
    return { ready: queue?.messages.length ?? 0, received };
  }

  /** Returns when the next message can be received that cannot be now, in epoch milliseconds of this machine. */
  nextVisible(): number | undefined {
    const times = [...this.#store.allQueues()].flatMap(({ delayedMessages, inflightMessages }) => [
      ...delayedMessages.map(({ delayUntil = 0 }) => delayUntil),
      ...[...inflightMessages.values()].map(({ visibilityDeadline }) => visibilityDeadline),
    ]);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  /** Brings every delay and every visibility timeout nearer to its end. */
  moveBy(ms: number): void {
    for (const queue of this.#store.allQueues()) {
      for (const message of queue.delayedMessages)
        if (message.delayUntil !== undefined) message.delayUntil -= ms;
      for (const entry of queue.inflightMessages.values()) entry.visibilityDeadline -= ms;
      queue.processTimers();
    }
  }
}
