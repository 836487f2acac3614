import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { DataFolderOutdated } from '../../../../../infra/local-cloud/errors.ts';
import { createTables } from '../../../../../infra/local-cloud/services/tables.ts';
import type { RawTemplate } from '../../../../../infra/local-cloud/template/assembly.ts';
import { listResources } from '../../../../../infra/local-cloud/template/resources.ts';
import { supportedStack } from '../../../../../infra/local-cloud/template/supported-resources.ts';
import { Values } from '../../../../../infra/local-cloud/template/values.ts';

const client = new DynamoDBClient({
  endpoint: inject('dynamodbEndpoint'),
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
afterAll(() => client.destroy());

const key = (AttributeName: string, KeyType = 'HASH') => ({ AttributeName, KeyType });
const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });
const index = {
  IndexName: 'byOwner',
  KeySchema: [key('owner'), key('rank', 'RANGE')],
  Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['color', 'size'] },
};
const properties = {
  TableName: `local-${process.pid}-things`,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [text('pk'), text('owner'), text('rank')],
  KeySchema: [key('pk')],
  GlobalSecondaryIndexes: [index],
  StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
};

/** Creates a table from a template with these changes. */
function create(changes: object = {}) {
  const Properties = { ...properties, ...changes };
  const template = { Resources: { Things12345678: { Type: 'AWS::DynamoDB::Table', Properties } } };
  const stack = supportedStack({ name: 'Some', template: template as RawTemplate, assets: new Map() });
  return createTables(listResources([stack]), new Values([stack]), client);
}

describe('an existing table', () => {
  it('is used when the app describes the same one, in any order', async () => {
    const [made] = await create();
    const reordered = { ...index, Projection: { ...index.Projection, NonKeyAttributes: ['size', 'color'] } };
    expect(await create({ GlobalSecondaryIndexes: [reordered] })).toEqual([made]);
  });

  it.each([
    ['another key', { KeySchema: [key('pk'), key('rank', 'RANGE')] }],
    ['another sort key of an index', { KeySchema: [key('owner'), key('pk', 'RANGE')] }, 'index'],
    [
      'a type',
      { AttributeDefinitions: [text('pk'), text('owner'), { ...text('rank'), AttributeType: 'N' }] },
    ],
    ['no index', { GlobalSecondaryIndexes: [], AttributeDefinitions: [text('pk')] }],
    ['an index of all attributes', { Projection: { ProjectionType: 'ALL' } }, 'index'],
    [
      'an index of another attribute',
      { Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['color'] } },
      'index',
    ],
    ['another stream', { StreamSpecification: { StreamViewType: 'NEW_IMAGE' } }],
  ])('is rejected as another version when the app describes %s', async (_, changes, of = 'table') => {
    await create();
    const changed = of === 'table' ? changes : { GlobalSecondaryIndexes: [{ ...index, ...changes }] };
    await expect(create(changed)).rejects.toThrow(DataFolderOutdated);
  });
});
