import type { Room } from '../contract/operation.ts';

/** A global secondary index: partition attribute, sort attribute. All attributes are projected. */
export interface IndexDesign {
  readonly partition: string;
  readonly sort: string;
  /** The sort attribute's type; S unless told. */
  readonly sortType?: 'S' | 'N';
}

/** A table: the partition key is always `pk`; `sort` adds the sort key `sk`. */
export interface TableDesign {
  readonly sort?: true;
  /** A stream of keys that wakes the relay. */
  readonly stream?: true;
  readonly indexes?: Readonly<Record<string, IndexDesign>>;
}

/** Sparse index over what still waits for somebody: only items with these attributes are in it. */
const due: IndexDesign = { partition: 'dueShard', sort: 'dueAt', sortType: 'N' };

/**
 * The tables, one for each room that is in use. Keys:
 *
 * merchants      pk merchant/<userNo>
 * ledger         pk entry/<cause>, sk entry           a journal entry
 *                pk <owner>, sk balance/<account>     a balance, e.g. merchant/100001, balance/card/USD
 * orders         pk order/<orderId>                   an order
 *                pk request/<userNo>/<userReqNo>      a request number with the answer it got
 * cards          pk card/<cardId>, pk bin/<binRangeId>
 * vault          pk card/<cardId>                     a sealed card number
 *                pk number/<keyed hash>               says that a card number is taken, and by which card
 *                pk hash-key                          the sealed key of that hash
 * notifications  pk notification/<notificationId>
 */
export const tables = {
  merchants: {},
  ledger: { sort: true },
  orders: {
    stream: true,
    indexes: {
      byMerchant: { partition: 'userNo', sort: 'orderId' },
      byCard: { partition: 'cardId', sort: 'orderId' },
      due,
    },
  },
  cards: { indexes: { byMerchant: { partition: 'userNo', sort: 'cardId' } } },
  vault: {},
  notifications: { stream: true, indexes: { due } },
} as const satisfies Partial<Record<Room, TableDesign>>;

/** A room that has a table by now. */
export type TableName = keyof typeof tables;

/** The environment variable that tells a function the table's name; set only where its access names the room. */
export const tableVariable = (room: string): string => `TABLE_${room.toUpperCase()}`;
