import { type Card, cardFrom } from '../cards/card.ts';
import { type Change, changeFrom } from '../changes/change.ts';
import { type DptOrder, dptOrderFrom, heldByWithdrawal } from '../dpt/order.ts';
import { type Group, groupFrom } from '../groups/group.ts';
import { type Message, messageFrom } from '../inbox/message.ts';
import { EMBEDDED, type IssuerName } from '../issuer/issuer-name.ts';
import { type Account, accountOf } from '../ledger/accounts.ts';
import { type Balance, balanceFrom } from '../ledger/balance.ts';
import { type Entry, entryFrom } from '../ledger/entry.ts';
import { type Notification, notificationFrom } from '../notifications/notification.ts';
import { type Order, orderFrom } from '../orders/order.ts';
import type { Item, Key } from '../store/item.ts';
import type { TableName } from '../store/tables.ts';
import { type Chain, chainFrom, heldByChain, mergedInto } from '../transactions/chain.ts';
import { recordFrom, type TransactionRecord } from '../transactions/record.ts';

/** Money that something open holds frozen on an account, in minor units. */
export interface Held {
  readonly what: string;
  readonly account: Account;
  readonly amount: bigint;
}

/** What a merchant's request number was answered with. */
export interface Answered {
  readonly userNo: string;
  readonly userReqNo: string;
  readonly answer: Readonly<Record<string, unknown>>;
}

/** The rooms whose tables an audit reads. */
export const AUDITED_ROOMS = [
  'ledger',
  'orders',
  'notifications',
  'cards',
  'transactions',
  'dpt',
  'cardholders',
  'vault',
  'pins',
  'inbox',
] as const satisfies readonly TableName[];

/** All that an audit reads of rooms that have what it need not see: persons, sealed numbers and what upstreams told. */
export const AUDITED_ATTRIBUTES: Readonly<Partial<Record<TableName, readonly string[]>>> = {
  cardholders: ['pk', 'userNo', 'status', 'liveCards', 'theirs'],
  vault: ['pk', 'number', 'cardId', 'secrets', 'cvv2', 'dueAt'],
  pins: ['pk', 'pin'],
  inbox: ['pk', 'messageKey', 'type', 'teller', 'status', 'suspended', 'resolution'],
};

/** All items of the tables that an audit reads. */
export type TableContents = Readonly<Record<(typeof AUDITED_ROOMS)[number], readonly Item[]>>;

/** Everything that an audit compares, as the tables hold it. */
export interface Books {
  readonly entries: readonly Entry[];
  readonly balances: ReadonlyMap<Account, Balance>;
  readonly orders: readonly Order[];
  readonly changes: readonly Change[];
  /** What request numbers were answered with, orders and all else. */
  readonly answers: readonly Answered[];
  readonly notifications: readonly Notification[];
  readonly cards: ReadonlyMap<string, Card>;
  readonly groups: ReadonlyMap<string, Group>;
  /** Owners of balances, `card/<cardId>` and `group/<groupId>`, whose money is at a platform below, with its name. */
  readonly below: ReadonlyMap<string, IssuerName>;
  readonly records: readonly TransactionRecord[];
  readonly chains: readonly Chain[];
  readonly dptOrders: readonly DptOrder[];
  /** What upstreams told, without what it says. */
  readonly messages: readonly Message[];
  /** What is held beside open orders. */
  readonly holds: readonly Held[];
  /** Keys of items that are not what their kind must be, and why they cannot be read. */
  readonly unreadable: readonly string[];
  /** The items themselves, for what is not sorted above. */
  readonly items: TableContents;
}

/** Sorts the items of the tables into books. What cannot be read is left out, and told. */
export function readBooks(items: TableContents): Books {
  const unreadable: string[] = [];
  const all = <Kind>(room: keyof TableContents, prefix: string, from: (item: Item & Key) => Kind) =>
    items[room].flatMap((item): Kind[] => {
      const { pk, sk } = item as Item & Key;
      if (!pk.startsWith(prefix)) return [];
      try {
        return [from(item as Item & Key)];
      } catch (error) {
        unreadable.push(`${pk}${sk === undefined ? '' : ` ${sk}`}: ${error}`);
        return [];
      }
    });
  const cards = all('cards', 'card/', cardFrom);
  const groups = all('cards', 'group/', groupFrom);
  const books = {
    entries: all('ledger', 'entry/', entryFrom),
    balances: new Map(all('ledger', '', balanceOf).flat()),
    orders: all('orders', 'order/', orderFrom),
    changes: all('orders', 'change/', changeFrom),
    answers: all('orders', 'request/', answerFrom),
    notifications: all('notifications', 'notification/', notificationFrom),
    cards: new Map(cards.map((card) => [card.cardId, card])),
    groups: new Map(groups.map((group) => [group.groupId, group])),
    below: new Map(
      [
        ...cards.map(({ cardId, issuer }) => [`card/${cardId}`, issuer] as const),
        ...groups.map(({ groupId, issuer }) => [`group/${groupId}`, issuer] as const),
      ].filter(([, issuer]) => issuer !== EMBEDDED),
    ),
    chains: all('transactions', 'chain/', (item) =>
      mergedInto(item) === undefined ? [chainFrom(item)] : [],
    ).flat(),
    dptOrders: all('dpt', 'order/', (item) => (item.sk === 'order' ? [dptOrderFrom(item)] : [])).flat(),
    records: all('transactions', 'record/', recordFrom),
    messages: all('inbox', 'message/', messageFrom),
    holds: [
      ...all('transactions', '', (item) => held(item, heldByChain)),
      ...all('dpt', '', (item) => held(item, heldByWithdrawal)),
    ].flat(),
  };
  return { ...books, unreadable, items };
}

/** A balance by its account; nothing of what is not a balance. */
function balanceOf(item: Item & Key): (readonly [Account, Balance])[] {
  if (!item.sk?.startsWith('balance/')) return [];
  const account = accountOf(item);
  return [[account, balanceFrom(account, item)]];
}

function answerFrom({ pk, answer }: Item & Key): Answered {
  const [, userNo = '', ...userReqNo] = pk.split('/');
  return { userNo, userReqNo: userReqNo.join('/'), answer: answer as Answered['answer'] };
}

function held(item: Item & Key, by: (item: Item) => Omit<Held, 'what'> | undefined): Held[] {
  const found = by(item);
  return found ? [{ what: item.pk, ...found }] : [];
}
