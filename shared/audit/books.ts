import { heldByWithdrawal } from '../dpt/order.ts';
import { EMBEDDED, type IssuerName } from '../issuer/issuer.ts';
import { type Account, accountOf } from '../ledger/accounts.ts';
import { type Balance, balanceFrom } from '../ledger/balance.ts';
import { type Entry, entryFrom } from '../ledger/entry.ts';
import { type Notification, notificationFrom } from '../notifications/notification.ts';
import { type Order, orderFrom } from '../orders/order.ts';
import type { Item, Key } from '../store/store.ts';
import { heldByChain } from '../transactions/chain.ts';
import { chainDifferences } from '../transactions/recompute.ts';

/** Money that something open holds frozen on an account, in minor units. */
export interface Held {
  readonly what: string;
  readonly account: Account;
  readonly amount: bigint;
}

/** Everything that an audit compares, as the tables hold it. */
export interface Books {
  readonly entries: readonly Entry[];
  readonly balances: ReadonlyMap<Account, Balance>;
  readonly orders: readonly Order[];
  /** Order ids by the request number that they answer, `<userNo>/<userReqNo>`; not every answer is an order. */
  readonly requests: ReadonlyMap<string, string>;
  readonly notifications: readonly Notification[];
  /** Ids of the cards that exist. */
  readonly cards: ReadonlySet<string>;
  /** Ids of the groups that exist. */
  readonly groups: ReadonlySet<string>;
  /** Owners of balances, `card/<cardId>` and `group/<groupId>`, whose money is at a platform below, with its name. */
  readonly below: ReadonlyMap<string, IssuerName>;
  /** What is held beside open orders. */
  readonly holds: readonly Held[];
  /** Chains of card transactions, and what is wrong with them by their records. */
  readonly chains: { readonly examined: number; readonly differences: readonly string[] };
}

/** All items of the tables that an audit reads. */
export interface TableContents {
  readonly ledger: readonly Item[];
  readonly orders: readonly Item[];
  readonly notifications: readonly Item[];
  readonly cards: readonly Item[];
  readonly transactions: readonly Item[];
  readonly dpt: readonly Item[];
}

/** Sorts the items of the tables into books. */
export function readBooks(tables: TableContents): Books {
  const ledger = tables.ledger.map((item) => item as Item & Key);
  const orders = tables.orders.map((item) => item as Item & Key);
  return {
    entries: ledger.filter(({ sk }) => sk === 'entry').map(entryFrom),
    balances: new Map(
      ledger
        .filter(({ sk }) => sk !== 'entry')
        .map((item) => [accountOf(item), balanceFrom(accountOf(item), item)]),
    ),
    orders: orders.filter(({ pk }) => pk.startsWith('order/')).map(orderFrom),
    requests: new Map(
      orders
        .filter(({ pk }) => pk.startsWith('request/'))
        .map((item) => [item.pk.slice('request/'.length), item['answer'] as { orderId?: string }] as const)
        .flatMap(([request, { orderId }]) => (orderId === undefined ? [] : [[request, orderId] as const])),
    ),
    notifications: tables.notifications
      .filter(({ pk }) => String(pk).startsWith('notification/'))
      .map(notificationFrom),
    cards: idsOf('card', tables.cards),
    groups: idsOf('group', tables.cards),
    below: new Map(
      tables.cards
        .filter(({ pk, issuer }) => /^(card|group)\//.test(String(pk)) && issuer !== EMBEDDED)
        .map(({ pk, issuer }) => [String(pk), String(issuer)] as const),
    ),
    holds: [...heldBy(tables.transactions, heldByChain), ...heldBy(tables.dpt, heldByWithdrawal)],
    chains: {
      examined: tables.transactions.filter(({ pk }) => String(pk).startsWith('chain/')).length,
      differences: chainDifferences(tables.transactions),
    },
  };
}

function heldBy(
  items: readonly Item[],
  held: (item: Item) => Omit<Held, 'what'> | undefined,
): readonly Held[] {
  return items.flatMap((item) => {
    const found = held(item);
    return found ? [{ what: String(item['pk']), ...found }] : [];
  });
}

/** The ids of the items whose key is `<kind>/<id>`. */
function idsOf(kind: string, items: readonly Item[]): Set<string> {
  const keys = items.map(({ pk }) => String(pk)).filter((pk) => pk.startsWith(`${kind}/`));
  return new Set(keys.map((pk) => pk.slice(kind.length + 1)));
}
