import type { Item, Key } from '../../runtime/store/item.ts';
import type { TableName } from '../../runtime/store/tables.ts';
import { type DptOrder, dptOrderFrom, heldByWithdrawal } from '../dpt/dpt-order.ts';
import { type InboundMessage, messageFrom } from '../inbox/inbound-message.ts';
import { EMBEDDED, type IssuerName } from '../issuer-name.ts';
import { type Change, changeFrom } from '../issuing/changes/change.ts';
import {
  type Authorization,
  authorizationFrom,
  heldByAuthorization,
  mergedInto,
} from '../issuing/model/authorization.ts';
import { type Card, cardFrom } from '../issuing/model/card.ts';
import { type Group, groupFrom } from '../issuing/model/group.ts';
import { type Order, orderFrom } from '../issuing/model/order.ts';
import { type Transaction, transactionFrom } from '../issuing/model/transaction.ts';
import { type Account, accountFromKey } from '../money/ledger/account.ts';
import { type Balance, balanceFrom } from '../money/ledger/balance.ts';
import { type Entry, entryFrom } from '../money/ledger/entry.ts';
import { type Notification, notificationFrom } from '../notifications/notification.ts';

/** Money that something open holds frozen on an account, in minor units. */
export interface Hold {
  readonly what: string;
  readonly account: Account;
  readonly amount: bigint;
}

/** What a merchant's request number was answered with. */
export interface StoredResult {
  readonly userNo: string;
  readonly userReqNo: string;
  readonly result: Readonly<Record<string, unknown>>;
}

/** The rooms whose tables an audit reads. */
export const AUDITED_TABLES = [
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
export type TableContents = Readonly<Record<(typeof AUDITED_TABLES)[number], readonly Item[]>>;

/** Everything that an audit compares, as the tables hold it. */
export interface AuditSnapshot {
  readonly entries: readonly Entry[];
  readonly balances: ReadonlyMap<Account, Balance>;
  readonly orders: readonly Order[];
  readonly changes: readonly Change[];
  /** What request numbers were answered with, orders and all else. */
  readonly storedResults: readonly StoredResult[];
  readonly notifications: readonly Notification[];
  readonly cards: ReadonlyMap<string, Card>;
  readonly groups: ReadonlyMap<string, Group>;
  /** Owners of balances, `card/<cardId>` and `group/<groupId>`, whose money is at a platform below, with its name. */
  readonly issuerByOwner: ReadonlyMap<string, IssuerName>;
  readonly records: readonly Transaction[];
  readonly authorizations: readonly Authorization[];
  readonly dptOrders: readonly DptOrder[];
  /** What upstreams told, without what it says. */
  readonly messages: readonly InboundMessage[];
  /** What is held beside open orders. */
  readonly holds: readonly Hold[];
  /** Keys of items that are not what their kind must be, and why they cannot be read. */
  readonly unreadable: readonly string[];
  /** The items themselves, for what is not sorted above. */
  readonly items: TableContents;
}

/** Sorts the items of the tables into books. What cannot be read is left out, and told. */
export function snapshotFrom(items: TableContents): AuditSnapshot {
  const unreadable: string[] = [];
  const all = <Kind>(table: keyof TableContents, prefix: string, from: (item: Item & Key) => Kind) =>
    items[table].flatMap((item): Kind[] => {
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
  const snapshot = {
    entries: all('ledger', 'entry/', entryFrom),
    balances: new Map(all('ledger', '', balanceOf).flat()),
    orders: all('orders', 'order/', orderFrom),
    changes: all('orders', 'change/', changeFrom),
    storedResults: all('orders', 'request/', storedResultFrom),
    notifications: all('notifications', 'notification/', notificationFrom),
    cards: new Map(cards.map((card) => [card.cardId, card])),
    groups: new Map(groups.map((group) => [group.groupId, group])),
    issuerByOwner: new Map(
      [
        ...cards.map(({ cardId, issuer }) => [`card/${cardId}`, issuer] as const),
        ...groups.map(({ groupId, issuer }) => [`group/${groupId}`, issuer] as const),
      ].filter(([, issuer]) => issuer !== EMBEDDED),
    ),
    authorizations: all('transactions', 'chain/', (item) =>
      mergedInto(item) === undefined ? [authorizationFrom(item)] : [],
    ).flat(),
    dptOrders: all('dpt', 'order/', (item) => (item.sk === 'order' ? [dptOrderFrom(item)] : [])).flat(),
    records: all('transactions', 'record/', transactionFrom),
    messages: all('inbox', 'message/', messageFrom),
    holds: [
      ...all('transactions', '', (item) => holdFrom(item, heldByAuthorization)),
      ...all('dpt', '', (item) => holdFrom(item, heldByWithdrawal)),
    ].flat(),
  };
  return { ...snapshot, unreadable, items };
}

/** A balance by its account; nothing of what is not a balance. */
function balanceOf(item: Item & Key): (readonly [Account, Balance])[] {
  if (!item.sk?.startsWith('balance/')) return [];
  const account = accountFromKey(item);
  return [[account, balanceFrom(account, item)]];
}

function storedResultFrom({ pk, answer }: Item & Key): StoredResult {
  const [, userNo = '', ...userReqNo] = pk.split('/');
  return { userNo, userReqNo: userReqNo.join('/'), result: answer as StoredResult['result'] };
}

function holdFrom(item: Item & Key, by: (item: Item) => Omit<Hold, 'what'> | undefined): Hold[] {
  const found = by(item);
  return found ? [{ what: item.pk, ...found }] : [];
}
