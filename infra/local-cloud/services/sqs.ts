import { CreateQueueCommand, type QueueAttributeName, type SQSClient } from '@aws-sdk/client-sqs';
import { type Resource, resourcesOfType } from '../template/resources.ts';
import { ACCOUNT, REGION, type Values } from '../template/values.ts';

interface QueueProperties {
  readonly VisibilityTimeout?: number;
  readonly DelaySeconds?: number;
  readonly MessageRetentionPeriod?: number;
  readonly RedrivePolicy?: { readonly deadLetterTargetArn: string; readonly maxReceiveCount: number };
}

/** A queue that exists. */
export interface Queue {
  readonly name: string;
  readonly readableId: string;
  readonly arn: string;
  readonly url: string;
}

/** Creates the queues, dead-letter queues first, and defines them for references in the templates. */
export async function createQueues(
  resources: readonly Resource[],
  values: Values,
  { sqs, sqsEndpoint }: { readonly sqs: SQSClient; readonly sqsEndpoint: string },
): Promise<Queue[]> {
  const named = resources.filter(({ type }) => type === 'AWS::SQS::Queue');
  for (const resource of named) values.define(resource, { Arn: queueArn(resource.name) });
  const described = resourcesOfType<QueueProperties>(named, 'AWS::SQS::Queue', values);
  described.sort((a, b) => Number(Boolean(a.RedrivePolicy)) - Number(Boolean(b.RedrivePolicy)));
  const queues: Queue[] = [];
  for (const queue of described) {
    const command = new CreateQueueCommand({ QueueName: queue.name, Attributes: attributesOf(queue) });
    const { QueueUrl = '' } = await sqs.send(command);
    // The SDK sends to the host in a queue's URL, and that of fauxqs is a name that not every machine resolves.
    const url = new URL(new URL(QueueUrl).pathname, sqsEndpoint).href;
    const arn = queueArn(queue.name);
    values.define(queue, { Ref: url, Arn: arn, QueueName: queue.name });
    queues.push({ name: queue.name, readableId: queue.readableId, arn, url });
  }
  return queues;
}

const queueArn = (name: string): string => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;

function attributesOf(queue: QueueProperties): Partial<Record<QueueAttributeName, string>> {
  const { RedrivePolicy, VisibilityTimeout, DelaySeconds, MessageRetentionPeriod } = queue;
  const numbers = { VisibilityTimeout, DelaySeconds, MessageRetentionPeriod };
  const given = Object.entries(numbers).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(given.map(([name, value]) => [name, String(value)])),
    ...(RedrivePolicy && { RedrivePolicy: JSON.stringify(RedrivePolicy) }),
  };
}
