import { DeleteItemCommand, type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { TableSpec } from '../services/tables.ts';

/** Deletes the items whose time to live has ended, as DynamoDB does some time afterwards. */
export async function deleteExpiredItems(
  client: DynamoDBClient,
  tables: readonly TableSpec[],
  now: number,
): Promise<void> {
  for (const { name: TableName, timeToLive, keys } of tables) {
    if (timeToLive === undefined) continue;
    const names = Object.fromEntries(keys.map((key, at) => [`#key${at}`, key]));
    const expired = {
      ExpressionAttributeNames: { '#ttl': timeToLive },
      ExpressionAttributeValues: { ':now': { N: String(Math.floor(now / 1_000)) } },
    };
    const query = {
      TableName,
      ProjectionExpression: Object.keys(names).join(),
      FilterExpression: '#ttl < :now',
      ...expired,
      ExpressionAttributeNames: { ...expired.ExpressionAttributeNames, ...names },
    };
    for await (const { Items = [] } of paginateScan({ client }, query))
      for (const Key of Items)
        await client
          .send(new DeleteItemCommand({ TableName, Key, ConditionExpression: '#ttl < :now', ...expired }))
          // It was written again meanwhile.
          .catch(ignoreFailedCondition);
  }
}

function ignoreFailedCondition(error: Error): void {
  if (error.name !== 'ConditionalCheckFailedException') throw error;
}
