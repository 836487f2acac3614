import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { TableSpec } from '../services/tables.ts';

/** Returns the earliest time after `after`, up to `until`, at which an item of a due index is due; epoch milliseconds. */
export async function nextDueItem(
  client: DynamoDBClient,
  tables: readonly TableSpec[],
  indexName: string | undefined,
  { after, until }: { readonly after: number; readonly until: number },
): Promise<number | undefined> {
  const times = await Promise.all(
    tables.map(async ({ name: TableName, sortKeys }) => {
      const sortKey = indexName === undefined ? undefined : sortKeys[indexName];
      if (indexName === undefined || sortKey === undefined) return [];
      const found: number[] = [];
      const query = {
        TableName,
        IndexName: indexName,
        FilterExpression: '#due > :after AND #due <= :until',
        ProjectionExpression: '#due',
        ExpressionAttributeNames: { '#due': sortKey },
        ExpressionAttributeValues: { ':after': { N: String(after) }, ':until': { N: String(until) } },
      };
      for await (const { Items = [] } of paginateScan({ client }, query))
        found.push(...Items.map((item) => Number(item[sortKey]?.N)));
      return found;
    }),
  );
  return least(times.flat());
}

/** Returns the least of the numbers, or undefined when there is none. */
export const least = (numbers: readonly (number | undefined)[]): number | undefined =>
  numbers.reduce(
    (one, other) => (one === undefined || (other !== undefined && other < one) ? other : one),
    undefined,
  );
