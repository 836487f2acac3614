import {
  type AttributeDefinition,
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndex,
  type KeySchemaElement,
  type Projection,
  ResourceNotFoundException,
  type StreamViewType,
  type TableDescription,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { DataFolderOutdated } from '../errors.ts';
import { type Resource, resourcesOfType } from '../template/resources.ts';
import type { Values } from '../template/values.ts';

interface TableProperties {
  readonly AttributeDefinitions: AttributeDefinition[];
  readonly KeySchema: KeySchemaElement[];
  readonly GlobalSecondaryIndexes?: GlobalSecondaryIndex[];
  readonly StreamSpecification?: { readonly StreamViewType: StreamViewType };
  readonly TimeToLiveSpecification?: { readonly AttributeName: string; readonly Enabled: boolean | string };
}

/** A table that exists. `streamArn` is undefined for a table without a stream. */
export interface TableSpec {
  readonly name: string;
  readonly readableId: string;
  readonly streamArn: string | undefined;
  /** The attributes of the primary key. */
  readonly keys: readonly string[];
  /** The attribute with the end of an item's time to live, in epoch seconds; undefined when items stay. */
  readonly timeToLive: string | undefined;
  /** The sort keys of the indexes that have one, by the index's name. */
  readonly sortKeys: Readonly<Record<string, string>>;
}

/**
 * Creates the missing tables, and defines all for references in the templates.
 *
 * @throws DataFolderOutdated when a table exists with other keys, indexes or stream
 */
export async function createTables(
  resources: readonly Resource[],
  values: Values,
  client: DynamoDBClient,
): Promise<TableSpec[]> {
  const described = resourcesOfType<TableProperties>(resources, 'AWS::DynamoDB::Table', values);
  return Promise.all(
    described.map(async (table) => {
      const found = await describeTable(client, table.name);
      const { TableArn = '', LatestStreamArn } = found
        ? assertSameDesign(table, found)
        : await createTable(client, table);
      values.define(table, {
        Ref: table.name,
        Arn: TableArn,
        ...(LatestStreamArn && { StreamArn: LatestStreamArn }),
      });
      const { name, readableId } = table;
      return { name, readableId, streamArn: LatestStreamArn, ...designDetails(table) };
    }),
  );
}

function designDetails({
  KeySchema,
  GlobalSecondaryIndexes = [],
  TimeToLiveSpecification: ttl,
}: TableProperties) {
  const sortKeyOf = (schema: readonly KeySchemaElement[] = []) =>
    schema.find(({ KeyType }) => KeyType === 'RANGE')?.AttributeName;
  const sortKeys = GlobalSecondaryIndexes.map(({ IndexName = '', KeySchema: schema }) => [
    IndexName,
    sortKeyOf(schema),
  ]);
  return {
    keys: KeySchema.map(({ AttributeName = '' }) => AttributeName),
    timeToLive: String(ttl?.Enabled) === 'true' ? ttl?.AttributeName : undefined,
    sortKeys: Object.fromEntries(sortKeys.filter(([, sortKey]) => sortKey !== undefined)),
  };
}

async function describeTable(
  client: DynamoDBClient,
  TableName: string,
): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function createTable(
  client: DynamoDBClient,
  table: TableProperties & { name: string },
): Promise<TableDescription> {
  const {
    name: TableName,
    AttributeDefinitions,
    KeySchema,
    GlobalSecondaryIndexes,
    StreamSpecification,
  } = table;
  const stream = StreamSpecification && { ...StreamSpecification, StreamEnabled: true };
  await client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions,
      KeySchema,
      BillingMode: 'PAY_PER_REQUEST',
      ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes }),
      ...(stream && { StreamSpecification: stream }),
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1 }, { TableName });
  return (await describeTable(client, TableName)) ?? {};
}

function assertSameDesign(
  table: TableProperties & { name: string },
  found: TableDescription,
): TableDescription {
  if (JSON.stringify(designOf(table)) === JSON.stringify(designOf(found))) return found;
  throw new DataFolderOutdated(
    `The table ${table.name} was created by another version of the app, with other keys, indexes or streams: use another data folder, or delete this one if you do not need its data.`,
  );
}

/** The keys, indexes and stream of a table, in an order that does not depend on its description. */
function designOf(table: TableProperties | TableDescription) {
  const keys = (schema: KeySchemaElement[] = []) =>
    schema.map(({ AttributeName, KeyType }) => [AttributeName, KeyType]);
  const indexes = (table.GlobalSecondaryIndexes ?? []) as {
    IndexName?: string;
    KeySchema?: KeySchemaElement[];
    Projection?: Projection;
  }[];
  return {
    keys: keys(table.KeySchema),
    attributes: (table.AttributeDefinitions ?? [])
      .map(({ AttributeName, AttributeType }) => `${AttributeName}:${AttributeType}`)
      .sort(),
    indexes: indexes
      .map(({ IndexName, KeySchema, Projection: { ProjectionType, NonKeyAttributes = [] } = {} }) =>
        JSON.stringify([IndexName, keys(KeySchema), ProjectionType, NonKeyAttributes.toSorted()]),
      )
      .sort(),
    stream: table.StreamSpecification?.StreamViewType ?? null,
  };
}
