import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, DynamoDBRecord, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { logger } from './logger.ts';

/** What a worker did with one id, for its log line. */
export type WorkerReport = Record<string, unknown>;

/**
 * The Lambda behind a queue whose messages are `{"<field>": "<id>"}`: each record is worked on by itself, those that
 * failed are left in the queue. A body that is not of that form is a failure too and ends in the dead-letter queue.
 */
export function queueWorker(field: string, work: (id: string) => Promise<WorkerReport>) {
  const processor = new BatchProcessor(EventType.SQS);
  const record = ({ body, messageId }: SQSRecord) => {
    const id = idIn(body, field);
    return withLogging({ messageId, [field]: id }, () => {
      if (id === undefined) throw new Error(`a message without ${field}`);
      return work(id);
    });
  };
  return (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
    processPartialResponse(event, record, processor, { context, throwOnFullBatchFailure: false });
}

/** The Lambda behind table streams: each new item's key is worked on by itself. */
export function keyStreamWorker(work: (pk: string) => Promise<WorkerReport>) {
  const processor = new BatchProcessor(EventType.DynamoDBStreams);
  const record = async ({ dynamodb }: DynamoDBRecord) => {
    const pk = dynamodb?.Keys?.['pk']?.S ?? '';
    await withLogging({ pk }, () => work(pk));
  };
  return (event: { Records: DynamoDBRecord[] }, context: Context) =>
    processPartialResponse(event, record, processor, { context, throwOnFullBatchFailure: false });
}

/** Logs what came of it; a failure is logged here because the batch answer names the record but not the reason. */
async function withLogging(about: WorkerReport, work: () => Promise<WorkerReport>): Promise<void> {
  try {
    logger.info('worked', { ...about, ...(await work()) });
  } catch (error) {
    logger.error('failed', { ...about, error: error as Error });
    throw error;
  }
}

/** The id in a message; undefined when it is not of the form. The parser's own error would quote what is in it. */
function idIn(body: string, field: string): string | undefined {
  try {
    const id: unknown = (JSON.parse(body) as Record<string, unknown> | null)?.[field];
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}
