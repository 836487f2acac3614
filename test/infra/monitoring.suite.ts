import { describe, expect, test } from 'vitest';
import { functionBehind, functions, type Resource, resources, text, texts } from './synthesized-app.ts';

describe('logs', () => {
  const groups = resources('AWS::Logs::LogGroup');

  test('are retained for thirteen months', () => {
    expect(groups).toHaveLength(functions.size + 1);
    for (const { id, properties } of groups) expect(properties.RetentionInDays, id).toBe(400);
  });

  test('of each function go to its own log group', () => {
    const used = [...functions.values()].map(({ properties }) => text(properties.LoggingConfig?.LogGroup));
    expect(new Set(used).size).toBe(functions.size);
    for (const id of used)
      expect(
        groups.find((group) => group.id === id),
        id,
      ).toBeDefined();
  });
});

describe('alarms', () => {
  const alarms = resources('AWS::CloudWatch::Alarm');
  const of = (metric: string) =>
    alarms
      .filter(({ properties }) => properties.MetricName === metric)
      .flatMap(({ properties }) => properties.Dimensions.map((one: { Value: unknown }) => text(one.Value)));

  const all = resources('AWS::Logs::MetricFilter');
  const namespaceOf = ({ properties }: Resource) => properties.MetricTransformations[0].MetricNamespace;
  const filters = all.filter((filter) => namespaceOf(filter) === 'Issuary/Failures');
  /** Returns the functions (or their filters) whose failures in this namespace are part of an alarm. */
  const failing = (namespace: string) =>
    alarms
      .flatMap(({ properties }) => properties.Metrics ?? [])
      .flatMap(({ MetricStat }) => (MetricStat?.Metric.Namespace === namespace ? [MetricStat.Metric] : []))
      .map((metric) =>
        namespace === 'AWS/Lambda'
          ? text(metric.Dimensions[0].Value)
          : filters.find(
              ({ properties }) => properties.MetricTransformations[0].MetricName === metric.MetricName,
            )?.id,
      );

  test('count errors that the pipelines handle: every function has a metric filter on its log', () => {
    const groups = [...functions.values()].map(({ properties }) => text(properties.LoggingConfig?.LogGroup));
    expect(filters.map(({ properties }) => text(properties.LogGroupName)).sort()).toEqual(groups.sort());
    for (const { properties } of filters) expect(properties.FilterPattern).toBe('{ $.level = "ERROR" }');
  });

  test('count refused sign-ins of all functions together', () => {
    const counted = all.filter((filter) => namespaceOf(filter) === 'Issuary/RefusedSignIns');
    expect(all).toHaveLength(filters.length + counted.length);
    const apiFunctions = [...functions].filter(([name]) => !name.startsWith('worker/'));
    const groups = apiFunctions.map(([, { properties }]) => text(properties.LoggingConfig?.LogGroup));
    expect(counted.map(({ properties }) => text(properties.LogGroupName)).sort()).toEqual(groups.sort());
    for (const { properties } of counted) {
      expect(properties.FilterPattern).toBe('{ $.message = "sign-in refused" }');
      expect(properties.MetricTransformations[0].MetricName).toBe('IssuaryApi');
    }
    const [alarm, another] = alarms.filter(
      ({ properties }) => properties.Namespace === 'Issuary/RefusedSignIns',
    );
    expect(another).toBeUndefined();
    expect(alarm?.properties).toMatchObject({
      MetricName: 'IssuaryApi',
      Statistic: 'Sum',
      Period: 300,
      Threshold: 100,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
  });

  test('all reach the one encrypted topic, which CloudWatch may publish to', () => {
    for (const { id, properties } of alarms)
      expect(texts(properties.AlarmActions), id).toEqual(['AlarmsTopic']);
    const topics = resources('AWS::SNS::Topic').map(({ properties }) => text(properties.KmsMasterKeyId));
    expect(topics).toEqual(['AlarmsKey.Arn']);
    const cloudwatch = { Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' } };
    const [policy] = resources('AWS::SNS::TopicPolicy');
    expect(policy?.properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({ ...cloudwatch, Action: 'sns:Publish' }),
    );
    const key = resources('AWS::KMS::Key').find(({ id }) => id === 'AlarmsKey');
    expect(key?.properties.KeyPolicy.Statement).toContainEqual(
      expect.objectContaining({ ...cloudwatch, Action: ['kms:Decrypt', 'kms:GenerateDataKey'] }),
    );
  });

  test('report failing functions, dead letters, a failing API, schedules that do not run, streams that lag and dropped loops', () => {
    expect(failing('AWS/Lambda').sort()).toEqual([...functions.values()].map(({ id }) => id).sort());
    expect(failing('Issuary/Failures').sort()).toEqual(filters.map(({ id }) => id).sort());
    expect(of('ApproximateNumberOfMessagesVisible').sort()).toEqual([
      'NotificationsDeadLetters.QueueName',
      'OrdersDeadLetters.QueueName',
    ]);
    expect(of('5XXError')).toEqual(['IssuaryApi']);
    const scheduled = of('Invocations').map((id: string) => functionBehind({ Ref: id }));
    expect(scheduled.sort()).toEqual([
      'worker/expire-holds',
      'worker/purge-card-data',
      'worker/retry-inbox',
      'worker/sweep',
    ]);
    const behind = of('IteratorAge').map((id: string) => functionBehind({ Ref: id }));
    expect(behind.sort()).toEqual(['worker/lines', 'worker/relay']);
    const loops = of('RecursiveInvocationsDropped').map((id: string) => functionBehind({ Ref: id }));
    expect(loops.sort()).toEqual(['worker/deliver', 'worker/fulfil']);
  });
});
