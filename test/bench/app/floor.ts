import { DynamoDBClient, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { tableVariable } from '../../../shared/runtime/store/tables.ts';
import { createTables } from '../../support/stores/tables.ts';
import { type Achieved, perSecond } from './load.ts';
import { acceptance, imageFor, type Step } from './steps.ts';

/** What DynamoDB Local does at best: the writes of orders, and nothing else. */
export class Floor {
  readonly #client: DynamoDBClient;
  readonly #names: NodeJS.ProcessEnv;
  readonly #steps: readonly Step[];
  #orders = 0;

  private constructor(client: DynamoDBClient, names: NodeJS.ProcessEnv, steps: readonly Step[]) {
    this.#client = client;
    this.#names = names;
    this.#steps = steps;
  }

  /** Makes tables of the same design beside those of the app, for an order of these steps. */
  static async open(environment: NodeJS.ProcessEnv, steps: readonly Step[]): Promise<Floor> {
    const endpoint = environment['AWS_ENDPOINT_URL_DYNAMODB'] ?? '';
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
    return new Floor(client, await createTables(client, 'floor'), steps);
  }

  /** Writes so many orders for each of the clients, one after the other: as far as their acceptances, then others whole. */
  async write(clients: number, each: number): Promise<Achieved> {
    return {
      accepted: await this.#rateOf(acceptance(this.#steps), clients, each),
      notified: await this.#rateOf(this.#steps, clients, each),
      latencies: [],
    };
  }

  close(): void {
    this.#client.destroy();
  }

  async #rateOf(steps: readonly Step[], clients: number, each: number): Promise<number> {
    const first = this.#orders;
    this.#orders += each;
    const start = performance.now();
    const write = async (client: number) => {
      for (let nth = first; nth < first + each; nth += 1)
        for (const step of steps) await this.#make(step, client, nth);
    };
    await Promise.all(Array.from({ length: clients }, (_, client) => write(client)));
    return perSecond(clients * each, performance.now() - start);
  }

  async #make({ isTransaction, items }: Step, client: number, nth: number): Promise<void> {
    const puts = items.map((item) => ({
      TableName: this.#names[tableVariable(item.table)],
      Item: imageFor(item, client, nth) as never,
    }));
    if (isTransaction) {
      const TransactItems = puts.map((Put) => ({ Put }));
      await this.#client.send(new TransactWriteItemsCommand({ TransactItems }));
    } else for (const put of puts) await this.#client.send(new PutItemCommand(put));
  }
}
