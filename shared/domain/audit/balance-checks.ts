import type { Item, Key } from '../../runtime/store/item.ts';
import { opTypes } from '../../wire/contract/codes.ts';
import type { Order } from '../issuing/model/order.ts';
import { fundingAccount, movedAmount, targetAccount } from '../issuing/model/order-funds.ts';
import { type Account, accountFromKey, currencyOf, hasBalance } from '../money/ledger/account.ts';
import { isNonZero } from '../money/ledger/balance-change.ts';
import type { Entry } from '../money/ledger/entry.ts';
import { balanceChangeOf } from '../money/ledger/posting.ts';
import { type CheckResult, checkEach, fieldMismatches, mismatch } from './check.ts';
import type { AuditSnapshot, Hold } from './snapshot.ts';

/** The sums of the journal by account and side, in minor units. */
function journalTotals(snapshot: AuditSnapshot): Map<Account, { available: bigint; frozen: bigint }> {
  const totals = new Map<Account, { available: bigint; frozen: bigint }>();
  for (const { account, side, amount } of snapshot.entries.flatMap((entry) => entry.postings)) {
    const total = totals.get(account) ?? { available: 0n, frozen: 0n };
    totals.set(account, { ...total, [side]: total[side] + amount });
  }
  return totals;
}

/** The balances of the platform's own accounts in minor units. They exist in the journal only. */
export function platformBalances(snapshot: AuditSnapshot): Map<Account, bigint> {
  const totals = [...journalTotals(snapshot)].filter(([account]) => !hasBalance(account));
  return new Map(totals.map(([account, { available, frozen }]) => [account, available + frozen]));
}

/** Checks that every entry is balanced in each currency. */
export function postingsSumToZero({ entries }: AuditSnapshot): CheckResult {
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

/** Checks that every stored balance is the sum of its entries. */
export function balancesEqualJournal(snapshot: AuditSnapshot): CheckResult {
  const totals = journalTotals(snapshot);
  const accounts = new Set([...snapshot.balances.keys(), ...[...totals.keys()].filter(hasBalance)]);
  const differences = [...accounts].flatMap((account) => {
    const stored = snapshot.balances.get(account) ?? { available: 0n, frozen: 0n };
    const journal = totals.get(account) ?? { available: 0n, frozen: 0n };
    return (['available', 'frozen'] as const)
      .filter((side) => stored[side] !== journal[side])
      .map((side) => `${account}: ${side} ${stored[side]}, by the journal ${journal[side]}`);
  });
  return { name: 'every balance equals the journal', examined: accounts.size, differences };
}

/** The money that an open order holds, and on which account. */
function holdOf(order: Order): Hold {
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
    : { what, account: targetAccount(order), amount: order.amount };
}

/** Checks that all frozen money is held by an open order or another hold. */
export function frozenEqualsHolds({ orders, holds, balances }: AuditSnapshot): CheckResult {
  const open = orders.filter(({ status }) => status === 'pending').map(holdOf);
  const held = new Map<Account, bigint>();
  for (const { account, amount } of [...open, ...holds]) {
    held.set(account, (held.get(account) ?? 0n) + amount);
  }
  const accounts = new Set([...balances.keys(), ...held.keys()]);
  const differences = [...accounts].flatMap((account) => {
    const [frozen, sum] = [balances.get(account)?.frozen ?? 0n, held.get(account) ?? 0n];
    return frozen === sum ? [] : [`${account}: frozen ${frozen}, held by what is open ${sum}`];
  });
  return { name: 'frozen money equals open orders and holds', examined: accounts.size, differences };
}

/** Checks the change counter and the last change of every balance, and the mark of entries on platform accounts. */
export function balanceChangesAreNumbered({ entries, items }: AuditSnapshot): CheckResult {
  const changes = new Map<Account, number>();
  const byCause = new Map(entries.map((entry) => [entry.cause, entry]));
  for (const entry of entries)
    for (const account of new Set(entry.postings.map((posting) => posting.account)))
      if (isNonZero(balanceChangeOf(entry, account))) changes.set(account, (changes.get(account) ?? 0) + 1);
  return checkEach('every balance change is numbered', items.ledger, (item) => {
    const { pk, sk, version, last, onPlatform, cause } = item;
    if (sk === 'entry') {
      const entry = byCause.get(String(cause));
      const isOn = entry?.postings.some(
        ({ account }) => !hasBalance(account) && isNonZero(balanceChangeOf(entry, account)),
      );
      return mismatch(`${pk}: on the platform`, onPlatform ?? false, 'its postings', isOn ?? false);
    }
    if (!String(sk).startsWith('balance/')) return [];
    const account = accountFromKey(item as Item & Key);
    const count = changes.get(account) ?? 0;
    return [
      ...mismatch(`${account}: changes`, Number(version ?? 0), 'the journal', count),
      ...(count === 0 ? [] : lastChangeMismatches(account, last as LastChange | undefined, byCause)),
    ];
  });
}

interface LastChange {
  readonly cause: string;
  readonly at: number;
  readonly moved: Readonly<Record<'available' | 'frozen', bigint | number>>;
}

function lastChangeMismatches(
  account: Account,
  last: LastChange | undefined,
  entries: ReadonlyMap<string, Entry>,
): string[] {
  const entry = entries.get(last?.cause ?? '');
  if (!last || !entry) return [`${account}: its last change, ${last?.cause}, is no entry`];
  const { available, frozen } = balanceChangeOf(entry, account);
  return fieldMismatches(
    `${account}: its last change`,
    { at: Number(last.at), available: BigInt(last.moved.available), frozen: BigInt(last.moved.frozen) },
    entry.cause,
    { at: entry.at, available, frozen },
  );
}
