import type { Books } from '../../../shared/audit/books.ts';
import { factOf } from '../../../shared/client/notifications.ts';
import { orderStatuses } from '../../../shared/contract/codes.ts';
import type { Notification } from '../../../shared/notifications/notification.ts';
import type { Simulation } from '../simulation.ts';

/** Attempts at a notification before it is given up. */
const ATTEMPTS = 8;

/** Every notification came to its merchant, or was given up when it was time to. */
export function everythingIsTold(simulation: Simulation, { notifications }: Books): void {
  for (const notification of notifications) {
    const { notificationId, status, attempts, history = [] } = notification;
    // Each hour one of those that wait for a paused endpoint is tried, beside its schedule.
    const probes = history.filter(({ probe }) => probe).length;
    const told = toldOf(simulation, notification);
    if (status === 'pending') simulation.violate(`${notificationId} is pending for ever`);
    if (status === 'delivered' && !told?.accepted)
      simulation.violate(`${notificationId} counts as delivered, but its merchant never said so`);
    if (status === 'dead' && attempts < ATTEMPTS)
      simulation.violate(`${notificationId} was given up after ${attempts} attempts`);
    if ((told?.posts ?? 0) > ATTEMPTS + probes)
      simulation.violate(`${notificationId} was posted ${told?.posts} times`);
  }
}

/** What merchants were told of orders is how these ended. */
export function whatWasToldIsTrue(simulation: Simulation, { orders }: Books): void {
  const statuses = new Map(orders.map(({ orderId, status }) => [orderId, status]));
  for (const { notification } of simulation.merchants.told) {
    if (notification.type !== 'card_operate') continue;
    const { orderId, status } = notification.content;
    const is = statuses.get(orderId);
    if (status !== (is === 'success' ? orderStatuses.success : orderStatuses.failure))
      simulation.violate(`order ${orderId} is ${is}, its merchant was told ${status}`);
  }
}

/** What the notification's merchant received of it. */
function toldOf({ merchants }: Simulation, { userNo, type, content }: Notification) {
  const fact = factOf({ type, content: JSON.parse(content) });
  const endpoint = merchants.endpoints.find(({ known }) => known.merchant.userNo === userNo);
  return fact === undefined ? undefined : endpoint?.told.get(fact);
}
