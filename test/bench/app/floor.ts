import { DynamoDBClient, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { tableVariable } from '../../../shared/store/tables.ts';
import { createTables } from '../../support/tables.ts';
import { type Achieved, perSecond } from './load.ts';
import { acceptance, imageFor, type Step } from './steps.ts';

/** What a DynamoDB can do at best: the writes of orders and nothing else. */
export interface Floor {
  /** Makes the writes of so many orders of so many clients, each one's after the other: the acceptances', then all of them. */
  write(clients: number, ordersEach: number): Promise<Achieved>;
  close(): void;
}

/** Opens tables of the same design beside those of the app. */
export async function openFloor(environment: NodeJS.ProcessEnv, steps: readonly Step[]): Promise<Floor> {
  const client = new DynamoDBClient({
    endpoint: environment['AWS_ENDPOINT_URL_DYNAMODB'] ?? '',
    region: environment['AWS_REGION'] ?? '',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const names = await createTables(client, 'floor');
  let orders = 0;
  const make = async ({ isTransaction, items }: Step, by: number, order: number): Promise<void> => {
    const puts = items.map((item) => ({
      TableName: names[tableVariable(item.table)],
      Item: imageFor(item, by, order) as never,
    }));
    if (isTransaction)
      await client.send(new TransactWriteItemsCommand({ TransactItems: puts.map((Put) => ({ Put })) }));
    else for (const put of puts) await client.send(new PutItemCommand(put));
  };
  const rateOf = async (made: readonly Step[], clients: number, each: number) => {
    const first = orders;
    orders += each;
    const start = performance.now();
    await Promise.all(
      Array.from({ length: clients }, async (_, by) => {
        for (let order = first; order < orders; order += 1)
          for (const step of made) await make(step, by, order);
      }),
    );
    return perSecond(clients * each, performance.now() - start);
  };
  return {
    write: async (clients, each) => ({
      accepted: await rateOf(acceptance(steps), clients, each),
      told: await rateOf(steps, clients, each),
      latencies: [],
    }),
    close: () => client.destroy(),
  };
}
