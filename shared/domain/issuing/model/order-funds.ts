import { opTypes } from '../../../wire/contract/codes.ts';
import {
  type Account,
  accountOfShard,
  cardAccount,
  groupAccount,
  merchantCardAccount,
  shardOf,
} from '../../money/ledger/account.ts';
import { type Posting, transfer } from '../../money/ledger/posting.ts';
import type { CancellationOrder, Order } from './order.ts';

/** Returns the merchant's account, or its shard, that the order debits or credits. */
export const fundingAccount = ({ userNo, currency, shard = 0 }: Order): Account =>
  shardOf(merchantCardAccount(userNo, currency), shard);

type FundingTargetIds = Pick<Order, 'cardId' | 'groupId' | 'currency'>;

/** Returns the account that the order funds or refunds: the card's own or, without a card, the group's pool. */
export function targetAccount({ cardId, groupId, currency }: FundingTargetIds): Account {
  if (cardId !== undefined) return cardAccount(cardId, currency);
  if (groupId !== undefined) return groupAccount(groupId, currency);
  throw new Error('an order has neither a card nor a group');
}

/** Returns what the order moves besides its fee: nothing for a supplementary card, whose amount is only a limit. */
export const movedAmount = (order: Order): bigint =>
  order.opType === opTypes.cardOpening && order.groupId !== undefined ? 0n : order.amount;

/** Returns the amount reported to the merchant. For a cancellation, it is the amount returned. */
export function reportedAmount(order: Order): bigint {
  if (order.opType !== opTypes.cardCancellation) return order.amount;
  const returned = order.amount + (order.balanceChange ?? 0n);
  return returned > 0n ? returned : 0n;
}

/**
 * Returns the postings that move a closed card's money back to the account: frozen and available funds, less the card's
 * debt. The account pays any debt beyond the frozen funds.
 */
export function returnPostings(order: CancellationOrder): Posting[] {
  const { amount, balanceChange = 0n } = order;
  const card = cardAccount(order.cardId, order.currency);
  const account = fundingAccount(order);
  const owed = balanceChange < 0n ? -balanceChange : 0n;
  const offset = owed < amount ? owed : amount;
  return [
    ...transfer([card, 'frozen'], [account, 'available'], amount - offset),
    ...transfer([card, 'frozen'], [card, 'available'], offset),
    // Debt is paid by the account as a whole, not by one shard.
    ...transfer([accountOfShard(account), 'available'], [card, 'available'], owed - offset),
    ...transfer([card, 'available'], [account, 'available'], balanceChange > 0n ? balanceChange : 0n),
  ];
}
