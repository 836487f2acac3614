import type { DataStore } from '../../wire/contract/operations/operation.ts';
import type { EXPIRY_ATTRIBUTE } from './expiry.ts';

/** A global secondary index, by its partition and sort attributes. */
export interface IndexSchema {
  readonly partition: string;
  readonly sort: string;
  /** The sort attribute's type; defaults to S. */
  readonly sortType?: 'S' | 'N';
  /**
   * Attributes in the index's rows besides the keys, for queries that read many rows to find few; defaults to all.
   */
  readonly projection?: readonly string[];
}

/** A table. The partition key is always `pk`; `sort` adds the sort key `sk`. */
export interface TableSchema {
  readonly sort?: true;
  /** Streams changes: only their keys, or the items as they are afterwards. */
  readonly stream?: 'keys' | 'images';
  /**
   * Items whose partition key has this prefix are put once and never changed, and nothing else is ever put. Grants
   * allow no other writes.
   */
  readonly appendOnlyPrefix?: string;
  /** The attribute with the epoch second after which DynamoDB may drop an item. */
  readonly ttl?: typeof EXPIRY_ATTRIBUTE;
  readonly indexes?: Readonly<Record<string, IndexSchema>>;
}

/** A sparse index of pending work: only items with these attributes are in it. */
const dueIndex: IndexSchema = { partition: 'dueShard', sort: 'dueAt', sortType: 'N' };

/** Cards in the order in which their merchant, group or holder got them. */
const cardSequence = (partition: string): IndexSchema => ({ partition, sort: 'ordinal', sortType: 'N' });

/** A merchant's orders. The partition is the merchant's number, or one of several listings (docs/hot-accounts.md). */
const merchantOrders: IndexSchema = {
  partition: 'listing',
  sort: 'orderId',
  projection: ['opType', 'status'],
};

/** Orders about a card or a group. */
const ordersIndex = (partition: 'cardId' | 'groupId'): IndexSchema => ({
  partition,
  sort: 'orderId',
  projection: ['listing', 'opType', 'status', ...(partition === 'cardId' ? ['groupId'] : [])],
});

/** Transactions of a merchant, card or group, by one of their times. */
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
 * The tables, one for each data store in use. Keys:
 *
 * merchants      pk merchant/<userNo>, pk upstream/<userNo>
 *                pk key/<SHA-256 of the modulus>      a public key, claimed for one counterparty
 *                pk own-bin/<BIN>                     marks card numbers with this BIN as the platform's own
 *                pk issuers                           the names of all external issuers
 * keys           pk merchant/<userNo>/<SHA-256 of the public key>, pk upstream/…   a private key of the platform, sealed
 * upstreams      pk connection/<issuer>               how to call an external issuer, and the platform's key there
 * ledger         pk entry/<cause>, sk entry           a journal entry
 *                pk <owner>, sk balance/<account>     a balance, e.g. merchant/100001, balance/card/USD
 * statements     pk <account>, sk line/<number>       a numbered change of a balance, and the balance after it
 *                pk <account>~<n>, sk line/<time>/<cause>   what an entry changed on an account of the platform
 *                pk <account>, sk closing/<time>      the balance of such an account at that time
 * orders         pk order/<orderId>                   an order
 *                pk request/<userNo>/<userReqNo>      a request number with its stored result
 *                pk change/<changeId>                 a change that an external issuer has to carry out
 * cards          pk card/<cardId>, pk group/<groupId>, pk bin/<binRangeId>
 *                pk stock/<cardId>                    a physical card that has not been assigned yet
 *                pk listing/<userNo>                  how many cards a merchant has
 *                pk upstream/<issuer>/card|group/<id> the card or group that an issuer's id refers to
 * vault          pk card/<cardId>                     a card's sealed number and CVV2 for their retention period
 *                                                     (secret-retention.ts), and the keyed hash of the number
 *                pk number/<keyed hash>               the card that has this number
 *                pk hash-key                          the sealed key of that hash
 * pins           pk pin/<cardId>                      a sealed PIN
 * cardholders    pk holder/<cardUserId>
 *                pk email/<userNo>/<email>            the holder who has this address
 *                pk mobile/<userNo>/<prefix>/<mobile> the holder who has this telephone number
 *                pk upstream/<issuer>/<cardUserId>    the holder's id at an issuer
 * dpt            pk order/<orderNo>, sk order         an acquiring order or a withdrawal
 *                pk order/<orderNo>, sk payment/<txId>[/<logIndex>]   a transfer to an acquiring order's address
 *                pk outgoing/<network>/<txId>, sk transfers   the withdrawals that its transfers confirmed
 *                pk sender/<network>/<address>, sk sender     a sender whose coins are held for an operator
 *                pk address/<network>/<address>, sk address   the order that the address belongs to
 *                pk wallet/<network>, sk wallet
 * rates          pk rate/<from>/<to>                  what one unit of a currency is worth in another
 *                pk quote/<quoteId>                   a rate that a merchant was promised; kept if it was used
 *                pk limit/<currency>                  how much of it may be exchanged, and the open position
 * transactions   pk record/<recordNo>                 a transaction as its merchant sees it; for a network's request, with
 *                                                     the response to it: without a card that alone
 *                pk upstream-record/<source>/<number> the recordNo of a transaction whose number was already taken
 *                pk receipt/<receiptNo>               the source whose receipt of a fee has this number
 *                pk authorization/<source>/<cardId>/<number>   an authorization with its events, or where to find it
 * inbox          pk message/<upstream>/<type>/<number>[/<digest>]   a message from an upstream as it came, sealed
 *                pk suspended/<cause>                 the message whose money in suspense has this cause
 * notifications  pk notification/<userNo>/<type>/<subject>
 *                pk endpoint/<userNo>                 an endpoint's health, and the attempts in flight to it
 * limits         pk bucket/<userNo>                   a merchant's token bucket
 *                pk bucket/<userNo>/repeats/<source>  the token bucket of its repeated requests from one source
 *                pk credit/<userNo>/<day>/<currency>  an upstream's unmatched credits of one day
 */
export const tables = {
  merchants: {},
  keys: {},
  upstreams: {},
  ledger: { sort: true, stream: 'images', appendOnlyPrefix: 'entry/' },
  statements: { sort: true },
  orders: {
    stream: 'images',
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
  rates: { ttl: 'expiresAt' },
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
      /** Messages that need an operator. */
      worklist: { partition: 'worklist', sort: 'receivedAt', sortType: 'N', projection: ['messageKey'] },
      due: { ...dueIndex, projection: ['messageKey'] },
    },
  },
  notifications: {
    stream: 'keys',
    ttl: 'expiresAt',
    indexes: {
      byMerchant: {
        partition: 'userNo',
        sort: 'createdAt',
        sortType: 'N',
        projection: ['notificationId'],
      },
      /** Dead notifications and unhealthy endpoints, for operators. */
      needsAttention: {
        partition: 'attention',
        sort: 'attentionAt',
        sortType: 'N',
        projection: ['notificationId', 'userNo', 'type', 'status'],
      },
      due: { ...dueIndex, projection: ['notificationId', 'userNo'] },
    },
  },
  limits: { ttl: 'expiresAt' },
} as const satisfies Partial<Record<DataStore, TableSchema>>;

/** A data store that is a table. */
export type TableName = keyof typeof tables;

/** The environment variable with the table's name; set only for functions whose access includes the table. */
export const tableVariable = (table: string): string => `TABLE_${table.toUpperCase()}`;
