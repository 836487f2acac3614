import { DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { DynamoStore } from '../../../shared/store/dynamo.ts';
import type { Item, Key } from '../../../shared/store/item.ts';
import type { Store } from '../../../shared/store/store.ts';
import { type TableName, tableVariable } from '../../../shared/store/tables.ts';
import { MemoryStore } from '../model/memory-store.ts';
import { outcome } from '../model/outcome.ts';
import { createTables } from '../tables.ts';
import type { Sample } from './noted-store.ts';
import { keyIn, make, placesOf } from './request.ts';

/** What a request comes to, and what stands afterwards where it writes. */
export interface Made {
  readonly outcome: object;
  readonly afterwards: readonly (Item | undefined)[];
}

/** What the request comes to in the model, where the same stands. */
export const inModel = (sample: Sample): Promise<Made> => made(sample, new MemoryStore());

/** Tables of DynamoDB Local, in which requests are made anew. */
export class Replay {
  readonly #client: DynamoDBClient;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #store: Store;

  private constructor(client: DynamoDBClient, environment: NodeJS.ProcessEnv) {
    this.#client = client;
    this.#environment = environment;
    this.#store = new DynamoStore(environment, client);
  }

  /** `name` is its access key, which has a database of its own. */
  static async open(endpoint: string, name: string): Promise<Replay> {
    const credentials = { accessKeyId: name, secretAccessKey: 'local' };
    const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
    return new Replay(client, await createTables(client, name));
  }

  /** What the request comes to in DynamoDB, where the same stands. The tables are empty before and after. */
  async inDynamoDb(sample: Sample): Promise<Made> {
    const result = await made(sample, this.#store);
    await this.#clear(sample);
    return result;
  }

  close(): void {
    this.#client.destroy();
  }

  async #clear(sample: Sample): Promise<void> {
    const stood = sample.standing.map(({ table, item }) => ({ table, key: keyIn(table, item) }));
    const places = new Map([...stood, ...written(sample)].map((place) => [JSON.stringify(place), place]));
    if (places.size === 0) return;
    const TransactItems = [...places.values()].map(({ table, key }) => ({
      Delete: { TableName: this.#environment[tableVariable(table)], Key: marshall(key) },
    }));
    await this.#client.send(new TransactWriteItemsCommand({ TransactItems }));
  }
}

async function made(sample: Sample, store: Store): Promise<Made> {
  const { request, standing } = sample;
  if (standing.length > 0) await store.write(standing.map((one) => ({ kind: 'put', ...one })));
  const result = await outcome((those) => make(request, those), store);
  return { outcome: result, afterwards: await itemsAt(written(sample), store) };
}

/** Where the request writes, or would if it were not refused. */
const written = ({ request, ended }: Sample) =>
  request.kind === 'write' && ended !== 'impossible' ? placesOf(request) : [];

async function itemsAt(
  places: readonly { table: TableName; key: Key }[],
  store: Store,
): Promise<(Item | undefined)[]> {
  const byTable = Map.groupBy(places, ({ table }) => table);
  const items = [...byTable].map(([table, here]) =>
    store.getMany(
      table,
      here.map(({ key }) => key),
    ),
  );
  return (await Promise.all(items)).flat();
}
