import { parseArgs } from 'node:util';
import type { Dependencies } from '../../shared/domain/dependencies.ts';
import { EMBEDDED } from '../../shared/domain/issuer-name.ts';
import { isChangeId } from '../../shared/domain/issuing/changes/change.ts';
import { withExternalIssuers } from '../../shared/domain/issuing/issuers/external/open-issuers.ts';
import type { OrderOutcome } from '../../shared/domain/issuing/model/issuer.ts';
import { issuedCard } from '../../shared/domain/issuing/model/issuer.ts';
import { findOrder, type Order, orderFrom } from '../../shared/domain/issuing/model/order.ts';
import { fulfilOrder } from '../../shared/domain/issuing/orders/fulfil-order.ts';
import { settleOrder } from '../../shared/domain/issuing/orders/settle-order.ts';
import { privateKeySealer } from '../../shared/domain/parties/platform-keys.ts';
import { opTypes } from '../../shared/wire/contract/codes.ts';
import { formatDateTime } from '../../shared/wire/contract/time.ts';
import { formatMoney, parseAmount, toMinor } from '../../shared/wire/money/amount.ts';
import { CommandError, type Operator, runCommand } from './command.ts';
import { attemptsText, changeLines, endChange, markVerified, retryChange } from './orders-changes.ts';
import { required } from './party-options.ts';
import { reasonTextFrom } from './reason.ts';

const HELP = `Lists orders, and changes at external issuers, that have no outcome; retries or ends them.

  npm run orders -- list
  npm run orders -- continue ID
      continues an order or a change now: inquires its outcome at the external issuer, or retries what is carried out here.
      For a change that has ended, checks that the issuer has it, and sends it again if not
  npm run orders -- end ID --as failure --reason TEXT
      states that it did not happen and never will: releases what it froze; its merchant reads TEXT
  npm run orders -- end ORDER_ID --as success --reason TEXT --issuer-order ID [--fee 1.00]
      [--issuer-card ID --card-number 499900******1234 --expiry yyyy-MM] [--issuer-group ID]
      states that it happened at the external issuer, with the fee there, and the card or group that was opened
  npm run orders -- end CHANGE_ID --as success --reason TEXT
  npm run orders -- confirm CHANGE_ID --reason TEXT
      states that you have compared the card or group at the issuer: it is not checked any further

An order ends once. An order that is carried out here succeeds only by that: use continue. End an order at an external
issuer as a failure only when it has failed there or cannot succeed any more: a later success is refused here and must
be resolved by hand.

  --data DIR   the data folder of a local cloud (.issuary); a deployment is named by the environment instead`;

const OPTIONS = {
  as: { type: 'string' },
  reason: { type: 'string' },
  'issuer-order': { type: 'string' },
  'issuer-card': { type: 'string' },
  'issuer-group': { type: 'string' },
  'card-number': { type: 'string' },
  expiry: { type: 'string' },
  fee: { type: 'string' },
} as const;

type Options = { readonly [Name in keyof typeof OPTIONS]?: string };

/**
 * Runs one command and returns the text to print. `post` calls external issuers.
 *
 * @throws CommandError
 */
export async function ordersCommand(
  args: readonly string[],
  operator: Operator,
  post?: typeof fetch,
): Promise<string> {
  const { positionals, values } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const [command = '', id = ''] = positionals;
  if (command === 'list') return list(operator);
  if (command === 'continue') return continueOrder(id, operator, post);
  if (command === 'end') return end(id, values, operator);
  if (command === 'confirm') return markVerified(id, reasonTextFrom(values), operator.deps);
  throw new CommandError('the commands are list, continue, end and confirm. See --help.');
}

async function list({ deps, scan }: Operator): Promise<string> {
  const items = await scan('orders');
  const when = (at: number) => formatDateTime(at, deps.utcOffset);
  const open = items
    .filter(({ pk }) => String(pk).startsWith('order/'))
    .map((item) => ({ ...orderFrom(item), isDue: item['dueAt'] !== undefined }))
    .filter(({ status }) => status === 'pending')
    .sort((one, other) => one.createdAt - other.createdAt)
    .map((order) =>
      [
        ...[order.orderId, when(order.createdAt), `merchant ${order.userNo}`, order.issuer],
        ...[`opType ${order.opType}`, formatMoney(order.amount, order.currency)],
        ...[sendingText(order), ...(order.isDue ? [] : ['needs an operator'])],
      ].join('  '),
    );
  const all = [...open, ...changeLines(items, deps)];
  return all.length > 0 ? all.join('\n') : 'every order and change has an outcome';
}

const sendingText = (order: Order): string =>
  order.issuer === EMBEDDED
    ? 'not carried out yet'
    : attemptsText(order.sentAt, order.inquiries, ['inquiry', 'inquiries']);

async function continueOrder(
  id: string,
  { deps, environment }: Operator,
  post: typeof fetch | undefined,
): Promise<string> {
  const sealer = privateKeySealer(environment['DATA_KEY']);
  const connected = withExternalIssuers(deps, { sealer, ...(post && { fetch: post }) });
  if (isChangeId(id)) return retryChange(connected, id);
  await orderOf(id, deps);
  return `order ${id}: ${(await fulfilOrder(connected, id))?.status}`;
}

async function end(id: string, options: Options, { deps }: Operator): Promise<string> {
  const how = options.as;
  const reason = reasonTextFrom(options);
  if (how !== 'success' && how !== 'failure') throw new CommandError('--as must be success or failure');
  if (isChangeId(id)) return endChange(id, how, reason, deps);
  const order = await orderOf(id, deps);
  if (order.status !== 'pending') throw new CommandError(`order ${id} has ended with ${order.status}`);
  const outcome: OrderOutcome =
    how === 'failure' ? { state: 'refused', reason } : successFrom(order, options);
  const { status, operatorReason } = await settleOrder(deps, order, outcome, reason);
  if (operatorReason !== reason) throw new CommandError(`order ${id} ended with ${status} in the meantime`);
  return `order ${id}: ${status}`;
}

async function orderOf(orderId: string, { store }: Dependencies): Promise<Order> {
  const order = /^\d{1,16}$/.test(orderId) ? await findOrder(store, orderId) : undefined;
  if (!order) throw new CommandError(`there is no order ${orderId}`);
  return order;
}

function successFrom(order: Order, options: Options): OrderOutcome {
  if (order.issuer === EMBEDDED)
    throw new CommandError(
      'an order of the embedded issuer succeeds by being carried out: npm run orders -- continue',
    );
  const fee = parseAmount(options.fee ?? '0');
  if (fee === undefined) throw new CommandError('--fee must be an amount');
  const issuerSide = {
    orderId: externalIdFrom(options, 'issuer-order'),
    cost: toMinor(fee, order.currency, '--fee'),
  };
  if (order.opType === opTypes.groupOpening)
    return {
      state: 'succeeded',
      issuerResult: { ...issuerSide, groupId: externalIdFrom(options, 'issuer-group') },
    };
  if (order.opType !== opTypes.cardOpening) return { state: 'succeeded', issuerResult: issuerSide };
  const [number, expiry] = [required(options, 'card-number'), required(options, 'expiry')];
  if (!/^\d{6}\*+\d{4}$/.test(number))
    throw new CommandError('--card-number must be masked: six digits, asterisks, four digits');
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(expiry)) throw new CommandError('--expiry must be yyyy-MM');
  const issuerResult = { ...issuerSide, cardId: externalIdFrom(options, 'issuer-card') };
  return { state: 'succeeded', issuerResult, card: issuedCard(number, expiry) };
}

function externalIdFrom(options: Options, name: keyof Options): string {
  const id = required(options, name);
  if (!/^[\x21-\x7e]{1,64}$/.test(id))
    throw new CommandError(
      `--${name} must be an id of the external issuer: 1 to 64 characters without spaces`,
    );
  return id;
}

if (import.meta.main) await runCommand(HELP, (args, operator) => ordersCommand(args, operator));
