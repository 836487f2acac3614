import { DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { DynamoStore } from '../../../shared/runtime/store/dynamo.ts';
import type { Item, Key } from '../../../shared/runtime/store/item.ts';
import type { Store } from '../../../shared/runtime/store/store.ts';
import { type TableName, tableVariable } from '../../../shared/runtime/store/tables.ts';
import { MemoryStore } from '../stores/model/memory-store.ts';
import { outcome } from '../stores/model/outcome.ts';
import { createTables } from '../stores/tables.ts';
import type { Sample } from './recording-store.ts';
import { execute, keyIn, targetsOf } from './request.ts';

/** The outcome of a request, and the items after a write. */
export interface Replayed {
  readonly outcome: object;
  readonly afterwards: readonly (Item | undefined)[];
}

/** Returns the outcome of the request in the memory model, over the same items. */
export const replayInModel = (sample: Sample): Promise<Replayed> => replay(sample, new MemoryStore());

/** Tables of DynamoDB Local in which requests are repeated. */
export class Replay {
  readonly #client: DynamoDBClient;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #store: Store;

  private constructor(client: DynamoDBClient, environment: NodeJS.ProcessEnv) {
    this.#client = client;
    this.#environment = environment;
    this.#store = new DynamoStore(environment, client);
  }

  /** Opens tables. `name` is the access key, which has a database of its own. */
  static async open(endpoint: string, name: string): Promise<Replay> {
    const credentials = { accessKeyId: name, secretAccessKey: 'local' };
    const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
    return new Replay(client, await createTables(client, name));
  }

  /**
   * Returns the outcome of the request in DynamoDB Local, over the same items. The tables are empty before and after.
   */
  async run(sample: Sample): Promise<Replayed> {
    const result = await replay(sample, this.#store);
    await this.#clear(sample);
    return result;
  }

  close(): void {
    this.#client.destroy();
  }

  async #clear(sample: Sample): Promise<void> {
    const stored = sample.stored.map(({ table, item }) => ({ table, key: keyIn(table, item) }));
    const targets = new Map([...stored, ...written(sample)].map((index) => [JSON.stringify(index), index]));
    if (targets.size === 0) return;
    const TransactItems = [...targets.values()].map(({ table, key }) => ({
      Delete: { TableName: this.#environment[tableVariable(table)], Key: marshall(key) },
    }));
    await this.#client.send(new TransactWriteItemsCommand({ TransactItems }));
  }
}

async function replay(sample: Sample, store: Store): Promise<Replayed> {
  const { request, stored } = sample;
  if (stored.length > 0) await store.write(stored.map((one) => ({ kind: 'put', ...one })));
  const result = await outcome((target) => execute(request, target), store);
  return { outcome: result, afterwards: await itemsAt(written(sample), store) };
}

/** Returns the addresses that the request writes to, or would if it were not refused. */
const written = ({ request, ended }: Sample) =>
  request.kind === 'write' && ended !== 'impossible' ? targetsOf(request) : [];

async function itemsAt(
  targets: readonly { table: TableName; key: Key }[],
  store: Store,
): Promise<(Item | undefined)[]> {
  const byTable = Map.groupBy(targets, ({ table }) => table);
  const items = [...byTable].map(([table, inTable]) =>
    store.getMany(
      table,
      inTable.map(({ key }) => key),
    ),
  );
  return (await Promise.all(items)).flat();
}
