import {
  type AuditSnapshot,
  snapshotFrom,
  type TableContents,
} from '../../../../shared/domain/audit/snapshot.ts';
import { type Order, orderItem } from '../../../../shared/domain/issuing/model/order.ts';
import {
  balanceKey,
  cardAccount,
  feesAccount,
  merchantCardAccount,
  settlementAccount,
} from '../../../../shared/domain/money/ledger/account.ts';
import type { Entry } from '../../../../shared/domain/money/ledger/entry.ts';
import { freeze, type Posting, release, transfer } from '../../../../shared/domain/money/ledger/posting.ts';
import type { Item } from '../../../../shared/runtime/store/item.ts';
import { opTypes } from '../../../../shared/wire/contract/codes.ts';

const AT = Date.UTC(2026, 2, 1);
export const account = merchantCardAccount('7', 'USD');
export const card = cardAccount('50', 'USD');
export const fees = feesAccount('USD');
/** Returns a journal entry. */
export const entry = (cause: string, postings: readonly Posting[]): Entry => ({ cause, at: AT, postings });

/** Returns a recharge of card 50. */
export const order = (orderId: string, status: Order['status']): Order => ({
  orderId,
  userNo: '7',
  userReqNo: `R-${orderId}`,
  status,
  issuer: 'embedded',
  cardId: '50',
  cardType: 1,
  currency: 'USD',
  opType: opTypes.recharge,
  amount: 100n,
  fee: 1n,
  createdAt: AT,
  correlationId: 'c',
});
const cardFields = {
  binRangeId: 'V1',
  cardForm: 1,
  startDate: '2026-03-01',
  endDate: '2027-03-01',
  multiUse: true,
  minAmount: 1_000n,
  maxAmount: 1_000_000n,
} as const;
const opened = {
  ...order('50', 'success'),
  opType: opTypes.cardOpening,
  opening: cardFields,
} as unknown as Order;

const notification = (orderId: string, opType: number, status: 1 | 2): Item => ({
  pk: `notification/7/card_operate/${orderId}`,
  notificationId: `7/card_operate/${orderId}`,
  userNo: '7',
  type: 'card_operate',
  content: JSON.stringify({
    ...{ orderId, cardId: '50', userReqNo: `R-${orderId}` },
    ...{ opType, status, amount: 1, fee: 0.01 },
  }),
  status: 'pending',
  attempts: 0,
  nextAttemptAt: AT,
  createdAt: AT,
  correlationId: 'c',
});
const openedCard = {
  pk: 'card/50',
  cardId: '50',
  userNo: '7',
  status: 'active',
  issuer: 'embedded',
  cardType: 1,
  currency: 'USD',
  ...cardFields,
  usedAmount: 0n,
  ordinal: 1,
  createdAt: AT,
};

const ON_PLATFORM = ['deposit/1', 'order/50/settled'];

/** A deposit of 1000, an opened card, a pending and a failed recharge, and a pending refund. */
export const items: TableContents = {
  ledger: [
    entry('deposit/1', transfer([settlementAccount('USD'), 'available'], [account, 'available'], 1_000n)),
    entry('order/50/accepted', freeze(account, 101n)),
    entry('order/50/settled', [
      ...transfer([account, 'frozen'], [card, 'available'], 100n),
      ...transfer([account, 'frozen'], [fees, 'available'], 1n),
    ]),
    entry('order/51/accepted', freeze(account, 101n)),
    entry('order/52/accepted', freeze(account, 101n)),
    entry('order/52/settled', release(account, 101n)),
    entry('order/53/accepted', freeze(card, 40n)),
  ]
    .map((made): Item => ({ pk: `entry/${made.cause}`, sk: 'entry', ...made }))
    .map((item) => (ON_PLATFORM.includes(String(item['cause'])) ? { ...item, onPlatform: true } : item))
    .concat([
      {
        ...{ ...balanceKey(account), available: 798n, frozen: 101n, version: 6 },
        last: { cause: 'order/52/settled', at: AT, moved: { available: 101, frozen: -101 } },
      },
      {
        ...{ ...balanceKey(card), available: 60n, frozen: 40n, version: 2 },
        last: { cause: 'order/53/accepted', at: AT, moved: { available: -40, frozen: 40 } },
      },
    ]),
  orders: [
    opened,
    order('51', 'pending'),
    order('52', 'failure'),
    { ...order('53', 'pending'), opType: opTypes.refund, amount: 40n, fee: 0n } as Order,
  ].flatMap((made): Item[] => [
    orderItem(made),
    { pk: `request/7/${made.userReqNo}`, result: { orderId: made.orderId } },
  ]),
  notifications: [notification('50', opTypes.cardOpening, 1), notification('52', opTypes.recharge, 2)],
  cards: [openedCard, { pk: 'listing/7', count: 1, lastAt: AT }],
  transactions: [],
  dpt: [],
  cardholders: [],
  vault: [
    { pk: 'card/50', number: 'hash' },
    { pk: 'number/hash', cardId: '50' },
  ],
  pins: [],
  inbox: [],
};

export const cleanSnapshot: AuditSnapshot = snapshotFrom(items, AT);
