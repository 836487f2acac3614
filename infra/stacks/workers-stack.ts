import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { FilterCriteria, type Function as LambdaFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { WorkKind } from '../../shared/runtime/queue/work-queue.ts';
import { accessGrant } from '../constructs/access-grants.ts';
import type { Grant } from '../constructs/grant.ts';
import { constructId, PlatformFunction } from '../constructs/platform-function.ts';
import type { Settings } from '../constructs/settings.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import { consumeGrant, deliveryGrant, sendGrant, streamGrant } from '../constructs/worker-grants.ts';
import { queueVariable, type StreamSubscription, type Worker, workers } from '../lambdas/workers.ts';
import type { DataStack } from './data-stack.ts';

export interface WorkersStackProps extends StackProps {
  readonly data: DataStack;
  readonly settings: Settings;
}

/** Everything behind the API: the queues, and the functions that queues, streams and schedules invoke. */
export class WorkersStack extends Stack {
  readonly #props: WorkersStackProps;
  readonly #queues: Readonly<Record<WorkKind, WorkQueue>>;

  constructor(scope: Construct, id: string, props: WorkersStackProps) {
    super(scope, id, props);
    this.#props = props;
    this.#queues = { order: this.#queue('order'), notification: this.#queue('notification') };
    for (const worker of workers) this.#worker(worker);
  }

  #queue(kind: WorkKind): WorkQueue {
    const consumer = workers.find((worker) => worker.consumes === kind);
    if (!consumer) throw new Error(`no worker consumes the ${kind} queue`);
    const consumerTimeoutSeconds = consumer.timeoutSeconds;
    return new WorkQueue(this, constructId(`${kind}s`), {
      consumerTimeoutSeconds,
      alarms: this.#props.data.alarms,
    });
  }

  #worker(worker: Worker): void {
    const { data, settings } = this.#props;
    const { lambda } = new PlatformFunction(this, {
      name: worker.function,
      description: worker.summary,
      grants: this.#grants(worker),
      timeoutSeconds: worker.timeoutSeconds,
      recursive: worker.consumes !== undefined && worker.sends.includes(worker.consumes),
      settings,
      alarms: data.alarms,
    });
    for (const source of worker.streams ?? []) this.#listen(lambda, source);
    if (worker.streams) this.#watchStreams(lambda, worker);
    if (worker.consumes) this.#consume(lambda, worker.consumes);
    if (worker.consumes) this.#watchLoops(lambda, worker);
    if (worker.everyMinutes) this.#schedule(lambda, worker);
  }

  #grants(worker: Worker): Grant[] {
    const { data, settings } = this.#props;
    return [
      accessGrant(worker.access, data),
      ...worker.sends.map((kind) => sendGrant(this.#queues[kind].queue, queueVariable(kind))),
      ...(worker.streams ?? []).map((source) => streamGrant(data.tables[source.table])),
      ...(worker.consumes ? [consumeGrant(this.#queues[worker.consumes].queue)] : []),
      ...(worker.callsMerchants ? [deliveryGrant(settings)] : []),
    ];
  }

  /** Skips a record after its retries, so that a record that keeps failing does not block the stream forever. */
  #listen(lambda: LambdaFunction, { table, patterns, retries }: StreamSubscription): void {
    const eventSourceArn = this.#props.data.tables[table].tableStreamArn;
    if (!eventSourceArn) throw new Error(`the table ${table} has no stream`);
    lambda.addEventSourceMapping(`${constructId(table)}Stream`, {
      eventSourceArn,
      filters: patterns.map((pattern) => FilterCriteria.filter(pattern)),
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      bisectBatchOnError: true,
      retryAttempts: retries,
      reportBatchItemFailures: true,
    });
  }

  #watchStreams(lambda: LambdaFunction, { function: name }: Worker): void {
    const age = lambda.metric('IteratorAge', { statistic: Stats.MAXIMUM });
    const meaning = `Records for ${name} have waited for ten minutes; a stream drops them after a day.`;
    this.#props.data.alarms.whenAtLeast(lambda, 'Behind', age, 600_000, meaning);
  }

  #consume(lambda: LambdaFunction, kind: WorkKind): void {
    lambda.addEventSourceMapping(`${constructId(kind)}sQueue`, {
      eventSourceArn: this.#queues[kind].queue.queueArn,
      batchSize: 10,
      // A backlog must leave concurrency for the APIs.
      maxConcurrency: this.#props.settings.queueConcurrency,
      reportBatchItemFailures: true,
    });
  }

  /** Lambda treats messages that it takes for a loop as failed. */
  #watchLoops(lambda: LambdaFunction, { function: name }: Worker): void {
    const dropped = lambda.metric('RecursiveInvocationsDropped', { statistic: Stats.SUM });
    const meaning = `Lambda took messages to ${name} for a loop and stopped it.`;
    this.#props.data.alarms.whenAtLeast(lambda, 'Loop', dropped, 1, meaning);
  }

  #schedule(lambda: LambdaFunction, { function: name, everyMinutes = 1 }: Worker): void {
    new Rule(this, `${constructId(name)}Schedule`, {
      schedule: Schedule.rate(Duration.minutes(everyMinutes)),
      targets: [new LambdaTarget(lambda)],
    });
    const meaning = `${name} has not run for five minutes.`;
    this.#props.data.alarms.whenLess(lambda, 'Idle', lambda.metricInvocations(), 1, meaning);
  }
}
