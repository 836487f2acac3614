import { carryOutChange } from '../../shared/changes/carry-out.ts';
import { changeFrom, findChange, isChangeId, type Wanted } from '../../shared/changes/change.ts';
import { finishChange } from '../../shared/changes/finish.ts';
import { opTypes } from '../../shared/contract/codes.ts';
import { formatDateTime } from '../../shared/contract/time.ts';
import { issuedCard, REFUSED } from '../../shared/issuer/issued.ts';
import { type ChangeOutcome, EMBEDDED, type Outcome } from '../../shared/issuer/issuer.ts';
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

/** Lists the orders and changes at platforms below that have no outcome yet, oldest first. */
export async function openOrders({ platform, scan }: Operator): Promise<string> {
  const items = await scan('orders');
  const whose = (kind: string) => items.filter(({ pk }) => String(pk).startsWith(kind));
  const orders = whose('order/').map(orderFrom);
  const open = orders
    .filter(({ issuer, status }) => issuer !== EMBEDDED && status === 'pending')
    .sort((one, other) => one.createdAt - other.createdAt)
    .map(({ orderId, issuer, opType, amount, currency, createdAt, asked = 0 }) => {
      const when = formatDateTime(createdAt, platform.utcOffset);
      return `${orderId}  ${when}  ${issuer}  opType ${opType}  ${toMajor(amount, currency)} ${currency}  asked ${asked} times`;
    });
  const changes = whose('change/')
    .map(changeFrom)
    .filter(({ state }) => state === 'open')
    .sort((one, other) => one.createdAt - other.createdAt)
    .map(({ changeId, subject, wanted, createdAt, asked = 0 }) => {
      const when = formatDateTime(createdAt, platform.utcOffset);
      return `${changeId}  ${when}  ${subject.kind} ${subject.id}  ${namesOf(wanted)}  asked ${asked} times`;
    });
  const all = [...open, ...changes];
  return all.length > 0 ? all.join('\n') : 'every order and change below has an outcome';
}

const namesOf = ({ status, limit, alias, label }: Wanted): string =>
  [
    ...(status === undefined ? [] : [status === 0 ? 'freeze' : 'enable']),
    ...(limit === undefined ? [] : ['limit']),
    ...(alias === undefined && label === undefined ? [] : ['name']),
  ].join(', ');

/** Asks for the outcome of an order or a change, outside of the schedule. */
export async function askCommand(
  [id = '']: readonly string[],
  _options: ConnectionOptions,
  { platform, environment }: Operator,
  post?: typeof fetch,
): Promise<string> {
  const sealer = new Sealer(openDataKeys(environment['DATA_KEY'] ?? ''));
  const reaching = withUpstreams(platform, { sealer, ...(post && { fetch: post }) });
  if (isChangeId(id)) {
    const change = await carryOutChange(reaching, id);
    if (!change) throw new CommandRefused(`there is no change ${id}`);
    return `change ${id}: ${change.state}`;
  }
  await orderBelow(id, platform.store);
  const order = await fulfilOrder(reaching, id);
  return `order ${id}: ${order?.status}`;
}

/** Says how an order ended where neither asking nor a notification does. */
export async function settleCommand(
  [orderId = '', how = '']: readonly string[],
  options: ConnectionOptions,
  { platform }: Operator,
): Promise<string> {
  if (isChangeId(orderId)) return settleChange(orderId, how, platform);
  const order = await orderBelow(orderId, platform.store);
  if (order.status !== 'pending') throw new CommandRefused(`order ${orderId} ended with ${order.status}`);
  if (how !== 'success' && how !== 'failure')
    throw new CommandRefused('an order ends with success or failure');
  const outcome: Outcome =
    how === 'failure' ? { state: 'refused', reason: REFUSED } : success(order, options);
  const { status } = await settleOrder(platform, order, outcome);
  return `order ${orderId}: ${status}`;
}

/** The first of a card's or group's open changes ended so: those after it go on. */
async function settleChange(changeId: string, how: string, platform: Operator['platform']): Promise<string> {
  const change = await findChange(platform.store, changeId);
  if (!change) throw new CommandRefused(`there is no change ${changeId}`);
  if (change.state !== 'open') throw new CommandRefused(`change ${changeId} ended: ${change.state}`);
  const outcome = OUTCOMES[how];
  if (!outcome) throw new CommandRefused('a change ends with success or failure');
  await finishChange(platform, change, outcome);
  const after = await findChange(platform.store, changeId);
  if (after?.state === 'open')
    throw new CommandRefused(`${changeId} waits for an earlier change, or for a cancellation`);
  return `change ${changeId}: ${after?.state}`;
}

const OUTCOMES: Readonly<Record<string, Exclude<ChangeOutcome, { state: 'unknown' }>>> = {
  success: { state: 'applied' },
  failure: { state: 'refused', code: '110004' },
};

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
