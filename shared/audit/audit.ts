import { opTypes } from '../contract/codes.ts';
import { type Account, currencyOf, hasBalance, isUpstreamAccount, wholeOf } from '../ledger/accounts.ts';
import type { Posting } from '../ledger/entry.ts';
import { fundedAccount, fundingAccount, movedAmount, type Order } from '../orders/order.ts';
import type { Books, Held } from './books.ts';
import { mirrorsEqualCards } from './mirrors.ts';

/** One check of the audit: how much it looked at, and what it found wrong. */
export interface Check {
  readonly name: string;
  readonly examined: number;
  readonly differences: readonly string[];
}

/**
 * Recomputes what the books say from the journal and the orders. Meant for books at rest: tables are read one after the
 * other, so an order that moves meanwhile may show as a difference.
 */
export function audit(books: Books): Check[] {
  return [
    postingsSumToZero(books),
    balancesEqualJournal(books),
    frozenIsHeld(books),
    ordersAreJournalled(books),
    entriesMoveTheirOrders(books),
    entriesHaveOrders(books),
    finalOrdersAreNotified(books),
    requestNumbersNameOrders(books),
    openedCardsExist(books),
    openedGroupsExist(books),
    chainsEqualRecords(books),
    mirrorsEqualCards(books, platformBalances(books)),
  ];
}

/** What is in the journal for each account and side, in minor units. */
function journalTotals(books: Books): Map<Account, { available: bigint; frozen: bigint }> {
  const totals = new Map<Account, { available: bigint; frozen: bigint }>();
  for (const { account, side, amount } of books.entries.flatMap((entry) => entry.postings)) {
    const total = totals.get(account) ?? { available: 0n, frozen: 0n };
    totals.set(account, { ...total, [side]: total[side] + amount });
  }
  return totals;
}

/** The balances of the platform's own accounts, which exist in the journal only. */
export function platformBalances(books: Books): Map<Account, bigint> {
  const totals = [...journalTotals(books)].filter(([account]) => !hasBalance(account));
  return new Map(totals.map(([account, { available, frozen }]) => [account, available + frozen]));
}

function postingsSumToZero({ entries }: Books): Check {
  const differences = entries.flatMap((entry) => {
    const sums = new Map<string, bigint>();
    for (const { account, amount } of entry.postings) {
      sums.set(currencyOf(account), (sums.get(currencyOf(account)) ?? 0n) + amount);
    }
    return [...sums]
      .filter(([, sum]) => sum !== 0n)
      .map(([currency, sum]) => `${entry.cause}: ${currency} postings sum to ${sum}`);
  });
  return { name: 'postings of every entry sum to zero', examined: entries.length, differences };
}

function balancesEqualJournal(books: Books): Check {
  const totals = journalTotals(books);
  const accounts = new Set([...books.balances.keys(), ...[...totals.keys()].filter(hasBalance)]);
  const differences = [...accounts].flatMap((account) => {
    const kept = books.balances.get(account) ?? { available: 0n, frozen: 0n };
    const journal = totals.get(account) ?? { available: 0n, frozen: 0n };
    return (['available', 'frozen'] as const)
      .filter((side) => kept[side] !== journal[side])
      .map((side) => `${account}: ${side} ${kept[side]}, by the journal ${journal[side]}`);
  });
  return { name: 'every balance equals the journal', examined: accounts.size, differences };
}

/** The account on which an open order holds money, and how much. */
function heldBy(order: Order): Held {
  const what = `order ${order.orderId}`;
  const funds =
    order.opType === opTypes.cardOpening ||
    order.opType === opTypes.groupOpening ||
    order.opType === opTypes.recharge;
  return funds
    ? {
        what,
        account: fundingAccount(order),
        amount: movedAmount(order) + order.fee,
      }
    : { what, account: fundedAccount(order), amount: order.amount };
}

function frozenIsHeld({ orders, holds, balances }: Books): Check {
  const open = orders.filter(({ status }) => status === 'pending').map(heldBy);
  const held = new Map<Account, bigint>();
  for (const { account, amount } of [...open, ...holds]) {
    held.set(account, (held.get(account) ?? 0n) + amount);
  }
  const accounts = new Set([...balances.keys(), ...held.keys()]);
  const differences = [...accounts].flatMap((account) => {
    const [frozen, sum] = [balances.get(account)?.frozen ?? 0n, held.get(account) ?? 0n];
    return frozen === sum ? [] : [`${account}: frozen ${frozen}, held by what is open ${sum}`];
  });
  return { name: 'frozen money is what open orders and holds hold', examined: accounts.size, differences };
}

function ordersAreJournalled({ orders, entries }: Books): Check {
  const causes = new Set(entries.map((entry) => entry.cause));
  const differences = orders.flatMap(({ orderId, status }) => {
    const settled = causes.has(`order/${orderId}/settled`);
    return [
      ...(causes.has(`order/${orderId}/accepted`) ? [] : [`order ${orderId}: no entry of its acceptance`]),
      ...(status !== 'pending' && !settled ? [`order ${orderId}: ${status} without an entry`] : []),
      ...(status === 'pending' && settled ? [`order ${orderId}: settled but pending`] : []),
    ];
  });
  return { name: 'every order has its journal entries', examined: orders.length, differences };
}

/** What postings bring to accounts here; what goes from one part of an account to another brings it nothing. */
function movedBy(postings: readonly Posting[]): bigint {
  const gained = new Map<string, bigint>();
  for (const { account, side, amount } of postings.filter((one) => !isUpstreamAccount(one.account))) {
    const where = `${wholeOf(account)} ${side}`;
    gained.set(where, (gained.get(where) ?? 0n) + amount);
  }
  return [...gained.values()].reduce((sum, amount) => (amount > 0n ? sum + amount : sum), 0n);
}

function entriesMoveTheirOrders({ orders, entries }: Books): Check {
  const moved = new Map(entries.map(({ cause, postings }) => [cause, movedBy(postings)]));
  const differences = orders.flatMap((order) =>
    ['accepted', 'settled'].flatMap((step) => {
      const sum = moved.get(`order/${order.orderId}/${step}`);
      const own = movedAmount(order) + order.fee;
      if (sum === undefined || sum === own) return [];
      return [`order ${order.orderId}: ${step} with ${sum}, its amount and fee are ${own}`];
    }),
  );
  return { name: "every entry moves its order's amount and fee", examined: orders.length, differences };
}

function entriesHaveOrders({ orders, entries }: Books): Check {
  const known = new Set(orders.map(({ orderId }) => orderId));
  const ofOrders = entries.filter(({ cause }) => cause.startsWith('order/'));
  const differences = ofOrders
    .filter(({ cause }) => !known.has(cause.split('/')[1] ?? ''))
    .map(({ cause }) => `${cause}: no such order`);
  return { name: 'every entry of an order has its order', examined: ofOrders.length, differences };
}

function finalOrdersAreNotified({ orders, notifications }: Books): Check {
  const told = new Set(notifications.map(({ notificationId }) => notificationId));
  const final = orders.filter(({ status }) => status !== 'pending');
  const differences = final
    .filter(({ orderId }) => !told.has(`card_operate/${orderId}`))
    .map(({ orderId, status }) => `order ${orderId}: ${status} without a notification`);
  return { name: 'every final order has its notification', examined: final.length, differences };
}

/** What moved money at once, without an order, is known by its entry. */
function requestNumbersNameOrders({ orders, entries, requests }: Books): Check {
  const ofEntries = entries.map(({ cause }) => cause.split('/')[1]);
  const known = new Set([...orders.map(({ orderId }) => orderId), ...ofEntries]);
  const differences = [
    ...orders
      .filter(({ userNo, userReqNo, orderId }) => requests.get(`${userNo}/${userReqNo}`) !== orderId)
      .map(({ orderId }) => `order ${orderId}: its request number does not stand for it`),
    ...[...requests.values()]
      .filter((orderId) => !known.has(orderId))
      .map((orderId) => `order ${orderId}: a request number stands for it, but it is not there`),
  ];
  return { name: 'every order is the one of its request number', examined: orders.length, differences };
}

function openedCardsExist({ orders, cards }: Books): Check {
  return openedExist('card', orders, opTypes.cardOpening, cards);
}

function openedGroupsExist({ orders, groups }: Books): Check {
  return openedExist('group', orders, opTypes.groupOpening, groups);
}

function openedExist(
  what: 'card' | 'group',
  orders: readonly Order[],
  opType: number,
  there: ReadonlySet<string>,
): Check {
  const opened = orders.filter((order) => order.opType === opType && order.status === 'success');
  const differences = opened
    .filter(({ orderId }) => !there.has(orderId))
    .map(({ orderId }) => `order ${orderId}: opened a ${what}, which is not there`);
  return { name: `every opened ${what} exists`, examined: opened.length, differences };
}

function chainsEqualRecords({ chains }: Books): Check {
  return { name: 'every authorization is what its records say', ...chains };
}
