import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { entryFrom } from '../../../shared/domain/money/ledger/entry.ts';
import { platformAccountsIn } from '../../../shared/domain/money/ledger/posting.ts';
import type { TableName } from '../../../shared/runtime/store/tables.ts';
import type { Item } from './item.ts';
import { together, type WriteUnits } from './write-units.ts';

/** A write of one item, as a call made it. */
export interface Written {
  readonly table: TableName;
  readonly key: Item;
  readonly kind: 'put' | 'update' | 'check' | 'delete';
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  readonly units: WriteUnits;
}

/** One call of a service by the platform. */
export interface Call {
  readonly service: 'dynamodb' | 'streams' | 'sqs' | 's3';
  readonly action: string;
  /** Capacity units, which DynamoDB reports outside of transactions. */
  readonly reported?: number;
  readonly written: readonly Written[];
  /** Number of SQS messages that it sent or deleted. */
  readonly messages: number;
}

const sum = (calls: readonly Call[], of: (call: Call) => number): number =>
  calls.reduce((total, call) => total + of(call), 0);

/** Returns the read units of the calls. */
export const readUnits = (calls: readonly Call[]): number =>
  sum(calls, ({ reported = 0, written }) => (written.length === 0 ? reported : 0));

/** Returns the write units of the calls. Throws if DynamoDB reports another figure than its rules give. */
export const writtenUnits = (calls: readonly Call[]): number =>
  sum(calls, ({ action, reported, written }) => {
    const units = written.reduce((total, one) => total + together(one.units), 0);
    if (written.length > 0 && reported !== undefined && reported !== units)
      throw new Error(`${action} in ${written[0]?.table} took ${reported} units instead of ${units}`);
    return units;
  });

/** Returns the write units of statement lines. */
export const lineUnits = (calls: readonly Call[]): number =>
  sum(calls, ({ written }) =>
    written
      .filter(({ table }) => table === 'statements')
      .reduce((total, one) => total + together(one.units), 0),
  );

/** Returns the number of transactions, of the items in them, and of other writes without statement lines. */
export const writesOf = (
  calls: readonly Call[],
): { transactions: number; transactionItems: number; singleWrites: number } => {
  const inTransactions = calls.filter(({ action }) => action === 'TransactWriteItems');
  const others = calls.filter(({ action }) => action !== 'TransactWriteItems');
  return {
    transactions: inTransactions.length,
    transactionItems: sum(inTransactions, ({ written }) => written.length),
    singleWrites: sum(others, ({ written }) => written.filter(({ table }) => table !== 'statements').length),
  };
};

/** Returns the number of account changes that need a statement line, and of the lines written. */
export const linesOf = (calls: readonly Call[]): { due: number; written: number } => ({
  due: sum(calls, ({ written }) => written.reduce((total, one) => total + changedAccounts(one), 0)),
  written: sum(calls, ({ written }) => written.filter(({ table }) => table === 'statements').length),
});

function changedAccounts({ table, before, after }: Written): number {
  if (table !== 'ledger' || !after) return 0;
  const item = unmarshall(after as Record<string, AttributeValue>);
  if (item['sk'] === 'entry') return platformAccountsIn(entryFrom(item)).length;
  return isDeepStrictEqual(before?.['version'], after['version']) ? 0 : 1;
}

/** Returns the number of orders and notifications stored that need a worker, and of messages sent and completed. */
export const wakeUps = (calls: readonly Call[]): { made: number; sent: number; done: number } => ({
  made: sum(calls, ({ written }) => written.filter(isEnqueued).length),
  sent: sum(calls, ({ action, messages }) => (action.startsWith('SendMessage') ? messages : 0)),
  done: sum(calls, ({ action, messages }) => (action.startsWith('DeleteMessage') ? messages : 0)),
});

/** Whether a worker has to be woken: not for an order that was settled at once. */
const isEnqueued = (written: Written): boolean => {
  if (written.kind !== 'put') return false;
  const kind = kindOf(written);
  return kind === 'notifications notification' || (kind === 'orders order' && isPending(written));
};

const isPending = ({ after = {} }: Written): boolean => {
  const { status } = unmarshall(after as Record<string, AttributeValue>);
  return status === 'pending';
};

/** Returns the kind of item written, without its id: `orders order`, `ledger card balance`. */
export function kindOf({ table, key }: Pick<Written, 'table' | 'key'>): string {
  const text = (attribute: string) => (key[attribute] && 'S' in key[attribute] ? key[attribute].S : '');
  const [owner] = text('pk').split('/');
  const [sort] = text('sk').split('/');
  return sort && sort !== owner ? `${table} ${owner} ${sort}` : `${table} ${owner}`;
}
