import {
  type TableName,
  type TableSchema,
  tables,
  tableVariable,
} from '../../../shared/runtime/store/tables.ts';
import type { Call, Written } from './call.ts';
import type { Item } from './item.ts';
import type { Listener, Request } from './proxy.ts';
import { writeUnits } from './write-units.ts';

/** Reads an item's current state, unmetered. */
export type ReadItem = (table: string, key: Item) => Promise<Item | undefined>;

/** A write of one item in a request. */
interface Action {
  readonly kind: Written['kind'];
  readonly TableName: string;
  readonly Key?: Item;
  readonly Item?: Item;
}

type Json = Readonly<Record<string, unknown>>;

const SERVICES: Readonly<Record<string, Call['service']>> = {
  DynamoDB_20120810: 'dynamodb',
  DynamoDBStreams_20120810: 'streams',
  AmazonSQS: 'sqs',
};
const READS = /^(Get|BatchGet|Query|Scan)/;
const SINGLE = { PutItem: 'put', UpdateItem: 'update', DeleteItem: 'delete' } as const;
const TRANSACTED = { Put: 'put', Update: 'update', ConditionCheck: 'check', Delete: 'delete' } as const;

/** Meters the platform's calls of its services. Idle polling is left out. */
export class Meter {
  readonly #record: (call: Call) => void;
  readonly #readItem: ReadItem;
  #tables: ReadonlyMap<string, TableName> = new Map();

  constructor(readItem: ReadItem, record: (call: Call) => void) {
    this.#readItem = readItem;
    this.#record = record;
  }

  /** Starts to meter writes. The environment names the tables. */
  setTables(environment: NodeJS.ProcessEnv): void {
    const names = Object.keys(tables) as TableName[];
    this.#tables = new Map(names.map((name) => [environment[tableVariable(name)] ?? name, name]));
  }

  readonly listen: Listener = async (request, forward) => {
    const { service, action, content: requested } = read(request);
    const actions = service === 'dynamodb' ? this.#actions(action, requested) : [];
    const isMetered = service === 'dynamodb' && (READS.test(action) || action in SINGLE);
    const before = await this.#images(actions);
    const answer = await forward(
      isMetered
        ? Buffer.from(JSON.stringify({ ...requested, ReturnConsumedCapacity: 'TOTAL' }))
        : request.body,
    );
    const answered = service === 's3' ? {} : jsonOf(answer);
    if ('__type' in answered || isIdle(action, requested, answered)) return;
    const after = await this.#images(actions);
    const written = actions.map(
      (each, nth): Written => ({
        ...this.#keyOf(each),
        kind: each.kind,
        before: before[nth],
        after: after[nth],
        units: writeUnits(this.#keyOf(each).table, before[nth], after[nth], action === 'TransactWriteItems'),
      }),
    );
    const messages = ((requested['Entries'] as unknown[] | undefined) ?? [requested]).length;
    this.#record({
      service,
      action,
      written,
      messages,
      ...(isMetered && { reported: capacityIn(answered) }),
    });
  };

  /** Returns the request's writes to known tables. */
  #actions(action: string, requested: Json): Action[] {
    const all: Action[] =
      action in SINGLE
        ? [{ ...(requested as unknown as Action), kind: SINGLE[action as keyof typeof SINGLE] }]
        : ((requested['TransactItems'] ?? []) as Record<string, Action>[]).flatMap((item) =>
            Object.entries(item).map(([kind, each]) => ({
              ...each,
              kind: TRANSACTED[kind as keyof typeof TRANSACTED],
            })),
          );
    return all.filter(({ TableName }) => this.#tables.has(TableName));
  }

  #images = (actions: readonly Action[]): Promise<(Item | undefined)[]> =>
    Promise.all(actions.map((each) => this.#readItem(each.TableName, this.#keyOf(each).key)));

  #keyOf({ TableName, Key, Item = {} }: Action): Pick<Written, 'table' | 'key'> {
    const table = this.#tables.get(TableName) as TableName;
    const { sort }: TableSchema = tables[table];
    const { pk, sk } = Item;
    return { table, key: Key ?? ({ pk, ...(sort && { sk }) } as Item) };
  }
}

/** Returns the service, action and JSON of a request. A request to S3 has no JSON and no target. */
function read({ method, target, body }: Request): {
  service: Call['service'];
  action: string;
  content: Json;
} {
  const [prefix = '', action = ''] = target.split('.');
  const service = SERVICES[prefix];
  return service
    ? { service, action, content: jsonOf(body) }
    : { service: 's3', action: method, content: {} };
}

const jsonOf = (body: Buffer): Json => JSON.parse(body.toString() || '{}');

/** Whether a call polls for due items, records or messages and finds none. */
function isIdle(action: string, requested: Json, answered: Json): boolean {
  const isEmpty = (field: string) => ((answered[field] as unknown[] | undefined) ?? []).length === 0;
  return (
    requested['IndexName'] === 'due' ||
    ['DescribeStream', 'ListStreams', 'GetShardIterator', 'GetQueueUrl', 'GetQueueAttributes'].includes(
      action,
    ) ||
    (action === 'GetRecords' && isEmpty('Records')) ||
    (action === 'ReceiveMessage' && isEmpty('Messages'))
  );
}

const capacityIn = ({ ConsumedCapacity = [] }: { ConsumedCapacity?: unknown }): number =>
  ([ConsumedCapacity].flat() as { CapacityUnits: number }[]).reduce(
    (total, { CapacityUnits }) => total + CapacityUnits,
    0,
  );
