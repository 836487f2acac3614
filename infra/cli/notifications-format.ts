import { textTable } from '../../clients/cli/common/text-table.ts';
import type { Endpoint } from '../../shared/domain/delivery/endpoint-health.ts';
import type { Dependencies } from '../../shared/domain/dependencies.ts';
import type { Attempt } from '../../shared/domain/notifications/attempt.ts';
import type { Notification } from '../../shared/domain/notifications/notification.ts';
import { redactText } from '../../shared/runtime/card-number/redact-text.ts';
import { formatDateTime } from '../../shared/wire/contract/time.ts';

/** A time in the platform's zone; empty when undefined. */
const formatMoment = ({ utcOffset }: Dependencies, moment: number | undefined): string =>
  moment === undefined ? '' : formatDateTime(moment, utcOffset);

/** Returns notifications as a table. */
export function notificationTable(deps: Dependencies, notifications: readonly Notification[]): string {
  const head = ['notification', 'merchant', 'created', 'status', 'attempts', 'last result', 'next attempt'];
  const rows = notifications.map((one) => [
    one.notificationId,
    one.userNo,
    formatMoment(deps, one.createdAt),
    one.status,
    String(one.history?.length ?? 0),
    one.lastResult ?? '-',
    one.status === 'pending' ? formatMoment(deps, one.nextAttemptAt) : '-',
  ]);
  return textTable([head, ...rows]);
}

/** Returns one notification with its content, without secrets, and all attempts. */
export function notificationDetails(deps: Dependencies, notification: Notification): string {
  const { notificationId, userNo, status, createdAt, nextAttemptAt, attempts, content } = notification;
  const { history = [], correlationId } = notification;
  const facts = [
    ['merchant', userNo],
    ['status', status],
    ['created', formatMoment(deps, createdAt)],
    ['attempts', `${attempts} of the schedule, ${history.length} in all`],
    ...(status === 'pending' ? [['next attempt', formatMoment(deps, nextAttemptAt)]] : []),
    ['correlation', correlationId],
    ['content', redactText(content)],
    ...secretFact(deps, notification),
  ];
  const rows = history.map((one) => attemptRow(deps, one));
  const head = ['began', 'latency', 'result', 'next due', 'response', 'URL'];
  const table = rows.length > 0 ? textTable([head, ...rows]) : 'It was never attempted.';
  return [notificationId, textTable(facts), '', table].join('\n');
}

function secretFact(deps: Dependencies, { secret, erasedField }: Notification): string[][] {
  if (secret) return [['secret', `${secret.field}, sealed until ${formatMoment(deps, secret.until)}`]];
  return erasedField === undefined ? [] : [['secret', `${erasedField}, no longer stored`]];
}

function attemptRow(deps: Dependencies, attempt: Attempt): string[] {
  const { latencyMs, status, failure = '', reason, response, probe, url } = attempt;
  const result = reason ?? (status === undefined ? failure : `HTTP ${status}`);
  return [
    formatMoment(deps, attempt.at),
    latencyMs === undefined ? '-' : `${latencyMs} ms`,
    probe ? `${result} (probe)` : result,
    formatMoment(deps, attempt.nextAt) || '-',
    response === undefined ? '-' : response,
    url === undefined ? '-' : url,
  ];
}

/** Returns endpoints that are not healthy as a table. */
export function endpointTable(deps: Dependencies, endpoints: readonly Endpoint[]): string {
  const head = ['merchant', 'endpoint', 'since', 'failing since', 'last failure', 'next probe'];
  const rows = endpoints.map((one) => [
    one.userNo,
    one.status,
    formatMoment(deps, one.attentionAt),
    formatMoment(deps, one.failingSince) || '-',
    one.lastResult ?? '-',
    one.status === 'paused' ? formatMoment(deps, one.nextProbeAt) || 'none: the operator resumes it' : '-',
  ]);
  return textTable([head, ...rows]);
}
