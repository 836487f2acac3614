import { keyStreamWorker } from '../../shared/lambda/worker.ts';
import { relay } from '../../shared/runtime/queue/relay.ts';
import { SqsWorkQueue } from '../../shared/runtime/queue/sqs-work-queue.ts';

const workQueue = new SqsWorkQueue(process.env);

/** Outbox relay: enqueues each new order or notification for its worker. */
export const handler = keyStreamWorker((pk) => relay({ workQueue }, pk));
