import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { awsClientSettings } from '../aws-client-settings.ts';
import type { WorkKind, WorkQueue } from './work-queue.ts';

/** Messages that one SendMessageBatch takes. */
const MAX_BATCH = 10;

/** Which queue wakes whom, and the name of the id in its messages. */
export const QUEUES = {
  order: { variable: 'ORDERS_QUEUE_URL', id: 'orderId' },
  notification: { variable: 'NOTIFICATIONS_QUEUE_URL', id: 'notificationId' },
} as const satisfies Record<WorkKind, { variable: string; id: string }>;

/** Wakes workers through SQS. Only functions that do so import it: the client is a tenth of a bundle. */
export class SqsWorkQueue implements WorkQueue {
  readonly #environment: NodeJS.ProcessEnv;
  #client: SQSClient | undefined;

  /** `client` is made when the first message is sent, unless one is at hand. */
  constructor(environment: NodeJS.ProcessEnv, client?: SQSClient) {
    this.#environment = environment;
    this.#client = client;
  }

  async send(
    kind: WorkKind,
    ids: readonly string[],
    delaySeconds = 0,
    ownerOf: (id: string) => string | undefined = () => undefined,
  ): Promise<string[]> {
    const { variable, id } = QUEUES[kind];
    const QueueUrl = this.#environment[variable];
    if (!QueueUrl) throw new Error(`this function sends nothing to that queue: ${variable} is not set`);
    this.#client ??= new SQSClient(awsClientSettings(this.#environment));
    const failed: string[] = [];
    for (let start = 0; start < ids.length; start += MAX_BATCH) {
      const batch = ids.slice(start, start + MAX_BATCH);
      const Entries = batch.map((value, index) => ({
        Id: String(index),
        MessageBody: asciiJson({ [id]: value }),
        DelaySeconds: delaySeconds,
        // Makes the queue a fair one: who has much in it does not keep the others waiting.
        MessageGroupId: ownerOf(value),
      }));
      const output = await this.#client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      failed.push(...(output.Failed ?? []).map((entry) => batch[Number(entry.Id)] as string));
    }
    return failed;
  }
}

/** JSON in characters that every queue takes: SQS refuses some that an id from outside may have. */
const asciiJson = (value: object): string =>
  JSON.stringify(value).replaceAll(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
