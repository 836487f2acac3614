import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import type { Item } from '../runtime/store/item.ts';
import { parseNumber } from '../runtime/store/parse-number.ts';
import { logger } from './logger.ts';

/**
 * The Lambda behind a stream that shows items as they are after each change. A batch is worked off at once; `work` answers,
 * by their places in it, why some could not be. These and all that came after the first of them come again.
 */
export function imageStreamWorker(work: (images: readonly Item[]) => Promise<ReadonlyMap<number, unknown>>) {
  return async ({ Records }: { Records: DynamoDBRecord[] }): Promise<DynamoDBBatchResponse> => {
    const failed = await work(Records.map(imageOf));
    logger.info('worked', { images: Records.length, failed: failed.size });
    const batchItemFailures = [...failed].map(([place, error]) => {
      const { Keys, SequenceNumber = '' } = Records[place]?.dynamodb ?? {};
      logger.error('failed', { pk: Keys?.['pk']?.S, sk: Keys?.['sk']?.S, error: error as Error });
      return { itemIdentifier: SequenceNumber };
    });
    return { batchItemFailures };
  };
}

const imageOf = ({ dynamodb }: DynamoDBRecord): Item =>
  unmarshall((dynamodb?.NewImage ?? {}) as Record<string, AttributeValue>, { wrapNumbers: parseNumber });
