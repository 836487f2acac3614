import { cloudPlatform } from '../../shared/lambda/cloud-platform.ts';
import { streamWorker } from '../../shared/lambda/queue.ts';
import { relay } from '../../shared/platform/relay.ts';
import { SqsWakeUp } from '../../shared/platform/sqs-wake-up.ts';

const platform = { ...cloudPlatform(process.env), wakeUp: new SqsWakeUp(process.env) };

/** Relay: a new order or notification in a table wakes its worker through the queue. */
export const handler = streamWorker((pk) => relay(platform, pk));
