import { awsDependencies } from '../../shared/lambda/aws-dependencies.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { SqsWorkQueue } from '../../shared/runtime/queue/sqs-work-queue.ts';
import { sweep } from '../../shared/runtime/queue/sweep.ts';

const deps = { ...awsDependencies(process.env), workQueue: new SqsWorkQueue(process.env) };

/** Enqueues every order and notification that is due and was not enqueued. */
export const handler = async (): Promise<void> => {
  const enqueued = await sweep(deps);
  if (enqueued.order + enqueued.notification > 0) logger.warn('enqueued overdue work', enqueued);
};
