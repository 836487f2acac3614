import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { TryAgainLater } from '../contract/errors.ts';
import { expressionsOf, selectionOf } from './expressions.ts';
import type { Item, Key, Query, Store } from './store.ts';
import { type TableDesign, type TableName, tables, tableVariable } from './tables.ts';
import { refusalOf, type Write } from './write.ts';

/** Integers beyond 2^53 come back as bigint, so that no minor unit is lost on the way. */
export const readNumber = (digits: string): number | bigint => {
  const number = Number(digits);
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? BigInt(digits) : number;
};

const translate = {
  marshallOptions: { removeUndefinedValues: true },
  unmarshallOptions: { wrapNumbers: readNumber },
};

/** Attempts at a write that others get in the way of; with full jitter they take about three seconds. */
const ATTEMPTS = 12;
const CONTENTION = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/** Keys that one BatchGetItem takes. */
const BATCH = 100;
/** Items that one answer to a query is limited to, beside the table's own limit of 1 MB. */
const MOST_READ = 100_000;

/** The Store over DynamoDB. Table names come from the environment: a table that is not named there is out of reach. */
export class DynamoStore implements Store {
  readonly #client: DynamoDBDocumentClient;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(environment: NodeJS.ProcessEnv, client = new DynamoDBClient({})) {
    this.#environment = environment;
    this.#client = DynamoDBDocumentClient.from(client, translate);
  }

  async get(table: TableName, key: Key): Promise<Item | undefined> {
    const input = { TableName: this.#name(table), Key: key, ConsistentRead: true };
    return (await this.#client.send(new GetCommand(input))).Item;
  }

  async getMany(table: TableName, keys: readonly Key[]): Promise<(Item | undefined)[]> {
    const found = new Map<string, Item>();
    const wanted = [...new Map(keys.map((key) => [identity(key), key])).values()];
    for (let start = 0; start < wanted.length; start += BATCH) {
      let open = wanted.slice(start, start + BATCH);
      while (open.length > 0) open = await this.#batch(this.#name(table), open, found);
    }
    return keys.map((key) => found.get(identity(key)));
  }

  async #batch(name: string, keys: readonly Key[], found: Map<string, Item>): Promise<Key[]> {
    const wanted = { RequestItems: { [name]: { Keys: [...keys], ConsistentRead: true } } };
    const answer = await this.#client.send(new BatchGetCommand(wanted));
    for (const item of answer.Responses?.[name] ?? []) found.set(identity(item as unknown as Key), item);
    return (answer.UnprocessedKeys?.[name]?.Keys ?? []) as unknown as Key[];
  }

  async query(query: Query): Promise<Item[]> {
    const items: Item[] = [];
    const { limit = Number.POSITIVE_INFINITY } = query;
    for await (const { Items = [] } of this.#answers(query, () => limit - items.length)) items.push(...Items);
    return items.slice(0, limit);
  }

  async count(query: Omit<Query, 'newestFirst' | 'limit'>): Promise<number> {
    let total = 0;
    for await (const { Count = 0 } of this.#answers(query)) total += Count;
    return total;
  }

  /** What the query finds, answer by answer, until no more is `left` to find; without that the answers only count. */
  async *#answers(query: Query, left?: () => number): AsyncGenerator<QueryCommandOutput> {
    // DynamoDB refuses such bounds; what they hold is nothing.
    if (query.from !== undefined && query.to !== undefined && query.from > query.to) return;
    const input = queryInput(query, this.#name(query.table));
    if (!left) input.Select = 'COUNT';
    // The table limits what it reads, not what it finds: where it reads much to find little it is let read ever more.
    const growth = query.where?.length ? 2 : 1;
    for (let reads = 1; !left || left() > 0; reads *= growth) {
      if (left) input.Limit = Math.min(left() * reads, MOST_READ);
      const answer = await this.#client.send(new QueryCommand(input));
      yield answer;
      if (!answer.LastEvaluatedKey) return;
      input.ExclusiveStartKey = answer.LastEvaluatedKey;
    }
  }

  async write(writes: readonly Write[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await (writes.length === 1 ? this.#writeOne(writes[0] as Write) : this.#writeAll(writes));
      } catch (error) {
        if (!isContention(error)) throw error;
        if (attempt === ATTEMPTS) throw new TryAgainLater({ cause: error });
        await sleep(Math.random() * Math.min(1_000, 10 * 2 ** attempt));
      }
    }
  }

  /** A single change needs no transaction, which would cost twice as much. */
  async #writeOne(write: Write): Promise<void> {
    if (write.kind === 'check') return this.#writeAll([write]);
    const { kind: _, ...input } = { ...expressionsOf(write), TableName: this.#name(write.table) };
    try {
      if ('Item' in input) await this.#client.send(new PutCommand(input));
      else await this.#client.send(new UpdateCommand(input));
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      throw refusalOf(write, plain(error.Item));
    }
  }

  async #writeAll(writes: readonly Write[]): Promise<void> {
    const TransactItems = writes.map((write) => this.#transactItem(write));
    try {
      await this.#client.send(new TransactWriteCommand({ TransactItems }));
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons ?? [];
      const failed = reasons.findIndex((reason) => reason.Code === 'ConditionalCheckFailed');
      const write = writes[failed];
      if (!write) throw error;
      throw refusalOf(write, plain(reasons[failed]?.Item));
    }
  }

  #transactItem(write: Write): NonNullable<TransactWriteCommandInput['TransactItems']>[number] {
    const { kind, ...input } = { ...expressionsOf(write), TableName: this.#name(write.table) };
    if ('Item' in input) return { Put: input };
    if (kind === 'update') return { Update: input as typeof input & { UpdateExpression: string } };
    return { ConditionCheck: input as typeof input & { ConditionExpression: string } };
  }

  #name(table: TableName): string {
    const name = this.#environment[tableVariable(table)];
    if (!name) throw new Error(`this function has no access to ${table}: ${tableVariable(table)} is not set`);
    return name;
  }
}

/** The document client does not translate the items that come with an error. */
const plain = (item: Record<string, AttributeValue> | undefined): Item | undefined =>
  item && unmarshall(item, { wrapNumbers: readNumber });

const identity = (key: Key): string => `${key.pk} ${key.sk ?? ''}`;

function isContention(error: unknown): boolean {
  if (error instanceof TransactionConflictException) return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  const codes = (error.CancellationReasons ?? []).map((reason) => reason.Code ?? 'None');
  return codes.some((code) => CONTENTION.has(code));
}

function queryInput(query: Query, TableName: string): QueryCommandInput {
  const table: TableDesign = tables[query.table];
  const design = query.index === undefined ? undefined : table.indexes?.[query.index];
  return {
    TableName,
    ...(query.index === undefined ? { ConsistentRead: true } : { IndexName: query.index }),
    ...selectionOf(query, design ?? { partition: 'pk', sort: 'sk' }),
    ScanIndexForward: !query.newestFirst,
  };
}
