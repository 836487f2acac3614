import { cloudPlatform } from '../../shared/lambda/cloud-platform.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { SqsWakeUp } from '../../shared/platform/sqs-wake-up.ts';
import { sweep } from '../../shared/platform/sweep.ts';

const platform = { ...cloudPlatform(process.env), wakeUp: new SqsWakeUp(process.env) };

/** Sweep: wakes every order and notification that is due and was not woken. */
export const handler = async (): Promise<void> => {
  const woken = await sweep(platform);
  if (woken.order + woken.notification > 0) logger.warn('woke what was left waiting', woken);
};
