import { CreateTableCommand, type DynamoDBClient, type Projection } from '@aws-sdk/client-dynamodb';
import {
  type TableName,
  type TableSchema,
  tables,
  tableVariable,
} from '../../../shared/runtime/store/tables.ts';

/** Creates all tables under `prefix`. Returns the environment variables that name them. */
export async function createTables(client: DynamoDBClient, prefix: string): Promise<NodeJS.ProcessEnv> {
  const names = Object.keys(tables) as TableName[];
  await Promise.all(names.map((name) => client.send(createTable(`${prefix}-${name}`, tables[name]))));
  return Object.fromEntries(names.map((name) => [tableVariable(name), `${prefix}-${name}`]));
}

function createTable(TableName: string, design: TableSchema): CreateTableCommand {
  const types = new Map<string, 'S' | 'N'>([['pk', 'S']]);
  if (design.sort) types.set('sk', 'S');
  const indexes = Object.entries(design.indexes ?? {}).map(
    ([IndexName, { partition, sort, sortType = 'S', projection }]) => {
      types.set(partition, 'S').set(sort, sortType);
      return {
        IndexName,
        KeySchema: keySchema(partition, sort),
        Projection: projectionOf(projection),
      };
    },
  );
  return new CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...types].map(([AttributeName, AttributeType]) => ({
      AttributeName,
      AttributeType,
    })),
    KeySchema: keySchema('pk', design.sort && 'sk'),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
  });
}

const keySchema = (hash: string, range: string | undefined) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  ...(range ? [{ AttributeName: range, KeyType: 'RANGE' as const }] : []),
];

function projectionOf(projection: readonly string[] | undefined): Projection {
  if (!projection) return { ProjectionType: 'ALL' };
  if (projection.length === 0) return { ProjectionType: 'KEYS_ONLY' };
  return { ProjectionType: 'INCLUDE', NonKeyAttributes: [...projection] };
}
