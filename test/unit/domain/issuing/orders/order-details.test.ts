import { expect, it } from 'vitest';
import type { Order } from '../../../../../shared/domain/issuing/model/order.ts';
import { orderDetails } from '../../../../../shared/domain/issuing/orders/order-details.ts';
import { opTypes } from '../../../../../shared/wire/contract/codes.ts';
import { cancellation, groupOpening, opening, recharge } from './orders-fixture.ts';

it.each<[string, Order]>([
  ['opening', opening()],
  ['opening', groupOpening()],
  ['recharge', recharge()],
  ['refund', { ...recharge(), opType: opTypes.refund }],
  ['closing', cancellation()],
])('the statement line of kind %s has the state of its order', (kind, order) => {
  expect(orderDetails(order)).toEqual({ kind, orderId: '100', remark: 'accepted' });
  expect(orderDetails({ ...order, status: 'success' }).remark).toBe('success');
  expect(orderDetails({ ...order, status: 'failure', failure: 'no' }).remark).toBe('failure: no');
});
