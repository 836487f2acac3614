import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
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
import { TryAgainLater } from '../../wire/errors.ts';
import { awsClientSettings } from '../aws-client-settings.ts';
import { isAlreadyApplied } from './already-applied.ts';
import { type BackoffDependencies, backOff, retryTransient, sdkAttempts } from './dynamo-retries.ts';
import { queryExpressions, writeExpressions } from './expressions.ts';
import type { Item, Key } from './item.ts';
import { parseNumber } from './parse-number.ts';
import type { ItemAddress, Query, Store } from './store.ts';
import { type TableName, type TableSchema, tables, tableVariable } from './tables.ts';
import { conflictErrorFor, type Put, type Update, type Write } from './write.ts';

const translateConfig = {
  marshallOptions: { removeUndefinedValues: true },
  unmarshallOptions: { wrapNumbers: parseNumber },
};

/** Maximum number of keys that BatchGetItem accepts. */
const MAX_BATCH_KEYS = 100;
/** Consecutive BatchGetItem rounds without progress before the read gives up. */
const MAX_EMPTY_ROUNDS = 8;
/** The highest `Limit` of one Query request; DynamoDB also stops at 1 MB. */
const MAX_QUERY_ITEMS = 100_000;

/** The Store on DynamoDB. Table names come from the environment; a table without a variable there is inaccessible. */
export class DynamoStore implements Store {
  readonly #client: DynamoDBDocumentClient;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #backoff: BackoffDependencies;

  constructor(
    environment: NodeJS.ProcessEnv,
    client = new DynamoDBClient(awsClientSettings(environment)),
    backoff: BackoffDependencies = { sleep, random: Math.random },
  ) {
    this.#environment = environment;
    // It rewrites every input and output for a logger that is never set.
    client.middlewareStack.remove('loggerMiddleware');
    this.#client = DynamoDBDocumentClient.from(client, translateConfig);
    this.#backoff = backoff;
  }

  async get(table: TableName, key: Key): Promise<Item | undefined> {
    const input = { TableName: this.#name(table), Key: key, ConsistentRead: true };
    return (await this.#read(() => this.#client.send(new GetCommand(input)))).Item;
  }

  getMany(table: TableName, keys: readonly Key[]): Promise<(Item | undefined)[]> {
    return this.batchGet(keys.map((key) => ({ table, key })));
  }

  async batchGet(addresses: readonly ItemAddress[]): Promise<(Item | undefined)[]> {
    const found = new Map<string, Item>();
    const wanted = [...new Map(addresses.map((address) => [addressText(address), address])).values()];
    for (let start = 0; start < wanted.length; start += MAX_BATCH_KEYS)
      await this.#batchGetAll(wanted.slice(start, start + MAX_BATCH_KEYS), found);
    return addresses.map((address) => found.get(addressText(address)));
  }

  /** Requests unprocessed keys again after a pause: a table is short of capacity, or the batch exceeds 16 MB. */
  async #batchGetAll(addresses: readonly ItemAddress[], found: Map<string, Item>): Promise<void> {
    let unprocessed = await this.#batchGet(addresses, found);
    for (let emptyRounds = 0; unprocessed.length > 0; ) {
      if (emptyRounds === MAX_EMPTY_ROUNDS) throw new TryAgainLater();
      await backOff(emptyRounds + 1, this.#backoff);
      const left = await this.#batchGet(unprocessed, found);
      emptyRounds = left.length < unprocessed.length ? 0 : emptyRounds + 1;
      unprocessed = left;
    }
  }

  async #batchGet(addresses: readonly ItemAddress[], found: Map<string, Item>): Promise<ItemAddress[]> {
    const byTable = [...Map.groupBy(addresses, ({ table }) => table)];
    const requests = byTable.map(([table, those]) => {
      return [
        this.#name(table),
        { Keys: those.map(({ key }) => ({ ...key })), ConsistentRead: true },
      ] as const;
    });
    const wanted = { RequestItems: Object.fromEntries(requests) };
    const output = await this.#read(() => this.#client.send(new BatchGetCommand(wanted)));
    return byTable.flatMap(([table]) => {
      const keysIn = (items: readonly object[] = []) => items.map((key) => ({ table, key: key as Key }));
      const name = this.#name(table);
      for (const item of output.Responses?.[name] ?? [])
        found.set(addressText({ table, key: item as unknown as Key }), item);
      return keysIn(output.UnprocessedKeys?.[name]?.Keys);
    });
  }

  async query(query: Query): Promise<Item[]> {
    const items: Item[] = [];
    const { limit = Number.POSITIVE_INFINITY } = query;
    for await (const { Items = [] } of this.#queryPages(query, () => limit - items.length))
      items.push(...Items);
    return items.slice(0, limit);
  }

  async count(query: Omit<Query, 'newestFirst' | 'limit'>): Promise<number> {
    let total = 0;
    for await (const { Count = 0 } of this.#queryPages(query)) total += Count;
    return total;
  }

  /** Yields the query's pages while `remaining` is above 0. Without `remaining`, the pages hold counts only. */
  async *#queryPages(query: Query, remaining?: () => number): AsyncGenerator<QueryCommandOutput> {
    // DynamoDB rejects such bounds, but nothing lies between them.
    if (query.from !== undefined && query.to !== undefined && query.from > query.to) return;
    const input = queryInput(query, this.#name(query.table));
    if (!remaining) input.Select = 'COUNT';
    // `Limit` caps what DynamoDB reads, not what passes the filter, so a filtered query reads ever larger pages.
    const growth = query.where?.length ? 2 : 1;
    for (let reads = 1; !remaining || remaining() > 0; reads *= growth) {
      if (remaining) input.Limit = Math.min(remaining() * reads, MAX_QUERY_ITEMS);
      const output = await this.#read(() => this.#client.send(new QueryCommand(input)));
      yield output;
      if (!output.LastEvaluatedKey) return;
      input.ExclusiveStartKey = output.LastEvaluatedKey;
    }
  }

  /** A read can only fail for throttling. */
  #read<Output>(send: () => Promise<Output>): Promise<Output> {
    return retryTransient(send, this.#backoff);
  }

  async write(writes: readonly Write[]): Promise<void> {
    const [write] = writes;
    if (write && writes.length === 1 && isIdempotent(write)) return this.#writeOne(write);
    let token = randomUUID();
    await retryTransient((previous) => {
      // A transaction that is still running is repeated under its own token, so that it happens once.
      if (previous !== 'inProgress') token = randomUUID();
      return this.#writeAll(writes, token);
    }, this.#backoff);
  }

  /**
   * A single write needs no transaction, which would cost twice as much, but it has no token either. A write that was
   * sent more than once and finds its own effect has succeeded: the response to an earlier attempt was lost.
   */
  async #writeOne(write: Put | Update): Promise<void> {
    let sentBefore = false;
    await retryTransient(async () => {
      try {
        await this.#sendOne(write);
      } catch (error) {
        sentBefore ||= sdkAttempts(error) > 1;
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const current = unmarshalled(error.Item);
        if (!(sentBefore && isAlreadyApplied(write, current))) throw conflictErrorFor(write, current);
      }
    }, this.#backoff);
  }

  async #sendOne(write: Put | Update): Promise<void> {
    const { kind: _, ...input } = { ...writeExpressions(write), TableName: this.#name(write.table) };
    if ('Item' in input) await this.#client.send(new PutCommand(input));
    else await this.#client.send(new UpdateCommand(input));
  }

  async #writeAll(writes: readonly Write[], token: string): Promise<void> {
    const TransactItems = writes.map((write) => this.#transactItem(write));
    try {
      await this.#client.send(new TransactWriteCommand({ TransactItems, ClientRequestToken: token }));
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons ?? [];
      const failed = reasons.findIndex((reason) => reason.Code === 'ConditionalCheckFailed');
      const write = writes[failed];
      if (!write) throw error;
      throw conflictErrorFor(write, unmarshalled(reasons[failed]?.Item));
    }
  }

  #transactItem(write: Write): NonNullable<TransactWriteCommandInput['TransactItems']>[number] {
    const { kind, ...input } = { ...writeExpressions(write), TableName: this.#name(write.table) };
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

/**
 * Whether the write may be sent twice, as it is when its response was lost. An unconditional addition may not: it needs
 * a transaction's token. A check only exists inside a transaction.
 */
function isIdempotent(write: Write): write is Put | Update {
  if (write.kind === 'check') return false;
  return write.kind === 'put' || !write.add || (write.when ?? []).length > 0;
}

/** The document client does not unmarshall the items that come with an error. */
const unmarshalled = (item: Record<string, AttributeValue> | undefined): Item | undefined =>
  item && unmarshall(item, { wrapNumbers: parseNumber });

const addressText = ({ table, key: { pk, sk = '' } }: ItemAddress): string => `${table} ${pk} ${sk}`;

function queryInput(query: Query, TableName: string): QueryCommandInput {
  const table: TableSchema = tables[query.table];
  const schema = query.index === undefined ? undefined : table.indexes?.[query.index];
  return {
    TableName,
    ...(query.index === undefined ? { ConsistentRead: true } : { IndexName: query.index }),
    ...queryExpressions(query, schema ?? { partition: 'pk', sort: 'sk' }),
    ScanIndexForward: !query.newestFirst,
  };
}
