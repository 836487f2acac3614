import { deduplicationKey } from '../../../shared/client/open-notification.ts';
import type { AuditSnapshot } from '../../../shared/domain/audit/snapshot.ts';
import type { Notification } from '../../../shared/domain/notifications/notification.ts';
import { orderStatuses } from '../../../shared/wire/contract/codes.ts';
import type { Simulation } from '../simulation.ts';

/** Number of attempts before a notification is a dead letter. */
const MAX_ATTEMPTS = 8;

/** Every notification was delivered, or became a dead letter after all of its attempts. */
export function notificationsAreDelivered(simulation: Simulation, { notifications }: AuditSnapshot): void {
  for (const notification of notifications) {
    const { notificationId, status, attempts, history = [] } = notification;
    // While an endpoint is paused, one of its notifications is sent every hour, beside its schedule.
    const probes = history.filter(({ probe }) => probe).length;
    const received = receivedBy(simulation, notification);
    if (status === 'pending') simulation.violate(`${notificationId} is pending forever`);
    if (status === 'delivered' && !received?.accepted)
      simulation.violate(`${notificationId} counts as delivered, but its merchant never accepted it`);
    if (status === 'dead' && attempts < MAX_ATTEMPTS)
      simulation.violate(`${notificationId} was given up after ${attempts} attempts`);
    const claimed = (received?.posts ?? 0) - (received?.unclaimed ?? 0);
    if (claimed > MAX_ATTEMPTS + probes)
      simulation.violate(`${notificationId} was posted ${received?.posts} times`);
    const ended = history.filter(({ probe, failure }) => !probe && failure !== 'interrupted').length;
    if (ended > MAX_ATTEMPTS) simulation.violate(`${notificationId} has ${ended} attempts of its schedule`);
  }
}

/** Order notifications report how the orders ended. */
export function notificationsAreTrue(simulation: Simulation, { orders }: AuditSnapshot): void {
  const statuses = new Map(orders.map(({ orderId, status }) => [orderId, status]));
  for (const { notification } of simulation.merchants.received) {
    if (notification.type !== 'card_operate') continue;
    const { orderId, status } = notification.content;
    const is = statuses.get(orderId);
    if (status !== (is === 'success' ? orderStatuses.success : orderStatuses.failure))
      simulation.violate(`order ${orderId} is ${is}, its merchant was notified of ${status}`);
  }
}

/** Returns the merchant's receipts of the notification. */
function receivedBy({ merchants }: Simulation, { userNo, type, content }: Notification) {
  const fact = deduplicationKey({ type, content: JSON.parse(content) });
  const endpoint = merchants.endpoints.find(({ owner }) => owner.merchant.userNo === userNo);
  return fact === undefined ? undefined : endpoint?.received.get(fact);
}
