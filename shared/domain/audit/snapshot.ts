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
import { isTransaction, type Transaction, transactionFrom } from '../issuing/model/transaction.ts';
import { type Account, accountFromKey } from '../money/ledger/account.ts';
import { type Balance, balanceFrom } from '../money/ledger/balance.ts';
import { type Entry, entryFrom } from '../money/ledger/entry.ts';
import { type Notification, notificationFrom } from '../notifications/notification.ts';

/** Frozen money that an open order, authorization or withdrawal holds. */
export interface Hold {
  /** What holds it, for reports. */
  readonly what: string;
  readonly account: Account;
  /** Minor units. */
  readonly amount: bigint;
}

/** The stored result of a merchant's request number. */
export interface StoredResult {
  readonly userNo: string;
  readonly userReqNo: string;
  readonly result: Readonly<Record<string, unknown>>;
}

/** The tables that an audit reads. */
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

/**
 * The only attributes that an audit reads of tables with sensitive data: persons, sealed card numbers, message
 * contents.
 */
export const AUDITED_ATTRIBUTES: Readonly<Partial<Record<TableName, readonly string[]>>> = {
  cardholders: ['pk', 'userNo', 'status', 'liveCards', 'externalId'],
  vault: ['pk', 'number', 'cardId', 'secrets', 'cvv2', 'dueAt'],
  pins: ['pk', 'pin'],
  inbox: ['pk', 'messageKey', 'type', 'sender', 'status', 'suspended', 'resolution'],
};

/** The items of all audited tables. */
export type TableContents = Readonly<Record<(typeof AUDITED_TABLES)[number], readonly Item[]>>;

/** Everything that an audit compares, parsed from the tables. */
export interface AuditSnapshot {
  /** When the tables were read, epoch milliseconds. */
  readonly readAt: number;
  readonly entries: readonly Entry[];
  readonly balances: ReadonlyMap<Account, Balance>;
  readonly orders: readonly Order[];
  readonly changes: readonly Change[];
  /** The stored results of all request numbers, for orders and everything else. */
  readonly storedResults: readonly StoredResult[];
  readonly notifications: readonly Notification[];
  readonly cards: ReadonlyMap<string, Card>;
  readonly groups: ReadonlyMap<string, Group>;
  /** The external issuers of cards and groups, by owner of the balance: `card/<cardId>` or `group/<groupId>`. */
  readonly issuerByOwner: ReadonlyMap<string, IssuerName>;
  readonly records: readonly Transaction[];
  readonly authorizations: readonly Authorization[];
  readonly dptOrders: readonly DptOrder[];
  /** The messages of upstreams, without their contents. */
  readonly messages: readonly InboundMessage[];
  /** Holds other than those of open orders. */
  readonly holds: readonly Hold[];
  /** Keys of items that cannot be parsed, with the reason. */
  readonly unreadable: readonly string[];
  /** The items themselves, for checks of what is not parsed above. */
  readonly items: TableContents;
}

/**
 * Parses the items of the tables into a snapshot. Items that cannot be parsed are left out and listed as unreadable.
 */
export function snapshotFrom(items: TableContents, readAt: number): AuditSnapshot {
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
    authorizations: all('transactions', 'authorization/', (item) =>
      mergedInto(item) === undefined ? [authorizationFrom(item)] : [],
    ).flat(),
    dptOrders: all('dpt', 'order/', (item) => (item.sk === 'order' ? [dptOrderFrom(item)] : [])).flat(),
    records: all('transactions', 'record/', (item) =>
      isTransaction(item) ? [transactionFrom(item)] : [],
    ).flat(),
    messages: all('inbox', 'message/', messageFrom),
    holds: [
      ...all('transactions', '', (item) => holdFrom(item, heldByAuthorization)),
      ...all('dpt', '', (item) => holdFrom(item, heldByWithdrawal)),
    ].flat(),
  };
  return { ...snapshot, readAt, unreadable, items };
}

/** The balance of an item with its account; none if the item is not a balance. */
function balanceOf(item: Item & Key): (readonly [Account, Balance])[] {
  if (!item.sk?.startsWith('balance/')) return [];
  const account = accountFromKey(item);
  return [[account, balanceFrom(account, item)]];
}

function storedResultFrom({ pk, result }: Item & Key): StoredResult {
  const [, userNo = '', ...userReqNo] = pk.split('/');
  return { userNo, userReqNo: userReqNo.join('/'), result: result as StoredResult['result'] };
}

function holdFrom(item: Item & Key, by: (item: Item) => Omit<Hold, 'what'> | undefined): Hold[] {
  const found = by(item);
  return found ? [{ what: item.pk, ...found }] : [];
}
