import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, DynamoDBRecord, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { logger } from './logger.ts';

/** What a worker did with one record, for its log line. */
export type WorkerReport = Record<string, unknown>;

/**
 * The Lambda behind a queue of messages `{"<field>": "<id>"}`. Each message is processed on its own; failed ones stay
 * in the queue. A body of any other form fails as well and ends up in the dead-letter queue.
 */
export function queueWorker(field: string, work: (id: string) => Promise<WorkerReport>) {
  const processor = new BatchProcessor(EventType.SQS);
  const record = ({ body, messageId }: SQSRecord) => {
    const id = idIn(body, field);
    return withLogging({ messageId, [field]: id }, () => {
      if (id === undefined) throw new Error(`the message has no ${field}`);
      return work(id);
    });
  };
  return (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
    processPartialResponse(event, record, processor, { context, throwOnFullBatchFailure: false });
}

/** The Lambda behind table streams of keys. The key of each new item is processed on its own. */
export function keyStreamWorker(work: (pk: string) => Promise<WorkerReport>) {
  const processor = new BatchProcessor(EventType.DynamoDBStreams);
  const record = async ({ dynamodb }: DynamoDBRecord) => {
    const pk = dynamodb?.Keys?.['pk']?.S ?? '';
    await withLogging({ pk }, () => work(pk));
  };
  return (event: { Records: DynamoDBRecord[] }, context: Context) =>
    processPartialResponse(event, record, processor, { context, throwOnFullBatchFailure: false });
}

/** Logs the outcome. Logs failures as well, because the batch response names the record but not the reason. */
async function withLogging(about: WorkerReport, work: () => Promise<WorkerReport>): Promise<void> {
  try {
    logger.info('worked', { ...about, ...(await work()) });
  } catch (error) {
    logger.error('failed', { ...about, error: error as Error });
    throw error;
  }
}

/** Returns the id in a message; undefined when it has another form. The parser's own error would quote the message. */
function idIn(body: string, field: string): string | undefined {
  try {
    const id: unknown = (JSON.parse(body) as Record<string, unknown> | null)?.[field];
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}
