import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AlarmTopic } from './alarms.ts';

/** Attempts at a message before it goes to the dead-letter queue. */
const MAX_RECEIVES = 5;

export interface WorkQueueProps {
  /** The timeout of the function that consumes it. */
  readonly consumerTimeoutSeconds: number;
  readonly alarms: AlarmTopic;
}

/** An encrypted queue with a dead-letter queue, and an alarm on that. */
export class WorkQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const common = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    const deadLetters = new Queue(this, 'DeadLetters', { ...common, retentionPeriod: Duration.days(14) });
    this.queue = new Queue(this, 'Queue', {
      ...common,
      retentionPeriod: Duration.days(4),
      // As Lambda recommends: time for its own retries when the function is throttled.
      visibilityTimeout: Duration.seconds(6 * props.consumerTimeoutSeconds),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
    const depth = deadLetters.metricApproximateNumberOfMessagesVisible();
    const meaning = `Messages of the queue ${id} that could not be processed.`;
    props.alarms.whenAtLeast(this, 'DeadLetterAlarm', depth, 1, meaning);
  }
}
