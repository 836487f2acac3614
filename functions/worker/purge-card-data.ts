import { purgeCardData } from '../../shared/cards/purge.ts';
import { cloudPlatform } from '../../shared/lambda/cloud-platform.ts';
import { logger } from '../../shared/lambda/logger.ts';

const platform = cloudPlatform(process.env);

/** Purge-card-data: removes what may be kept of cards no longer that are cancelled or expired. */
export const handler = async (): Promise<void> => {
  const { expired, numbers } = await purgeCardData(platform);
  if (expired + numbers > 0) logger.info('removed card data', { expired, numbers });
};
