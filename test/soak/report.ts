import type { CheckResult } from '../../shared/domain/audit/audit.ts';
import { percentile } from '../support/percentile.ts';
import type { ReceivedNotifications } from './received-notifications.ts';
import type { Sent } from './traffic.ts';

/** Results that mixed traffic may have, since a card may be closed or empty. Every other one is a fault. */
const EXPECTED = new Set(['ok', '110004', '110006']);
/** An upstream sends each message once and gets no answer while the cloud is down. The network sends it again. */
const NO_RESPONSE = 'ResponseMissing';

const latencyRow = (what: string, values: readonly number[]): string =>
  [
    what.padEnd(28),
    String(values.length).padStart(8),
    ...[50, 95, 99, 100].map((at) => `${percentile(values, at)}`.padStart(8)),
  ].join('');

/** The outcome of a soak. */
export interface Outcome {
  readonly made: readonly Sent[];
  readonly notifications: ReceivedNotifications;
  readonly checks: readonly CheckResult[];
  /** Number of orders that are still pending. */
  readonly unsettled: number;
  readonly settled: number;
}

/** Returns the faults that the soak found. */
export function faultsOf({ made, notifications, checks, unsettled }: Outcome): string[] {
  const unexpected = new Map<string, number>();
  for (const { action, result } of made) {
    if (EXPECTED.has(result) || result === NO_RESPONSE) continue;
    unexpected.set(`${action}: ${result}`, (unexpected.get(`${action}: ${result}`) ?? 0) + 1);
  }
  return [
    ...notifications.missing().map((key) => `lost: ${key} was never notified`),
    ...(unsettled > 0 ? [`${unsettled} orders are still in process`] : []),
    ...checks.flatMap(({ name, differences }) => differences.map((difference) => `${name}: ${difference}`)),
    ...[...unexpected].map(([what, times]) => `${times} times ${what}`),
  ];
}

/** Returns the report of the soak as a table. */
export function reportOf(outcome: Outcome): string {
  const { made, notifications, settled, unsettled, checks } = outcome;
  const actions = [...new Set(made.map(({ action }) => action))].sort();
  const results = new Map<string, number>();
  for (const { result } of made) results.set(result, (results.get(result) ?? 0) + 1);
  const lost = notifications.missing().length;
  return [
    `${'milliseconds'.padEnd(28)}${['count', 'p50', 'p95', 'p99', 'max'].map((head) => head.padStart(8)).join('')}`,
    ...actions.map((name) =>
      latencyRow(
        `answer to ${name}`,
        made.filter(({ action, result }) => action === name && result === 'ok').map(({ took }) => took),
      ),
    ),
    latencyRow('request to notification', notifications.latencies()),
    '',
    `answers: ${[...results].map(([result, times]) => `${result} ${times}`).join(', ')}`,
    `orders settled ${settled}, in process ${unsettled}`,
    `notifications expected ${notifications.expected}, arrived ${notifications.expected - lost}, of them more than once ${notifications.repeated}, lost ${lost}`,
    `audit: ${checks.length} checks, ${checks.flatMap(({ differences }) => differences).length} differences`,
  ].join('\n');
}
