import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  type GlobalSecondaryIndexProps,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { buckets } from '../../shared/runtime/store/objects.ts';
import {
  type IndexSchema,
  type TableName,
  type TableSchema,
  tables,
  tableVariable,
} from '../../shared/runtime/store/tables.ts';
import type { Bucket as BucketName } from '../../shared/wire/contract/operations/operation.ts';
import { AlarmTopic } from '../constructs/alarms.ts';
import { appendOnlyPolicy } from '../constructs/append-only-policy.ts';
import type { DataResources } from '../constructs/data-resources.ts';
import { constructId } from '../constructs/platform-function.ts';
import { type Settings, settingsEnvironment } from '../constructs/settings.ts';

const STREAM_VIEWS = { keys: StreamViewType.KEYS_ONLY, images: StreamViewType.NEW_IMAGE } as const;

export interface DataStackProps extends StackProps {
  readonly settings: Settings;
}

/** What must outlive every deployment: the tables, the files, and the keys that seal data in the tables. */
export class DataStack extends Stack implements DataResources {
  readonly tables: Readonly<Record<TableName, Table>>;
  readonly buckets: Readonly<Record<BucketName, Bucket>>;
  readonly merchantKey: Key;
  readonly vaultKey: Key;
  readonly pinKey: Key;
  readonly alarms: AlarmTopic;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props);
    const designs = Object.entries(tables) as [TableName, TableSchema][];
    this.tables = Object.fromEntries(
      designs.map(([name, design]) => [name, this.#table(name, design)]),
    ) as Record<TableName, Table>;
    this.buckets = Object.fromEntries(buckets.map((name) => [name, this.#bucket(name)])) as Record<
      BucketName,
      Bucket
    >;
    this.merchantKey = this.#key('MerchantKey', "Seals the platform's private keys");
    this.vaultKey = this.#key('VaultKey', 'Seals the card data in the vault, and secrets outside it');
    this.pinKey = this.#key('PinKey', 'Seals PINs');
    this.alarms = new AlarmTopic(this, 'Alarms');
    new CfnOutput(this, 'OperatorEnvironment', { value: this.#operatorEnvironment(props.settings) });
    new CfnOutput(this, 'AlarmTopicArn', { value: this.alarms.topic.topicArn });
  }

  /** The environment in which operators' commands reach this deployment: `NAME=value`, separated by spaces. */
  #operatorEnvironment(settings: Settings): string {
    const names = Object.entries(this.tables).map(([name, table]) => [tableVariable(name), table.tableName]);
    const keys = [
      ['DATA_KEY', this.merchantKey.keyArn],
      ['VAULT_KEY', this.vaultKey.keyArn],
      ['PIN_KEY', this.pinKey.keyArn],
    ];
    return [...names, ...keys, ...Object.entries(settingsEnvironment(settings))]
      .map(([name, value]) => `${name}=${value}`)
      .join(' ');
  }

  #table(name: TableName, design: TableSchema): Table {
    const table = new Table(this, `${constructId(name)}Table`, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      ...(design.sort && { sortKey: { name: 'sk', type: AttributeType.STRING } }),
      ...(design.stream && { stream: STREAM_VIEWS[design.stream] }),
      ...(design.ttl && { timeToLiveAttribute: design.ttl }),
      ...(design.appendOnlyPrefix && { resourcePolicy: appendOnlyPolicy(design.appendOnlyPrefix) }),
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const [indexName, index] of Object.entries(design.indexes ?? {}))
      table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: { name: index.partition, type: AttributeType.STRING },
        sortKey: {
          name: index.sort,
          type: index.sortType === 'N' ? AttributeType.NUMBER : AttributeType.STRING,
        },
        ...projectionOf(index),
      });
    return table;
  }

  /**
   * Not versioned: no function may replace or delete an object, and when a person's pictures must be erased, one
   * deletion by an operator suffices.
   */
  #bucket(name: BucketName): Bucket {
    return new Bucket(this, `${constructId(name)}Bucket`, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: false,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** A multi-Region key, which cannot be decided later: replicas can be added at any time. */
  #key(id: string, description: string): Key {
    return new Key(this, id, {
      description,
      enableKeyRotation: true,
      multiRegion: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}

function projectionOf({
  projection,
}: IndexSchema): Pick<GlobalSecondaryIndexProps, 'projectionType' | 'nonKeyAttributes'> {
  if (!projection) return { projectionType: ProjectionType.ALL };
  // DynamoDB accepts no empty list.
  if (projection.length === 0) return { projectionType: ProjectionType.KEYS_ONLY };
  return { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...projection] };
}
