import type { Write } from '../../../runtime/store/write.ts';
import { ProductNotEnabled } from '../../../wire/errors.ts';
import { forcedEntryWrites } from '../../money/accounts/forced-postings.ts';
import type { PaymentPlan } from '../../money/accounts/sharded-payer.ts';
import { type Account, merchantCardAccount, shardOf } from '../../money/ledger/account.ts';
import { type Balance, readBalance } from '../../money/ledger/balance.ts';
import { balanceChangeOf } from '../../money/ledger/posting.ts';
import type { ImmediateOutcome } from '../model/issuer.ts';
import type { Order } from '../model/order.ts';
import { type Acceptance, insufficientFunds, newOrderPut, onShard } from './acceptance.ts';
import { CreditRefused, type OrderKind } from './funding.ts';
import { orderDetails } from './order-details.ts';
import { guardsByAccount, inOneStep, type OrderEffects } from './order-effects.ts';
import { outcomePut } from './order-notification.ts';

/**
 * Returns the writes that accept an order and settle its outcome in one step: what its acceptance and its success
 * change together, with a single entry.
 *
 * @throws ProductNotEnabled when the issuer refuses it
 */
export async function immediateWrites(
  acceptance: Acceptance,
  outcome: ImmediateOutcome,
  kind: OrderKind<Order>,
): Promise<Write[]> {
  const { call, payer, order: pending, effects: accepted } = acceptance;
  const { deps } = call;
  if (outcome.state === 'refused') throw refusalBy(outcome, acceptance);
  const settlement = await kind.succeed(pending, {
    deps,
    card: outcome.card,
    balanceOf: (account) => balanceAfter(acceptance, account),
  });
  const effects = inOneStep(accepted, settlement);
  const payment = await planPayment(acceptance, effects);
  const order: Order = {
    ...onShard(pending, payment),
    ...settlement.orderAttributes,
    status: 'success',
    finishedAt: pending.createdAt,
  } as Order;
  const entry = {
    cause: `order/${order.orderId}/settled`,
    at: order.createdAt,
    postings: payment.postings,
    details: orderDetails(order),
  };
  return [
    newOrderPut(order, acceptance),
    ...(await forcedEntryWrites(
      deps,
      entry,
      (...shortfall) => payer.shortfallError(...shortfall, insufficientFunds(order)),
      guardsOf(effects, order, payment),
      acceptance.idTaken,
    )),
    ...(effects.writes ?? []),
    ...outcome.writes,
    outcomePut(deps, order, outcome.card),
  ];
}

function refusalBy(
  { reason, alarm }: Extract<ImmediateOutcome, { state: 'refused' }>,
  { call: { deps, merchant }, order: { issuer } }: Acceptance,
): Error {
  if (alarm !== undefined)
    deps.alarm('an order cannot be carried out', { userNo: merchant.userNo, issuer, reason: alarm });
  return new ProductNotEnabled(reason);
}

/** The balance as the order's acceptance alone would leave it. */
async function balanceAfter({ call, effects }: Acceptance, account: Account): Promise<Balance> {
  const { available, frozen } = await readBalance(call.deps.store, account);
  const change = balanceChangeOf(effects, account);
  return { account, available: available + change.available, frozen: frozen + change.frozen };
}

/** Places the postings on the shards of the merchant's account. A forced debit finds the shards that pay it itself. */
async function planPayment({ payer, order }: Acceptance, effects: OrderEffects): Promise<PaymentPlan> {
  const isForced = effects.guards?.some((guard) => 'overdraft' in guard);
  return isForced
    ? { postings: effects.postings, guards: [] }
    : payer.plan(order.currency, effects.postings, order.fee);
}

/** The guards of the step, on the shards that pay or are paid. What would make the order fail refuses the request. */
function guardsOf({ guards = [] }: OrderEffects, { userNo, currency }: Order, payment: PaymentPlan) {
  const merchantAccount = merchantCardAccount(userNo, currency);
  const placed = guards.map((guard) => ({
    ...guard,
    account: guard.account === merchantAccount ? shardOf(merchantAccount, payment.shard ?? 0) : guard.account,
  }));
  return guardsByAccount([...placed, ...payment.guards]).map((guard) => ({
    ...guard,
    onConflict: (current: Parameters<typeof guard.onConflict>[0]) => {
      const error = guard.onConflict(current);
      return error instanceof CreditRefused ? error.refusal : error;
    },
  }));
}
