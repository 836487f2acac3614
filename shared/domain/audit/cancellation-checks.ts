import { opTypes } from '../../wire/contract/codes.ts';
import type { CancellationOrder, Order } from '../issuing/model/order.ts';
import { cardAccount } from '../money/ledger/account.ts';
import { RETURNING } from '../money/ledger/balance.ts';
import { type CheckResult, checkEach, mismatch } from './check.ts';
import type { AuditSnapshot } from './snapshot.ts';

const isCancellation = (order: Order): order is CancellationOrder =>
  order.opType === opTypes.cardCancellation;

/** Checks that every closed or closing card has a cancellation, is empty once closed, and records what it returned. */
export function closedCardsMatchCancellations({
  cards,
  orders,
  balances,
  items,
}: AuditSnapshot): CheckResult {
  const cancellations = new Map(
    orders
      .filter((order) => isCancellation(order) && order.status !== 'failure')
      .map((order) => [order.cardId, order]),
  );
  const marks = new Map(
    items.ledger.flatMap(({ pk, closed, closing }) =>
      closed || closing ? [[String(pk), closed ? 'closed' : 'closing']] : [],
    ),
  );
  const returning = new Map(items.ledger.map((item) => [String(item['pk']), item[RETURNING]]));
  return checkEach('every closed card was cancelled and is empty', cards.values(), (card) => {
    const { cardId, status, groupId, currency, closedAmount } = card;
    const what = `card ${cardId}`;
    const order = cancellations.get(cardId) as CancellationOrder | undefined;
    const ended = order && (order.status === 'success' ? 'closed' : 'closing');
    const own = groupId === undefined ? balances.get(cardAccount(cardId, currency)) : undefined;
    return [
      ...mismatch(
        `${what}: ended`,
        status === 'closed' || status === 'closing' ? status : undefined,
        'its orders',
        ended,
      ),
      ...mismatch(
        `${what}: its balance`,
        marks.get(`card/${cardId}`),
        'its orders',
        groupId === undefined ? ended : undefined,
      ),
      ...returningMismatch(`${what}: returning`, returning.get(`card/${cardId}`), order),
      ...mismatch(
        `${what}: returned`,
        closedAmount,
        'its cancellation',
        ended === 'closed' ? returnedAmountOf(order) : undefined,
      ),
      ...(own && ended === 'closed'
        ? mismatch(`${what} is closed: available`, own.available, 'its end', 0n)
        : []),
    ];
  });
}

/** Compares the amount being returned with what the pending cancellation has frozen. */
function returningMismatch(what: string, stored: unknown, order: CancellationOrder | undefined): string[] {
  const isUnderWay = order?.status === 'pending' && order.groupId === undefined;
  const frozen = isUnderWay ? order.amount : undefined;
  return mismatch(
    what,
    stored === undefined ? undefined : BigInt(stored as number),
    'its cancellation',
    frozen,
  );
}

function returnedAmountOf(order: CancellationOrder | undefined): bigint {
  const returned = (order?.amount ?? 0n) + (order?.balanceChange ?? 0n);
  return returned > 0n ? returned : 0n;
}
