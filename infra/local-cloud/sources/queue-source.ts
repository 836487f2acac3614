import {
  DeleteMessageBatchCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { LambdaFunction } from '../lambda/lambda-function.ts';
import type { QueueMessages } from '../services/queue-messages.ts';
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

/** The options of a queue's source. */
interface QueueSourceOptions extends SourceOptions {
  /** The messages in the queues, if they are known. */
  readonly messages?: QueueMessages | undefined;
  /** By how much the cloud's time is ahead of this machine's. */
  readonly clockOffsetMs: () => number;
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
  readonly #options: QueueSourceOptions;
  /** The messages whose last attempt failed: they wait for their visibility timeout. */
  readonly #failed = new Set<string>();

  constructor(mapping: QueueMapping, sqs: SQSClient, options: QueueSourceOptions) {
    const { signal, onError } = options;
    this.#options = options;
    this.#mapping = mapping;
    this.#sqs = sqs;
    this.#signal = signal;
    this.#onError = onError;
  }

  get name(): string {
    return this.#mapping.queue.name;
  }

  /** Whether a message is being processed or can be received. */
  isBusy(): boolean {
    const state = this.#options.messages?.stateOf(this.name);
    return state !== undefined && (state.ready > 0 || state.received.some((id) => !this.#failed.has(id)));
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
    for (const { MessageId = '' } of Messages) this.#failed.delete(MessageId);
    return Messages;
  }

  async #process(messages: readonly Message[]): Promise<void> {
    const failed = await this.#failedOf(messages);
    for (const id of failed) this.#failed.add(id);
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
        Records: messages.map((message) => toLambdaRecord(message, queue.arn, this.#options.clockOffsetMs())),
      });
      return reportsItemFailures ? (failedItems(response, ids) ?? ids) : new Set();
    } catch {
      // The error is in the function's log.
      return ids;
    }
  }
}

/** The attributes with a time, in epoch milliseconds. */
const TIME_ATTRIBUTES = ['SentTimestamp', 'ApproximateFirstReceiveTimestamp'];

function toLambdaRecord(message: Message, queueArn: string, clockOffsetMs: number): object {
  const { MessageId, ReceiptHandle, Body, MD5OfBody, Attributes = {}, MessageAttributes = {} } = message;
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: Object.fromEntries(
      Object.entries(Attributes).map(([name, value]) => [
        name,
        TIME_ATTRIBUTES.includes(name) ? String(Math.floor(Number(value) + clockOffsetMs)) : value,
      ]),
    ),
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
