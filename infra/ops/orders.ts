import { parseArgs } from 'node:util';
import { isChangeId } from '../../shared/changes/change.ts';
import { opTypes } from '../../shared/contract/codes.ts';
import { formatDateTime } from '../../shared/contract/time.ts';
import { issuedCard } from '../../shared/issuer/issued.ts';
import type { Outcome } from '../../shared/issuer/issuer.ts';
import { EMBEDDED } from '../../shared/issuer/issuer-name.ts';
import { withUpstreams } from '../../shared/issuer/upstream/open.ts';
import { privateKeySealer } from '../../shared/merchants/platform-keys.ts';
import { moneyText, readAmount, toMinor } from '../../shared/money/amount.ts';
import { fulfilOrder } from '../../shared/orders/fulfil.ts';
import { findOrder, type Order, orderFrom } from '../../shared/orders/order.ts';
import { settleOrder } from '../../shared/orders/settle.ts';
import type { Platform } from '../../shared/platform/platform.ts';
import { required } from './counterparty.ts';
import { CommandRefused, type Operator, runCommand } from './operator.ts';
import { askForChange, changeLines, endChange, endLookingAt } from './orders-changes.ts';
import { reasonOf } from './reason.ts';

const HELP = `Orders, and changes at platforms below, that have no outcome: lists them, carries them on, ends them.

  npm run orders -- list
  npm run orders -- ask ID
      carries one on now: asks the platform below for its outcome, or tries again what is kept here; of a change that
      ended, looks whether it is so there, and asks for it again where it is not
  npm run orders -- end ID --as failure --reason TEXT
      says that it did not happen and never will: what it froze is released, and its merchant reads TEXT
  npm run orders -- end ORDER_ID --as success --reason TEXT --their-order ID [--fee 1.00]
      [--their-card ID --card-number 499900******1234 --expiry yyyy-MM] [--their-group ID]
      says that it happened at the platform below, and what it cost there; a card or group for an opening
  npm run orders -- end CHANGE_ID --as success --reason TEXT
  npm run orders -- seen CHANGE_ID --reason TEXT
      says that the card or group is there as it is here (you have looked there): it is not looked at any more

An order ends once. What is kept here ends as a success by being carried out: ask. End an order below as a failure only when
it is known there as one, or cannot be: what it does there after all is refused here, and somebody has to look.

  --data DIR   the local cloud's data folder (.issuary); a deployment is named by its environment`;

const OPTIONS = {
  as: { type: 'string' },
  reason: { type: 'string' },
  'their-order': { type: 'string' },
  'their-card': { type: 'string' },
  'their-group': { type: 'string' },
  'card-number': { type: 'string' },
  expiry: { type: 'string' },
  fee: { type: 'string' },
} as const;

/** What was given of these options. */
type Options = { readonly [Name in keyof typeof OPTIONS]?: string };

/**
 * Carries out one command and answers what to tell the operator. `post` calls a platform below.
 *
 * @throws CommandRefused
 */
export async function ordersCommand(
  args: readonly string[],
  operator: Operator,
  post?: typeof fetch,
): Promise<string> {
  const { positionals, values } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const [command = '', id = ''] = positionals;
  if (command === 'list') return list(operator);
  if (command === 'ask') return ask(id, operator, post);
  if (command === 'end') return end(id, values, operator);
  if (command === 'seen') return endLookingAt(id, reasonOf(values), operator.platform);
  throw new CommandRefused('the commands are list, ask, end and seen. --help tells them.');
}

async function list({ platform, scan }: Operator): Promise<string> {
  const items = await scan('orders');
  const when = (at: number) => formatDateTime(at, platform.utcOffset);
  const open = items
    .filter(({ pk }) => String(pk).startsWith('order/'))
    .map((item) => ({ ...orderFrom(item), isDue: item['dueAt'] !== undefined }))
    .filter(({ status }) => status === 'pending')
    .sort((one, other) => one.createdAt - other.createdAt)
    .map((order) =>
      [
        ...[order.orderId, when(order.createdAt), `merchant ${order.userNo}`, order.issuer],
        ...[`opType ${order.opType}`, moneyText(order.amount, order.currency)],
        ...[`asked ${order.asked ?? 0} times`, ...(order.isDue ? [] : ['waits for a person'])],
      ].join('  '),
    );
  const all = [...open, ...changeLines(items, platform)];
  return all.length > 0 ? all.join('\n') : 'every order and change has an outcome';
}

async function ask(
  id: string,
  { platform, environment }: Operator,
  post: typeof fetch | undefined,
): Promise<string> {
  const sealer = privateKeySealer(environment['DATA_KEY']);
  const reaching = withUpstreams(platform, { sealer, ...(post && { fetch: post }) });
  if (isChangeId(id)) return askForChange(reaching, id);
  await orderOf(id, platform);
  return `order ${id}: ${(await fulfilOrder(reaching, id))?.status}`;
}

async function end(id: string, options: Options, { platform }: Operator): Promise<string> {
  const how = options.as;
  const reason = reasonOf(options);
  if (how !== 'success' && how !== 'failure') throw new CommandRefused('--as is success or failure');
  if (isChangeId(id)) return endChange(id, how, reason, platform);
  const order = await orderOf(id, platform);
  if (order.status !== 'pending') throw new CommandRefused(`order ${id} ended with ${order.status}`);
  const outcome: Outcome = how === 'failure' ? { state: 'refused', reason } : success(order, options);
  const { status, endedBy } = await settleOrder(platform, order, outcome, reason);
  if (endedBy !== reason) throw new CommandRefused(`order ${id} ended with ${status} meanwhile`);
  return `order ${id}: ${status}`;
}

async function orderOf(orderId: string, { store }: Platform): Promise<Order> {
  const order = /^\d{1,16}$/.test(orderId) ? await findOrder(store, orderId) : undefined;
  if (!order) throw new CommandRefused(`there is no order ${orderId}`);
  return order;
}

function success(order: Order, options: Options): Outcome {
  if (order.issuer === EMBEDDED)
    throw new CommandRefused('what is kept here succeeds by being carried out: npm run orders -- ask');
  const fee = readAmount(options.fee ?? '0');
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

function idIn(options: Options, name: keyof Options): string {
  const id = required(options, name);
  if (!/^[\x21-\x7e]{1,64}$/.test(id))
    throw new CommandRefused(`--${name} is an id as it is known there: 1 to 64 characters without spaces`);
  return id;
}

if (import.meta.main) await runCommand(HELP, (args, operator) => ordersCommand(args, operator));
