import { expireHolds } from '../../shared/domain/issuing/transactions/expire-holds.ts';
import { awsDependencies } from '../../shared/lambda/aws-dependencies.ts';
import { logger } from '../../shared/lambda/logger.ts';

const deps = awsDependencies(process.env);

/** Releases the holds of authorizations that were not cleared in time. */
export const handler = async (): Promise<void> => {
  const expired = await expireHolds(deps);
  if (expired > 0) logger.info('released expired holds', { expired });
};
