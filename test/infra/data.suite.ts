import { describe, expect, test } from 'vitest';
import { buckets } from '../../shared/runtime/store/objects.ts';
import { type TableSchema, tables } from '../../shared/runtime/store/tables.ts';
import { resources, stacks, text } from './synthesized-app.ts';

describe('tables', () => {
  const found = resources('AWS::DynamoDB::Table');

  test('are those of the design', () => {
    const ids = Object.keys(tables).map((table) => `${table[0]?.toUpperCase()}${table.slice(1)}Table`);
    expect(found.map(({ id }) => id).sort()).toEqual(ids.sort());
  });

  test.each(Object.entries(tables) as [string, TableSchema][])(
    '%s has its keys and indexes',
    (table, design) => {
      const { properties } = found.find(({ id }) => id.toLowerCase() === `${table}table`) ?? {};
      const attributes: Record<string, string> = {};
      const keys = (partition: string, sort?: string, type = 'S') => {
        attributes[partition] = 'S';
        if (sort) attributes[sort] = type;
        const range = sort ? [{ AttributeName: sort, KeyType: 'RANGE' }] : [];
        return [{ AttributeName: partition, KeyType: 'HASH' }, ...range];
      };
      expect(properties.KeySchema).toEqual(keys('pk', design.sort && 'sk'));
      const view = design.stream && { keys: 'KEYS_ONLY', images: 'NEW_IMAGE' }[design.stream];
      expect(properties.StreamSpecification?.StreamViewType).toBe(view);
      const ttl = design.ttl && { AttributeName: design.ttl, Enabled: true };
      expect(properties.TimeToLiveSpecification).toEqual(ttl);
      const indexes = Object.entries(design.indexes ?? {}).map(([name, index]) => ({
        IndexName: name,
        KeySchema: keys(index.partition, index.sort, index.sortType),
        Projection: !index.projection
          ? { ProjectionType: 'ALL' }
          : // DynamoDB accepts no empty list.
            index.projection.length > 0
            ? { ProjectionType: 'INCLUDE', NonKeyAttributes: index.projection }
            : { ProjectionType: 'KEYS_ONLY' },
      }));
      expect(properties.GlobalSecondaryIndexes ?? []).toEqual(indexes);
      const types = properties.AttributeDefinitions.map((one: Record<string, string>) => Object.values(one));
      expect(Object.fromEntries(types)).toEqual(attributes);
    },
  );

  test('are encrypted, restorable to any minute and protected from deletion', () => {
    for (const { id, properties } of found)
      expect(properties, id).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { SSEEnabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
      });
  });
});

test.each(['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::Logs::LogGroup'])(
  '%s is retained when its stack is deleted',
  (type) => {
    for (const { id, policies } of resources(type)) expect(policies, id).toEqual(['Retain', 'Retain']);
  },
);

test('every stack has termination protection', () => {
  expect(stacks.map((stack) => stack.stackName).sort()).toEqual([
    'IssuaryApi',
    'IssuaryData',
    'IssuaryWorkers',
  ]);
  for (const stack of stacks) expect(stack.terminationProtection, stack.stackName).toBe(true);
});

describe('buckets', () => {
  const found = resources('AWS::S3::Bucket');

  test('are those of the design, with names that CloudFormation makes', () => {
    const ids = buckets.map((name) => `${name[0]?.toUpperCase()}${name.slice(1)}Bucket`);
    expect(found.map(({ id }) => id).sort()).toEqual(ids.sort());
    for (const { properties } of found) expect(properties).not.toHaveProperty('BucketName');
  });

  test('are encrypted, and block public access', () => {
    for (const { id, properties } of found)
      expect(properties, id).toMatchObject({
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      });
  });

  test('have no versioning, so that a deletion is final', () => {
    for (const { id, properties } of found) expect(properties.VersioningConfiguration, id).toBeUndefined();
  });

  test('require TLS 1.2 or newer, and grant access to nobody', () => {
    const policies = resources('AWS::S3::BucketPolicy');
    expect(policies.map(({ properties }) => text(properties.Bucket)).sort()).toEqual(
      found.map(({ id }) => id).sort(),
    );
    for (const { properties } of policies) {
      const { Statement } = properties.PolicyDocument;
      expect(Statement).toMatchObject([
        { Effect: 'Deny', Principal: { AWS: '*' }, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        { Effect: 'Deny', Principal: { AWS: '*' }, Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } },
      ]);
    }
  });
});

describe('keys', () => {
  const keys = resources('AWS::KMS::Key');

  test('rotate', () => {
    expect(keys.map(({ id }) => id).sort()).toEqual(['AlarmsKey', 'MerchantKey', 'PinKey', 'VaultKey']);
    for (const { id, properties } of keys) expect(properties.EnableKeyRotation, id).toBe(true);
  });

  test('of stored data are multi-Region keys, which cannot be changed after the first deployment', () => {
    const stored = keys.filter(({ id }) => id !== 'AlarmsKey');
    for (const { id, properties } of stored) expect(properties.MultiRegion, id).toBe(true);
  });

  test.each(['MerchantKey', 'VaultKey', 'PinKey'])('%s leaves its use to IAM grants', (id) => {
    const statements = keys.find((key) => key.id === id)?.properties.KeyPolicy.Statement;
    expect(statements).toHaveLength(1);
    expect(text(statements[0].Principal.AWS)).toBe('arn:AWS::Partition:iam::AWS::AccountId:root');
  });
});
