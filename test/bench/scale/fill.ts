import { BatchWriteItemCommand, type DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Item } from '../../../shared/runtime/store/item.ts';

/** Maximum items of one BatchWriteItem. */
const BATCH = 25;
const AT_ONCE = 8;

/** Puts `count` generated items into the table. There must be no other writer. */
export async function fill(
  client: DynamoDBClient,
  table: string,
  count: number,
  itemOf: (nth: number) => Item,
): Promise<void> {
  let next = 1;
  const worker = async () => {
    while (next <= count) {
      const first = next;
      next += BATCH;
      const size = Math.min(BATCH, count - first + 1);
      const requests = Array.from({ length: size }, (_, index) => put(itemOf(first + index)));
      await write(client, table, requests);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

const put = (item: Item): WriteRequest => ({
  PutRequest: { Item: marshall(item, { removeUndefinedValues: true }) },
});

async function write(client: DynamoDBClient, table: string, requests: WriteRequest[]): Promise<void> {
  let open = requests;
  while (open.length > 0) {
    const answer = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: open } }));
    open = answer.UnprocessedItems?.[table] ?? [];
  }
}
