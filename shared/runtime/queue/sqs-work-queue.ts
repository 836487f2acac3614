import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { awsClientSettings } from '../aws-client-settings.ts';
import type { WorkKind, WorkQueue } from './work-queue.ts';

/** Maximum number of messages that SendMessageBatch accepts. */
const MAX_BATCH = 10;

/** The queue for each kind of work, and the name of the id in its messages. */
export const QUEUES = {
  order: { variable: 'ORDERS_QUEUE_URL', id: 'orderId' },
  notification: { variable: 'NOTIFICATIONS_QUEUE_URL', id: 'notificationId' },
} as const satisfies Record<WorkKind, { variable: string; id: string }>;

/** The WorkQueue on SQS. Only functions that send import it: the client is a tenth of a bundle. */
export class SqsWorkQueue implements WorkQueue {
  readonly #environment: NodeJS.ProcessEnv;
  #client: SQSClient | undefined;

  /** Without `client`, one is created for the first message. */
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
        // Makes the queue fair: a merchant with a backlog does not delay the others.
        MessageGroupId: ownerOf(value),
      }));
      const output = await this.#client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      failed.push(...(output.Failed ?? []).map((entry) => batch[Number(entry.Id)] as string));
    }
    return failed;
  }
}

/** JSON in printable ASCII: SQS rejects some characters that an external id may contain. */
const asciiJson = (value: object): string =>
  JSON.stringify(value).replaceAll(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
