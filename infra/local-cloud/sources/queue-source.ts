import {
  DeleteMessageBatchCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { LambdaFunction } from '../lambda/lambda-function.ts';
import type { Queue } from '../services/sqs.ts';
import { REGION } from '../template/values.ts';
import { backoffMs, sleep } from './backoff.ts';
import { failedItems } from './batch-response.ts';
import type { SourceOptions } from './source-options.ts';

/** A queue that invokes a function. */
export interface QueueMapping {
  readonly id: string;
  readonly queue: Queue;
  readonly lambda: LambdaFunction;
  readonly batchSize: number;
  readonly reportsItemFailures: boolean;
}

/** Batches in progress at once: as many as Lambda starts with. Lambda adds more when these do not suffice. */
const MAX_BATCHES = 5;
const LONG_POLL_SECONDS = 20;

/**
 * Receives a queue's messages and invokes the function with batches of them until the signal aborts. Deletes the
 * messages that the function processed; the others reappear after the queue's visibility timeout, or go where its
 * redrive policy says. One request waits for messages, for fauxqs wakes every request that waits for each message.
 */
export class QueueSource {
  readonly #mapping: QueueMapping;
  readonly #sqs: SQSClient;
  readonly #signal: AbortSignal;
  readonly #onError: SourceOptions['onError'];

  constructor(mapping: QueueMapping, sqs: SQSClient, { signal, onError }: SourceOptions) {
    this.#mapping = mapping;
    this.#sqs = sqs;
    this.#signal = signal;
    this.#onError = onError;
  }

  async run(): Promise<void> {
    const batches = new Set<Promise<void>>();
    let failures = 0;
    while (!this.#signal.aborted) {
      if (batches.size >= MAX_BATCHES) await Promise.race(batches);
      try {
        const messages = await this.#receive();
        failures = 0;
        if (messages.length === 0) continue;
        const batch: Promise<void> = this.#process(messages)
          .catch((error: unknown) => this.#report(error))
          .finally(() => batches.delete(batch));
        batches.add(batch);
      } catch (error) {
        failures += 1;
        this.#report(error);
        await sleep(backoffMs(failures), this.#signal);
      }
    }
    await Promise.all(batches);
  }

  #report(error: unknown): void {
    if (!this.#signal.aborted) this.#onError(`reading ${this.#mapping.queue.name}`, error);
  }

  async #receive(): Promise<Message[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: this.#mapping.queue.url,
      MaxNumberOfMessages: this.#mapping.batchSize,
      WaitTimeSeconds: LONG_POLL_SECONDS,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    const { Messages = [] } = await this.#sqs.send(command, { abortSignal: this.#signal });
    return Messages;
  }

  async #process(messages: readonly Message[]): Promise<void> {
    const failed = await this.#failedOf(messages);
    const processed = messages.filter(({ MessageId = '' }) => !failed.has(MessageId));
    if (processed.length === 0) return;
    const Entries = processed.map(({ ReceiptHandle = '' }, index) => ({ Id: String(index), ReceiptHandle }));
    await this.#sqs.send(new DeleteMessageBatchCommand({ QueueUrl: this.#mapping.queue.url, Entries }));
  }

  async #failedOf(messages: readonly Message[]): Promise<Set<string>> {
    const { lambda, queue, reportsItemFailures } = this.#mapping;
    const ids = new Set(messages.map(({ MessageId = '' }) => MessageId));
    try {
      const response = await lambda.invoke({
        Records: messages.map((message) => toLambdaRecord(message, queue.arn)),
      });
      return reportsItemFailures ? (failedItems(response, ids) ?? ids) : new Set();
    } catch {
      // The error is in the function's log.
      return ids;
    }
  }
}

function toLambdaRecord(message: Message, queueArn: string): object {
  const { MessageId, ReceiptHandle, Body, MD5OfBody, Attributes = {}, MessageAttributes = {} } = message;
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: Attributes,
    messageAttributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, value]) => [name, toLambdaAttribute(value)]),
    ),
    md5OfBody: MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: REGION,
  };
}

const toLambdaAttribute = ({ DataType, StringValue, BinaryValue }: MessageAttributeValue): object => ({
  dataType: DataType,
  ...(StringValue !== undefined && { stringValue: StringValue }),
  ...(BinaryValue && { binaryValue: Buffer.from(BinaryValue).toString('base64') }),
  stringListValues: [],
  binaryListValues: [],
});
