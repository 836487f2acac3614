import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { LOOPBACK_VARIABLE } from '../../shared/runtime/http/destination-policy.ts';
import { allow, type Grant } from './grant.ts';
import type { Settings } from './settings.ts';

/** Allows sending to a queue, whose URL is in the given variable. */
export const sendGrant = (queue: Queue, variable: string): Grant => ({
  statements: [allow(['sqs:SendMessage'], queue.queueArn)],
  environment: { [variable]: queue.queueUrl },
});

/** Allows posting to merchants on the internet, and on the machine itself where the settings allow it. */
export const deliveryGrant = ({ notifyAllowLoopbackHttp }: Settings): Grant => ({
  statements: [],
  environment: notifyAllowLoopbackHttp ? { [LOOPBACK_VARIABLE]: 'true' } : {},
});

/** Allows what Lambda does on behalf of the function to invoke it from a queue. */
export const consumeGrant = (queue: Queue): Grant => ({
  statements: [allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], queue.queueArn)],
  environment: {},
});

/** Allows what Lambda does on behalf of the function to invoke it from a table's stream; the function never does it. */
export function streamGrant(table: Table): Grant {
  const stream = table.tableStreamArn;
  if (!stream) throw new Error(`the table ${table.node.id} has no stream`);
  return {
    statements: [
      allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], stream),
      // Streams are listed before one is known by name: those of one table is the narrowest that IAM offers.
      allow(['dynamodb:ListStreams'], `${table.tableArn}/stream/*`),
    ],
    environment: {},
  };
}
