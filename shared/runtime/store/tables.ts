import type { DataStore } from '../../wire/contract/operations/operation.ts';

/** A global secondary index: partition attribute, sort attribute. */
export interface IndexSchema {
  readonly partition: string;
  readonly sort: string;
  /** The sort attribute's type; S unless told. */
  readonly sortType?: 'S' | 'N';
  /**
   * The attributes that its rows have beside its own keys and the table's, for queries that read many rows to find few;
   * all of them unless told.
   */
  readonly projection?: readonly string[];
}

/** A table: the partition key is always `pk`; `sort` adds the sort key `sk`. */
export interface TableSchema {
  readonly sort?: true;
  /** A stream of its changes: of their keys, or of the items as they are after them. */
  readonly stream?: 'keys' | 'images';
  /**
   * Items whose partition key begins so are put once and never changed, and no others are ever put: what may be granted of
   * writing the table.
   */
  readonly appendOnlyPrefix?: string;
  /** The attribute with the epoch second from which on the table may drop an item. */
  readonly ttl?: string;
  readonly indexes?: Readonly<Record<string, IndexSchema>>;
}

/** Sparse index over what still waits for somebody: only items with these attributes are in it. */
const dueIndex: IndexSchema = { partition: 'dueShard', sort: 'dueAt', sortType: 'N' };

/** Cards by their place among their merchant's. */
const cardSequence = (partition: string): IndexSchema => ({ partition, sort: 'ordinal', sortType: 'N' });

/** Orders of a merchant, by where they are listed: the merchant's number, or one of several listings (HOT-ACCOUNTS.md). */
const merchantOrders: IndexSchema = {
  partition: 'listing',
  sort: 'orderId',
  projection: ['opType', 'status'],
};

/** Orders about something that has an owner. */
const ordersIndex = (partition: 'cardId' | 'groupId'): IndexSchema => ({
  partition,
  sort: 'orderId',
  projection: ['listing', 'opType', 'status', ...(partition === 'cardId' ? ['groupId'] : [])],
});

/** Transactions of a merchant, a card or a group by one of their times. */
const transactionsIndex = (
  partition: 'userNo' | 'cardId' | 'groupId',
  sort: 'createdKey' | 'transactedKey',
): IndexSchema => ({
  partition,
  sort,
  projection: ['userNo', 'cardId', 'groupId', 'cardType', 'transType', 'transStatus', 'transCategory'].filter(
    (attribute) => attribute !== partition,
  ),
});

/**
 * The tables, one for each room that is in use. Keys:
 *
 * merchants      pk merchant/<userNo>, pk upstream/<userNo>
 *                pk own-bin/<BIN>                     says that card numbers with that BIN are ours
 *                pk issuers                           the names of all issuers beside this platform
 * keys           pk merchant/<userNo>/<SHA-256 of the public half>, pk upstream/… the private half of a key of the platform's
 * upstreams      pk connection/<issuer>               how a platform below is called, and our key there
 * ledger         pk entry/<cause>, sk entry           a journal entry
 *                pk <owner>, sk balance/<account>     a balance, e.g. merchant/100001, balance/card/USD
 * statements     pk <account>, sk line/<number>       what a numbered change of a balance was, and the balance after it
 *                pk <account>~<n>, sk line/<time>/<cause> what an entry changed on an account of the platform
 *                pk <account>, sk closing/<time>      what was on such an account at that time
 * orders         pk order/<orderId>                   an order
 *                pk request/<userNo>/<userReqNo>      a request number with the answer it got
 * cards          pk card/<cardId>, pk group/<groupId>, pk bin/<binRangeId>,
 *                pk stock/<cardId>                    a physical card that is nobody's yet
 *                pk listing/<userNo>                  how many cards a merchant has
 *                pk upstream/<issuer>/card|group/<id> which card or group of ours an issuer's id stands for
 * vault          pk card/<cardId>                     a card's sealed number, CVV2 and PIN as long as they are kept
 *                                                     (shared/runtime/vault/secret-retention.ts), and the number's keyed hash
 *                pk number/<keyed hash>               says that a card number is taken, and by which card
 *                pk hash-key                          the sealed key of that hash
 * pins           pk pin/<cardId>                      a sealed PIN
 * cardholders    pk holder/<cardUserId>
 *                pk email/<userNo>/<email>            says that an address is taken, and by which holder
 *                pk mobile/<userNo>/<prefix>/<mobile> says the same of a telephone number
 *                pk upstream/<issuer>/<cardUserId>    the holder's id at an issuer
 * dpt            pk order/<orderNo>, sk order         an acquiring order or a withdrawal
 *                pk order/<orderNo>, sk payment/<txId>[/<logIndex>] a transfer to an acquiring order's address
 *                pk outgoing/<network>/<txId>, sk transfers  which withdrawal each of its transfers confirmed
 *                pk sender/<network>/<address>, sk sender   whose coins are held for an operator
 *                pk address/<network>/<address>, sk address  says which order's it is
 *                pk wallet/<network>, sk wallet
 * rates          pk rate/<from>/<to>                what one unit of a currency is worth in another
 *                pk quote/<quoteId>                  a rate that a merchant was promised
 *                pk limit/<currency>                 how much of it may be exchanged, and what is open
 * transactions   pk record/<recordNo>                a transaction as its merchant is told of it
 *                pk told/<source>/<number>           the recordNo of what was told under a number that was another's already
 *                pk receipt/<receiptNo>              whose fee merchants are told under this number
 *                pk chain/<source>/<cardId>/<number> an authorization with what became of it, or where to find it
 *                pk network/<userNo>/<networkId>     a network's number of an authorization with its answer
 * inbox          pk message/<upstream>/<type>/<number>[/<digest>] what an upstream told, as it came, sealed
 * notifications  pk notification/<notificationId>
 *                pk endpoint/<userNo>                how a merchant's endpoint is doing, and the attempts in flight there
 * limits         pk bucket/<userNo>                   how many requests a merchant may make now
 *                pk bucket/<userNo>/repeats/<source>  the same of what was admitted before, by where it comes from
 *                pk brought/<userNo>/<day>/<currency> what an upstream brought that nothing took before
 */
export const tables = {
  merchants: {},
  keys: {},
  upstreams: {},
  ledger: { sort: true, stream: 'images', appendOnlyPrefix: 'entry/' },
  statements: { sort: true },
  orders: {
    stream: 'keys',
    indexes: {
      byMerchant: merchantOrders,
      byCard: ordersIndex('cardId'),
      byGroup: ordersIndex('groupId'),
      due: dueIndex,
    },
  },
  cards: {
    indexes: {
      byMerchant: {
        ...cardSequence('userNo'),
        projection: ['cardType', 'status', 'createdAt'],
      },
      byGroup: { ...cardSequence('groupId'), projection: ['userNo', 'cardType', 'status'] },
      byHolder: { ...cardSequence('cardUserId'), projection: ['userNo', 'cardType', 'status', 'groupId'] },
      groupsByMerchant: { partition: 'groupOwner', sort: 'groupId', projection: ['status'] },
      stock: { partition: 'stockRange', sort: 'cardId' },
    },
  },
  vault: { indexes: { due: { ...dueIndex, projection: [] } } },
  pins: {},
  cardholders: {},
  dpt: { sort: true },
  rates: {},
  transactions: {
    indexes: {
      byMerchantCreated: transactionsIndex('userNo', 'createdKey'),
      byMerchantTransacted: transactionsIndex('userNo', 'transactedKey'),
      byCardCreated: transactionsIndex('cardId', 'createdKey'),
      byCardTransacted: transactionsIndex('cardId', 'transactedKey'),
      byGroupCreated: transactionsIndex('groupId', 'createdKey'),
      byGroupTransacted: transactionsIndex('groupId', 'transactedKey'),
      due: dueIndex,
    },
  },
  inbox: {
    ttl: 'expiresAt',
    indexes: {
      /** What waits for an operator. */
      worklist: { partition: 'worklist', sort: 'receivedAt', sortType: 'N', projection: ['messageKey'] },
      due: { ...dueIndex, projection: ['messageKey'] },
    },
  },
  notifications: {
    stream: 'keys',
    indexes: {
      byMerchant: {
        partition: 'userNo',
        sort: 'createdAt',
        sortType: 'N',
        projection: ['notificationId'],
      },
      /** What an operator looks after: dead notifications, and endpoints that are not well. */
      troubled: {
        partition: 'trouble',
        sort: 'troubledAt',
        sortType: 'N',
        projection: ['notificationId', 'userNo', 'type', 'status'],
      },
      due: { ...dueIndex, projection: ['notificationId', 'userNo'] },
    },
  },
  limits: { ttl: 'expiresAt' },
} as const satisfies Partial<Record<DataStore, TableSchema>>;

/** A room that has a table by now. */
export type TableName = keyof typeof tables;

/** The environment variable that tells a function the table's name; set only where its access names the room. */
export const tableVariable = (table: string): string => `TABLE_${table.toUpperCase()}`;
