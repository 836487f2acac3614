import { purgeSecrets } from '../../shared/domain/issuing/cards/purge-secrets.ts';
import { awsDependencies } from '../../shared/lambda/aws-dependencies.ts';
import { logger } from '../../shared/lambda/logger.ts';

const deps = awsDependencies(process.env);

/** Deletes the card data of cancelled and expired cards whose retention has ended. */
export const handler = async (): Promise<void> => {
  const { expired, numbers } = await purgeSecrets(deps);
  if (expired + numbers > 0) logger.info('removed card data', { expired, numbers });
};
