import { opTypes } from '../../shared/contract/codes.ts';
import { formatDateTime } from '../../shared/contract/time.ts';
import { issuedCard, REFUSED } from '../../shared/issuer/issued.ts';
import { EMBEDDED, type Outcome } from '../../shared/issuer/issuer.ts';
import { withUpstreams } from '../../shared/issuer/upstream/open.ts';
import { readAmount, toMajor, toMinor } from '../../shared/money/amount.ts';
import { fulfilOrder } from '../../shared/orders/fulfil.ts';
import { findOrder, type Order, orderFrom } from '../../shared/orders/order.ts';
import { settleOrder } from '../../shared/orders/settle.ts';
import { openDataKeys } from '../../shared/vault/data-keys.ts';
import { Sealer } from '../../shared/vault/sealer.ts';
import { required } from './counterparty.ts';
import { CommandRefused, type Operator } from './operator.ts';
import type { ConnectionOptions } from './upstream-connection.ts';

/** Lists the orders at platforms below that have no outcome yet, oldest first. */
export async function openOrders({ platform, scan }: Operator): Promise<string> {
  const orders = (await scan('orders')).filter(({ pk }) => String(pk).startsWith('order/')).map(orderFrom);
  const open = orders
    .filter(({ issuer, status }) => issuer !== EMBEDDED && status === 'pending')
    .sort((one, other) => one.createdAt - other.createdAt)
    .map(({ orderId, issuer, opType, amount, currency, createdAt, asked = 0 }) => {
      const when = formatDateTime(createdAt, platform.utcOffset);
      return `${orderId}  ${when}  ${issuer}  opType ${opType}  ${toMajor(amount, currency)} ${currency}  asked ${asked} times`;
    });
  return open.length > 0 ? open.join('\n') : 'every order below has an outcome';
}

/** Asks for an order's outcome, outside of the schedule. */
export async function askCommand(
  [orderId = '']: readonly string[],
  _options: ConnectionOptions,
  { platform, environment }: Operator,
  post?: typeof fetch,
): Promise<string> {
  await orderBelow(orderId, platform.store);
  const sealer = new Sealer(openDataKeys(environment['DATA_KEY'] ?? ''));
  const order = await fulfilOrder(withUpstreams(platform, { sealer, ...(post && { fetch: post }) }), orderId);
  return `order ${orderId}: ${order?.status}`;
}

/** Says how an order ended where neither asking nor a notification does. */
export async function settleCommand(
  [orderId = '', how = '']: readonly string[],
  options: ConnectionOptions,
  { platform }: Operator,
): Promise<string> {
  const order = await orderBelow(orderId, platform.store);
  if (order.status !== 'pending') throw new CommandRefused(`order ${orderId} ended with ${order.status}`);
  if (how !== 'success' && how !== 'failure')
    throw new CommandRefused('an order ends with success or failure');
  const outcome: Outcome =
    how === 'failure' ? { state: 'refused', reason: REFUSED } : success(order, options);
  const { status } = await settleOrder(platform, order, outcome);
  return `order ${orderId}: ${status}`;
}

async function orderBelow(orderId: string, store: Operator['platform']['store']): Promise<Order> {
  const order = /^\d{1,16}$/.test(orderId) ? await findOrder(store, orderId) : undefined;
  if (!order || order.issuer === EMBEDDED) throw new CommandRefused(`there is no order ${orderId} below`);
  return order;
}

function success(order: Order, options: ConnectionOptions): Outcome {
  const fee = readAmount(typeof options['fee'] === 'string' ? options['fee'] : '0');
  if (fee === undefined) throw new CommandRefused('--fee is an amount');
  const side = { orderId: idIn(options, 'their-order'), cost: toMinor(fee, order.currency, '--fee') };
  if (order.opType === opTypes.groupOpening)
    return { state: 'succeeded', theirs: { ...side, groupId: idIn(options, 'their-group') } };
  if (order.opType !== opTypes.cardOpening) return { state: 'succeeded', theirs: side };
  const [number, expiry] = [required(options, 'card-number'), required(options, 'expiry')];
  if (!/^\d{6}\*+\d{4}$/.test(number))
    throw new CommandRefused('--card-number is masked: six digits, asterisks, four digits');
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(expiry)) throw new CommandRefused('--expiry is yyyy-MM');
  const theirs = { ...side, cardId: idIn(options, 'their-card') };
  return { state: 'succeeded', theirs, card: issuedCard(number, expiry) };
}

function idIn(options: ConnectionOptions, name: string): string {
  const id = required(options, name);
  if (!/^\d{1,16}$/.test(id)) throw new CommandRefused(`--${name} is an id of 1 to 16 digits`);
  return id;
}
