import { formatDateTime } from '../../shared/contract/time.ts';
import type { Attempt } from '../../shared/notifications/attempt.ts';
import type { Endpoint } from '../../shared/notifications/endpoint.ts';
import type { Notification } from '../../shared/notifications/notification.ts';
import type { Platform } from '../../shared/platform/platform.ts';
import { redactText } from '../../shared/platform/redact-text.ts';
import { columns } from './columns.ts';

/** A moment in the platform's zone, or nothing. */
const at = ({ utcOffset }: Platform, moment: number | undefined): string =>
  moment === undefined ? '' : formatDateTime(moment, utcOffset);

/** Notifications as a table, one a line. */
export function notificationRows(platform: Platform, notifications: readonly Notification[]): string {
  const head = ['notification', 'merchant', 'created', 'status', 'attempts', 'last result', 'next attempt'];
  const rows = notifications.map((one) => [
    one.notificationId,
    one.userNo,
    at(platform, one.createdAt),
    one.status,
    String(one.history?.length ?? 0),
    one.lastResult ?? '-',
    one.status === 'pending' ? at(platform, one.nextAttemptAt) : '-',
  ]);
  return columns([head, ...rows]);
}

/** One notification with what it tells, but for what is secret, and every attempt. */
export function notificationSheet(platform: Platform, notification: Notification): string {
  const { notificationId, userNo, status, createdAt, nextAttemptAt, attempts, content } = notification;
  const { history = [], correlationId } = notification;
  const facts = [
    ['merchant', userNo],
    ['status', status],
    ['created', at(platform, createdAt)],
    ['attempts', `${attempts} of the schedule, ${history.length} in all`],
    ...(status === 'pending' ? [['next attempt', at(platform, nextAttemptAt)]] : []),
    ['correlation', correlationId],
    ['tells', redactText(content)],
    ...secretFact(platform, notification),
  ];
  const rows = history.map((one) => attemptRow(platform, one));
  const head = ['began', 'latency', 'result', 'next due', 'answer', 'URL'];
  const table = rows.length > 0 ? columns([head, ...rows]) : 'It was never attempted.';
  return [notificationId, columns(facts), '', table].join('\n');
}

function secretFact(platform: Platform, { secret, spent }: Notification): string[][] {
  if (secret) return [['secret', `${secret.field}, sealed until ${at(platform, secret.until)}`]];
  return spent === undefined ? [] : [['secret', `${spent}, kept no longer`]];
}

function attemptRow(platform: Platform, attempt: Attempt): string[] {
  const { latencyMs, status, failure = '', reason, answer, probe, url } = attempt;
  const result = reason ?? (status === undefined ? failure : `HTTP ${status}`);
  return [
    at(platform, attempt.at),
    latencyMs === undefined ? '-' : `${latencyMs} ms`,
    probe ? `${result} (probe)` : result,
    at(platform, attempt.nextAt) || '-',
    answer === undefined ? '-' : answer,
    url === undefined ? '-' : url,
  ];
}

/** Endpoints that are not healthy as a table. */
export function endpointRows(platform: Platform, endpoints: readonly Endpoint[]): string {
  const head = ['merchant', 'endpoint', 'since', 'failing since', 'last trouble', 'next probe'];
  const rows = endpoints.map((one) => [
    one.userNo,
    one.status,
    at(platform, one.troubledAt),
    at(platform, one.failingSince) || '-',
    one.lastResult ?? '-',
    one.status === 'paused' ? at(platform, one.nextProbeAt) || 'none: the operator resumes it' : '-',
  ]);
  return columns([head, ...rows]);
}
