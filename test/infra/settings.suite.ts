import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { afterAll, describe, expect, test } from 'vitest';
import { issuary } from '../../infra/app.ts';
import { readSettings, SettingInvalid } from '../../infra/constructs/settings.ts';
import { workers } from '../../infra/lambdas/workers.ts';
import { MIN_NOTIFICATION_RETENTION_DAYS } from '../../shared/domain/notifications/retention.ts';
import { stacks as usual } from './synthesized-app.ts';

const outdir = mkdtempSync(join(tmpdir(), 'issuary-settings-'));
afterAll(() => rmSync(outdir, { recursive: true }));

// Templates are JSON without a schema here.
// biome-ignore lint/suspicious/noExplicitAny: see above
type Any = any;

/** Returns the metrics of an alarm by namespace, name and dimensions. */
function watched({ Type, Properties }: Any): unknown[] {
  if (Type !== 'AWS::CloudWatch::Alarm') return [];
  const stats = (Properties.Metrics ?? []).flatMap(({ MetricStat }: Any) => MetricStat?.Metric ?? []);
  return [...stats, ...(Properties.MetricName ? [Properties] : [])].map(
    ({ Namespace, MetricName, Dimensions = [] }: Any) => [Namespace, MetricName, Dimensions],
  );
}

/** Returns the metrics of a metric filter. */
const filtered = ({ Type, Properties }: Any): unknown[] =>
  Type === 'AWS::Logs::MetricFilter'
    ? Properties.MetricTransformations.map(({ MetricNamespace, MetricName }: Any) => [
        MetricNamespace,
        MetricName,
        [],
      ])
    : [];

type Stacks = typeof usual;
const devContext = { stage: 'dev', notifyAllowLoopbackHttp: 'true' };
const { stacks: dev } = issuary({ outdir: join(outdir, 'dev'), context: devContext }).synth();

const settings = (context: Record<string, unknown>) => readSettings(new App({ outdir, context }).node);

describe('settings', () => {
  test('have defaults', () => {
    expect(settings({})).toEqual({
      stage: undefined,
      utcOffset: '+08:00',
      orderGraceSeconds: 60,
      holdDays: 10,
      cardNumberDays: 540,
      travelHoldDays: 31,
      inboxDays: 400,
      notificationDays: 90,
      rateMaxAgeSeconds: 86_400,
      requestsPerSecond: 50,
      sandbox: false,
      requestBurst: 100,
      unreadablePerSecond: 10,
      apiRequestsPerSecond: 200,
      apiBurst: 400,
      webhookRequestsPerSecond: 200,
      webhookBurst: 400,
      networkRequestsPerSecond: 500,
      networkBurst: 1_000,
      authorizeConcurrency: 0,
      authorizeWarm: 0,
      queueConcurrency: 50,
      callTimeoutMs: 4_000,
      authorizeCallTimeoutMs: 600,
      authorizeTimeoutSeconds: 3,
      refusedSignInsAlarm: 100,
      logLevel: 'INFO',
      notifyAllowLoopbackHttp: false,
    });
  });

  test.each([
    ['stage', 'Test Stage'],
    ['utcOffset', '8'],
    ['orderGraceSeconds', '0'],
    ['orderGraceSeconds', 'soon'],
    ['holdDays', '0'],
    ['cardNumberDays', '10000'],
    ['travelHoldDays', '0'],
    ['holdDays', '100'],
    ['inboxDays', '0'],
    ['notificationDays', String(MIN_NOTIFICATION_RETENTION_DAYS - 1)],
    ['notificationDays', '10000'],
    ['rateMaxAgeSeconds', '0'],
    ['rateMaxAgeSeconds', '1.5'],
    ['requestsPerSecond', '0'],
    ['requestsPerSecond', '1001'],
    ['requestBurst', '0'],
    ['requestBurst', '10001'],
    ['unreadablePerSecond', '0'],
    ['unreadablePerSecond', '1001'],
    ['apiRequestsPerSecond', '0'],
    ['networkBurst', '100000'],
    ['authorizeConcurrency', '-1'],
    ['authorizeWarm', '-1'],
    ['queueConcurrency', '1'],
    ['queueConcurrency', '1001'],
    ['callTimeoutMs', '99'],
    ['authorizeCallTimeoutMs', '100000'],
    ['authorizeTimeoutSeconds', '0'],
    ['refusedSignInsAlarm', '0'],
    ['authorizeTimeoutSeconds', '29'],
    ['logLevel', 'TRACE'],
    ['notifyAllowLoopbackHttp', 'yes'],
  ])('%s=%s is refused', (setting, value) => {
    expect(() => settings({ [setting]: value })).toThrow(SettingInvalid);
  });

  test('keep no more warm than is reserved, where something is', () => {
    const warm = (authorizeConcurrency: number) =>
      settings({ authorizeConcurrency, authorizeWarm: 5 }).authorizeWarm;
    expect(() => warm(4)).toThrow('authorizeWarm=5: expected at most authorizeConcurrency');
    expect([warm(5), warm(0)]).toEqual([5, 5]);
  });

  test('reach the stacks', () => {
    const context = {
      stage: 'trial',
      utcOffset: '+00:00',
      orderGraceSeconds: 5,
      holdDays: 3,
      cardNumberDays: 90,
      travelHoldDays: 20,
      inboxDays: 30,
      notificationDays: MIN_NOTIFICATION_RETENTION_DAYS,
      rateMaxAgeSeconds: 60,
      requestsPerSecond: 7,
      requestBurst: 9,
      unreadablePerSecond: 8,
      logLevel: 'DEBUG',
      apiRequestsPerSecond: 11,
      apiBurst: 12,
      webhookRequestsPerSecond: 13,
      webhookBurst: 14,
      networkRequestsPerSecond: 15,
      networkBurst: 16,
      authorizeConcurrency: 17,
      authorizeWarm: 3,
      queueConcurrency: 18,
    };
    const { stacks } = issuary({ outdir, context }).synth();
    expect(stacks.map((stack) => stack.stackName).sort()).toEqual([
      'trial-IssuaryApi',
      'trial-IssuaryData',
      'trial-IssuaryWorkers',
    ]);
    const { Outputs } = stacks.find((stack) => stack.id === 'IssuaryData')?.template ?? {};
    // The rest of the output names tables and keys.
    const received = JSON.stringify(Outputs?.OperatorEnvironment.Value).match(
      /\bPLATFORM_UTC_OFFSET=[^"]*/,
    )?.[0];
    expect(Object.fromEntries(received?.split(' ').map((each) => each.split('=')) ?? [])).toEqual({
      PLATFORM_UTC_OFFSET: '+00:00',
      ORDER_GRACE_SECONDS: '5',
      HOLD_DAYS: '3',
      TRAVEL_HOLD_DAYS: '20',
      CARD_NUMBER_DAYS: '90',
      INBOX_DAYS: '30',
      NOTIFICATION_DAYS: String(MIN_NOTIFICATION_RETENTION_DAYS),
      RATE_MAX_AGE_SECONDS: '60',
      REQUESTS_PER_SECOND: '7',
      REQUEST_BURST: '9',
      UNREADABLE_PER_SECOND: '8',
      LOG_LEVEL: 'DEBUG',
    });
    const api = JSON.stringify(stacks.find((stack) => stack.id === 'IssuaryApi')?.template);
    for (const [rate, burst] of [
      [11, 12],
      [13, 14],
      [15, 16],
    ])
      expect(api).toContain(`"ThrottlingBurstLimit":${burst},"ThrottlingRateLimit":${rate}`);
    expect(api.match(/"ReservedConcurrentExecutions":\d+/g)).toEqual(['"ReservedConcurrentExecutions":17']);
    expect(api.match(/"ProvisionedConcurrentExecutions":\d+/g)).toEqual([
      '"ProvisionedConcurrentExecutions":3',
    ]);
    const alias = api.match(/"(\w+)":\{"Type":"AWS::Lambda::Alias"/)?.[1];
    // One method calls the alias. No integration contains the function's own ARN.
    expect(api.split(`{"Ref":"${alias}"},"/invocations"`)).toHaveLength(2);
    const workersTemplate = JSON.stringify(stacks.find((stack) => stack.id === 'IssuaryWorkers')?.template);
    expect(workersTemplate.match(/"MaximumConcurrency":\d+/g)).toEqual(
      Array(2).fill('"MaximumConcurrency":18'),
    );
    const { Resources } = stacks.find((stack) => stack.id === 'IssuaryWorkers')?.template ?? {};
    const lambdas = Object.values(Resources as Record<string, { Type: string; Properties: unknown }>).filter(
      ({ Type }) => Type === 'AWS::Lambda::Function',
    );
    expect(lambdas).toHaveLength(workers.length);
    for (const { Properties } of lambdas)
      expect(Properties).toHaveProperty(
        'Environment.Variables',
        expect.objectContaining({
          PLATFORM_UTC_OFFSET: '+00:00',
          HOLD_DAYS: '3',
          TRAVEL_HOLD_DAYS: '20',
          CARD_NUMBER_DAYS: '90',
          INBOX_DAYS: '30',
          NOTIFICATION_DAYS: String(MIN_NOTIFICATION_RETENTION_DAYS),
          ORDER_GRACE_SECONDS: '5',
          RATE_MAX_AGE_SECONDS: '60',
          REQUESTS_PER_SECOND: '7',
          REQUEST_BURST: '9',
          UNREADABLE_PER_SECOND: '8',
          LOG_LEVEL: 'DEBUG',
        }),
      );
  });

  test('of two stages in one account have separate metrics', () => {
    const named = (stacks: Stacks) => {
      const resources = stacks.flatMap(({ template }) => Object.values(template.Resources as Any));
      const metrics = [...resources.flatMap(watched), ...resources.flatMap(filtered)];
      // A reference is local to its stack; only a literal name can be shared.
      return new Set(
        metrics.map((metric) => JSON.stringify(metric)).filter((text) => !/"(Ref|Fn::GetAtt)"/.test(text)),
      );
    };
    const [one, other] = [named(usual), named(dev)];
    expect(one.size).toBeGreaterThan(workers.length);
    expect(one.intersection(other)).toEqual(new Set());
  });

  test('allow notifications to loopback only where it is set, and only in the function that delivers', () => {
    const received = (stacks: Stacks) =>
      stacks
        .flatMap(({ template }) => Object.entries(template.Resources as Record<string, unknown>))
        .filter(([, resource]) => JSON.stringify(resource).includes('NOTIFY_ALLOW_LOOPBACK_HTTP'))
        .map(([id]) => id);
    expect(received(dev)).toEqual([expect.stringMatching(/^WorkerDeliverFunction/)]);
    expect(received(usual)).toEqual([]);
    expect(settings({ notifyAllowLoopbackHttp: 'false' })).toEqual(settings({}));
  });
});
