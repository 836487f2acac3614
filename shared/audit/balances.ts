import { opTypes } from '../contract/codes.ts';
import { type Account, accountOf, currencyOf, hasBalance } from '../ledger/accounts.ts';
import { isChange } from '../ledger/change.ts';
import { changeOf, type Entry } from '../ledger/entry.ts';
import { fundedAccount, fundingAccount, movedAmount, type Order } from '../orders/order.ts';
import type { Item, Key } from '../store/item.ts';
import type { Books, Held } from './books.ts';
import { type Check, checkEach, unless, unlessSame } from './check.ts';

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

/** Every entry is balanced in each currency. */
export function postingsSumToZero({ entries }: Books): Check {
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

/** What is kept of every account is what its entries come to. */
export function balancesEqualJournal(books: Books): Check {
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

/** What is frozen is what something open holds. */
export function frozenIsHeld({ orders, holds, balances }: Books): Check {
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

/** A balance counts the entries that changed it and knows the last; an entry says whether it is on accounts of the platform. */
export function changesAreNumbered({ entries, items }: Books): Check {
  const changes = new Map<Account, number>();
  const byCause = new Map(entries.map((entry) => [entry.cause, entry]));
  for (const entry of entries)
    for (const account of new Set(entry.postings.map((posting) => posting.account)))
      if (isChange(changeOf(entry, account))) changes.set(account, (changes.get(account) ?? 0) + 1);
  return checkEach('every change of a balance is numbered', items.ledger, (item) => {
    const { pk, sk, version, last, onPlatform, cause } = item;
    if (sk === 'entry') {
      const entry = byCause.get(String(cause));
      const isOn = entry?.postings.some(
        ({ account }) => !hasBalance(account) && isChange(changeOf(entry, account)),
      );
      return unless(`${pk}: on the platform`, onPlatform ?? false, 'its postings', isOn ?? false);
    }
    if (!String(sk).startsWith('balance/')) return [];
    const account = accountOf(item as Item & Key);
    const count = changes.get(account) ?? 0;
    return [
      ...unless(`${account}: changes`, Number(version ?? 0), 'the journal', count),
      ...(count === 0 ? [] : unlikeEntry(account, last as Last | undefined, byCause)),
    ];
  });
}

interface Last {
  readonly cause: string;
  readonly at: number;
  readonly moved: Readonly<Record<'available' | 'frozen', bigint | number>>;
}

function unlikeEntry(
  account: Account,
  last: Last | undefined,
  entries: ReadonlyMap<string, Entry>,
): string[] {
  const entry = entries.get(last?.cause ?? '');
  if (!last || !entry) return [`${account}: its last change, ${last?.cause}, is no entry`];
  const { available, frozen } = changeOf(entry, account);
  return unlessSame(
    `${account}: its last change`,
    { at: Number(last.at), available: BigInt(last.moved.available), frozen: BigInt(last.moved.frozen) },
    entry.cause,
    { at: entry.at, available, frozen },
  );
}
