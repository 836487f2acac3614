import { cloudPlatform } from '../../shared/lambda/cloud-platform.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { expireHolds } from '../../shared/transactions/expiry.ts';

const platform = cloudPlatform(process.env);

/** Expire-holds: releases what is still held by authorizations that were not cleared in time. */
export const handler = async (): Promise<void> => {
  const expired = await expireHolds(platform);
  if (expired > 0) logger.info('released expired holds', { expired });
};
