import { awsDependencies } from '../../shared/lambda/aws-dependencies.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { SqsWorkQueue } from '../../shared/runtime/queue/sqs-work-queue.ts';
import { sweep } from '../../shared/runtime/queue/sweep.ts';

const deps = { ...awsDependencies(process.env), workQueue: new SqsWorkQueue(process.env) };

/** Sweep: wakes every order and notification that is due and was not woken. */
export const handler = async (): Promise<void> => {
  const woken = await sweep(deps);
  if (woken.order + woken.notification > 0) logger.warn('woke what was left waiting', woken);
};
