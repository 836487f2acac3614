import { opTypes } from '../contract/codes.ts';
import { type Account, currencyOf, hasBalance } from '../ledger/accounts.ts';
import { fundedAccount, fundingAccount, movedAmount, type Order } from '../orders/order.ts';
import { chainDifferences } from '../transactions/recompute.ts';
import type { Books, Held } from './books.ts';
import type { Check } from './check.ts';
import { entriesAreTied } from './families/families.ts';
import { mirrorsEqualCards } from './mirrors.ts';

export type { Check } from './check.ts';

/**
 * Recomputes what the books say from the journal and the orders. Meant for books at rest: tables are read one after the
 * other, so an order that moves meanwhile may show as a difference.
 */
export function audit(books: Books): Check[] {
  return [
    itemsAreReadable(books),
    postingsSumToZero(books),
    balancesEqualJournal(books),
    frozenIsHeld(books),
    ...entriesAreTied(books),
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
  there: ReadonlyMap<string, unknown>,
): Check {
  const opened = orders.filter((order) => order.opType === opType && order.status === 'success');
  const differences = opened
    .filter(({ orderId }) => !there.has(orderId))
    .map(({ orderId }) => `order ${orderId}: opened a ${what}, which is not there`);
  return { name: `every opened ${what} exists`, examined: opened.length, differences };
}

function chainsEqualRecords({ items }: Books): Check {
  return {
    name: 'every authorization is what its records say',
    examined: items.transactions.filter(({ pk }) => String(pk).startsWith('chain/')).length,
    differences: chainDifferences(items.transactions),
  };
}

function itemsAreReadable({ unreadable, items }: Books): Check {
  const examined = Object.values(items).reduce((sum, { length }) => sum + length, 0);
  return { name: 'every item can be read', examined, differences: unreadable };
}
