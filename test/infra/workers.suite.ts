import { describe, expect, test } from 'vitest';
import { workers } from '../../infra/lambdas/workers.ts';
import { compileFilter } from '../../infra/local-cloud/sources/event-filter.ts';
import { permissionsOfFunction } from './policies.ts';
import { functionBehind, functions, type Resource, resources, text, texts } from './synthesized-app.ts';

const eventSources = resources('AWS::Lambda::EventSourceMapping');
const queues = resources('AWS::SQS::Queue');

describe('queues', () => {
  const deadLetters = (queue: Resource) => text(queue.properties.RedrivePolicy?.deadLetterTargetArn);
  const isTarget = ({ id }: Resource) => queues.some((queue) => deadLetters(queue) === `${id}.Arn`);
  const sources = queues.filter((queue) => !isTarget(queue));

  test('are encrypted at rest and on the way', () => {
    const policies = resources('AWS::SQS::QueuePolicy').map(({ properties }) => properties);
    for (const { id, properties } of queues) {
      expect(properties.SqsManagedSseEnabled, id).toBe(true);
      const [policy] = policies.filter(({ Queues }) => texts(Queues).includes(id));
      expect(policy?.PolicyDocument.Statement, id).toMatchObject([
        { Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      ]);
    }
  });

  test('move a message to the dead-letter queue after five attempts, for two weeks', () => {
    expect(sources.map(({ id }) => id).sort()).toEqual(['NotificationsQueue', 'OrdersQueue']);
    for (const queue of sources) {
      expect(queue.properties.RedrivePolicy.maxReceiveCount).toBe(5);
      const target = queues.find(({ id }) => `${id}.Arn` === deadLetters(queue));
      expect(target?.id).toBe(queue.id.replace('Queue', 'DeadLetters'));
      expect(target?.properties.MessageRetentionPeriod).toBe(14 * 24 * 3600);
    }
  });

  test('have a visibility timeout of at least six timeouts of their function', () => {
    for (const { id, properties } of sources) {
      const [source] = eventSources.filter((one) => text(one.properties.EventSourceArn) === `${id}.Arn`);
      const consumer = functions.get(functionBehind(source?.properties.FunctionName));
      expect(properties.VisibilityTimeout, id).toBeGreaterThanOrEqual(6 * consumer?.properties.Timeout);
    }
  });
});

describe('workers', () => {
  test('are invoked by streams of pending orders, notifications and the ledger, and by their queues', () => {
    const insert = (prefix: string) => ({
      eventName: ['INSERT'],
      dynamodb: { Keys: { pk: { S: [{ prefix }] } } },
    });
    const found = eventSources.map(({ properties }) => ({
      function: functionBehind(properties.FunctionName),
      source: text(properties.EventSourceArn),
      filters: (properties.FilterCriteria?.Filters ?? []).map((filter: { Pattern: string }) =>
        JSON.parse(filter.Pattern),
      ),
    }));
    const notifications = [insert('notification/')];
    const { eventName, dynamodb } = insert('order/');
    const pending = { eventName, dynamodb: { ...dynamodb, NewImage: { status: { S: ['pending'] } } } };
    const ledger = [
      { eventName: ['INSERT', 'MODIFY'], dynamodb: { Keys: { sk: { S: [{ prefix: 'balance/' }] } } } },
      { eventName: ['INSERT'], dynamodb: { NewImage: { onPlatform: { BOOL: [true] } } } },
    ];
    expect(found.sort((a, b) => (a.source < b.source ? -1 : 1))).toEqual([
      { function: 'worker/lines', source: 'LedgerTable.StreamArn', filters: ledger },
      { function: 'worker/deliver', source: 'NotificationsQueue.Arn', filters: [] },
      { function: 'worker/relay', source: 'NotificationsTable.StreamArn', filters: notifications },
      { function: 'worker/fulfil', source: 'OrdersQueue.Arn', filters: [] },
      { function: 'worker/relay', source: 'OrdersTable.StreamArn', filters: [pending] },
    ]);
  });

  test('are not invoked when an item of a table expires', () => {
    const streams = eventSources.filter(({ properties }) =>
      text(properties.EventSourceArn).endsWith('StreamArn'),
    );
    const keys = ['notification/1', 'order/1', 'entry/1', 'quote/1'];
    for (const { id, properties } of streams) {
      const patterns = properties.FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => Pattern);
      const passes = compileFilter(patterns, id);
      const record = (eventName: string, pk: string) => ({
        eventName,
        ...(eventName === 'REMOVE' && {
          userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
        }),
        dynamodb: {
          Keys: { pk: { S: pk }, sk: { S: 'balance/1' } },
          NewImage: { onPlatform: { BOOL: true }, status: { S: 'pending' } },
        },
      });
      expect(
        keys.some((pk) => passes(record('INSERT', pk))),
        id,
      ).toBe(true);
      expect(
        keys.some((pk) => passes(record('REMOVE', pk))),
        id,
      ).toBe(false);
    }
  });

  test('report failures per message, and never block a stream', () => {
    for (const { id, properties } of eventSources) {
      expect(properties.FunctionResponseTypes, id).toEqual(['ReportBatchItemFailures']);
      if (!text(properties.EventSourceArn).endsWith('StreamArn')) continue;
      // The sweeper finds what the relay skips. An operator must rebuild statement lines that are skipped.
      const retries = functionBehind(properties.FunctionName) === 'worker/lines' ? 100 : 3;
      expect(properties, id).toMatchObject({
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: retries,
      });
      expect(properties.StartingPosition, id).toBe('TRIM_HORIZON');
    }
  });

  test('have the configured maximum concurrency for each queue', () => {
    for (const { id, properties } of eventSources) {
      const isQueue = text(properties.EventSourceArn).endsWith('Queue.Arn');
      expect(properties.ScalingConfig, id).toEqual(isQueue ? { MaximumConcurrency: 50 } : undefined);
    }
  });

  test('allow recursive loops where their messages return to them, and nowhere else', () => {
    /** Returns all functions that a function's messages reach, directly or through others. */
    const reachedFrom = (name: string, known = new Set<string>()): Set<string> => {
      const queuesOf = permissionsOfFunction(name).filter(({ action }) => action === 'sqs:SendMessage');
      for (const { resource } of queuesOf)
        for (const { properties } of eventSources) {
          const next = functionBehind(properties.FunctionName);
          if (text(properties.EventSourceArn) !== resource || known.has(next)) continue;
          reachedFrom(next, known.add(next));
        }
      return known;
    };
    const inLoops = [...functions.keys()].filter((name) => reachedFrom(name).has(name));
    expect(inLoops).toEqual(['worker/deliver']);
    const allowed = [...functions].filter(([, { properties }]) => properties.RecursiveLoop === 'Allow');
    expect(allowed.map(([name]) => name)).toEqual(inLoops);
  });

  test('of sweeping, hold expiry, the card data purge and the inbox run every minute', () => {
    const rules = resources('AWS::Events::Rule').map(({ properties }) => properties);
    for (const rule of rules)
      expect(rule).toMatchObject({ ScheduleExpression: 'rate(1 minute)', State: 'ENABLED' });
    const targets = rules.flatMap(({ Targets }) =>
      Targets.map((target: { Arn: unknown }) => functionBehind(target.Arn)),
    );
    expect(targets.sort()).toEqual([
      'worker/expire-holds',
      'worker/purge-card-data',
      'worker/retry-inbox',
      'worker/sweep',
    ]);
  });

  test('are all deployed', () => {
    const deployed = [...functions].filter(([, { stack }]) => stack === 'IssuaryWorkers');
    expect(deployed.map(([name]) => name).sort()).toEqual(workers.map((worker) => worker.function).sort());
  });
});
