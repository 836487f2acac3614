import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import type { Item } from '../runtime/store/item.ts';
import { parseNumber } from '../runtime/store/parse-number.ts';
import { logger } from './logger.ts';

/**
 * The Lambda behind a table stream with the new image of each changed item. `work` processes a whole batch and returns
 * the errors of failed records by their index. The batch is retried from the first failed record on.
 */
export function imageStreamWorker(work: (images: readonly Item[]) => Promise<ReadonlyMap<number, unknown>>) {
  return async ({ Records }: { Records: DynamoDBRecord[] }): Promise<DynamoDBBatchResponse> => {
    const failed = await work(Records.map(imageOf));
    logger.info('worked', { images: Records.length, failed: failed.size });
    const batchItemFailures = [...failed].map(([index, error]) => {
      const { Keys, SequenceNumber = '' } = Records[index]?.dynamodb ?? {};
      logger.error('failed', { pk: Keys?.['pk']?.S, sk: Keys?.['sk']?.S, error: error as Error });
      return { itemIdentifier: SequenceNumber };
    });
    return { batchItemFailures };
  };
}

const imageOf = ({ dynamodb }: DynamoDBRecord): Item =>
  unmarshall((dynamodb?.NewImage ?? {}) as Record<string, AttributeValue>, { wrapNumbers: parseNumber });
