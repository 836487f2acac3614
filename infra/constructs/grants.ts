import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket as S3Bucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Access, Bucket, Room } from '../../shared/contract/operation.ts';
import { LOOPBACK_VARIABLE } from '../../shared/notifications/destination.ts';
import { buckets, bucketVariable } from '../../shared/store/objects.ts';
import { type TableDesign, type TableName, tables, tableVariable } from '../../shared/store/tables.ts';
import type { Settings } from './settings.ts';

/** What grants are about: the tables by room, the buckets, and the keys that seal what is in the tables. */
export interface Rooms {
  readonly tables: Readonly<Record<TableName, Table>>;
  readonly buckets: Readonly<Record<Bucket, S3Bucket>>;
  /** Seals the platform's private keys in the merchants' records. */
  readonly merchantKey: IKey;
  /** Seals the card data in the vault. */
  readonly vaultKey: IKey;
}

/** What a function may do and the names it needs for that. */
export interface Grant {
  readonly statements: readonly PolicyStatement[];
  readonly environment: Readonly<Record<string, string>>;
}

const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:ConditionCheckItem'];
const WRITE = [...READ, 'dynamodb:PutItem', 'dynamodb:UpdateItem'];

const allow = (actions: string[], ...resources: string[]): PolicyStatement =>
  new PolicyStatement({ actions, resources });

function isTable(room: string): room is TableName {
  return room in tables;
}

function roomGrant(room: Room, level: 'read' | 'write', rooms: Rooms): Grant {
  if (!isTable(room)) throw new Error(`access names ${room}, which has no table in shared/store/tables.ts`);
  const table = rooms.tables[room];
  const indexes = Object.keys((tables[room] as TableDesign).indexes ?? {});
  const statements = [allow(level === 'write' ? WRITE : READ, table.tableArn)];
  if (indexes.length > 0)
    statements.push(allow(['dynamodb:Query'], ...indexes.map((index) => `${table.tableArn}/index/${index}`)));
  return { statements, environment: { [tableVariable(room)]: table.tableName } };
}

/** Merchants' keys are made by operators: a function only opens them. Who seals for the vault makes new data keys. */
function keyGrants(access: Access, rooms: Rooms): Grant[] {
  const grants: Grant[] = [];
  if (access.merchants || access.upstreams) {
    const { keyArn } = rooms.merchantKey;
    grants.push({ statements: [allow(['kms:Decrypt'], keyArn)], environment: { DATA_KEY: keyArn } });
  }
  if (access.vault || access.secrets) {
    const { keyArn } = rooms.vaultKey;
    const opens = access.vault !== undefined || access.secrets === 'open';
    const seals = access.vault === 'write' || access.secrets === 'seal';
    const actions = [...(opens ? ['kms:Decrypt'] : []), ...(seals ? ['kms:GenerateDataKey'] : [])];
    grants.push({ statements: [allow(actions, keyArn)], environment: { VAULT_KEY: keyArn } });
  }
  return grants;
}

const isBucket = (name: string): name is Bucket => buckets.some((bucket) => bucket === name);

/** Only putting: who stores a file can neither read it again nor anybody else's. */
function bucketGrant(bucket: Bucket, { buckets: { [bucket]: target } }: Rooms): Grant {
  return {
    statements: [allow(['s3:PutObject'], `${target.bucketArn}/*`)],
    environment: { [bucketVariable(bucket)]: target.bucketName },
  };
}

/** The grant that a function's access calls for; rooms it does not name stay unknown to it, even by name. */
export function accessGrant(access: Access, rooms: Rooms): Grant {
  const { secrets: _, ...places } = access;
  const named = Object.entries(places).filter(([name]) => !isBucket(name)) as [Room, 'read' | 'write'][];
  const grants = [
    ...named.map(([room, level]) => roomGrant(room, level, rooms)),
    ...Object.keys(access)
      .filter(isBucket)
      .map((bucket) => bucketGrant(bucket, rooms)),
    ...keyGrants(access, rooms),
  ];
  return {
    statements: grants.flatMap((grant) => grant.statements),
    environment: Object.assign({}, ...grants.map((grant) => grant.environment)),
  };
}

/** Sending to a queue, under the name that the function knows it by. */
export const sendGrant = (queue: Queue, variable: string): Grant => ({
  statements: [allow(['sqs:SendMessage'], queue.queueArn)],
  environment: { [variable]: queue.queueUrl },
});

/** Posting to merchants: wherever on the internet anyway, and to the machine itself where the settings say so. */
export const postGrant = ({ notifyAllowLoopbackHttp }: Settings): Grant => ({
  statements: [],
  environment: notifyAllowLoopbackHttp ? { [LOOPBACK_VARIABLE]: 'true' } : {},
});

/** What Lambda does on the function's behalf to feed it from a queue. */
export const consumeGrant = (queue: Queue): Grant => ({
  statements: [allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], queue.queueArn)],
  environment: {},
});

/** What Lambda does on the function's behalf to feed it from a table's stream, and the function never itself. */
export function streamGrant(table: Table): Grant {
  const stream = table.tableStreamArn;
  if (!stream) throw new Error(`the table ${table.node.id} has no stream`);
  return {
    statements: [
      allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], stream),
      // Listing comes before a stream's name is known: one table's streams is the least that AWS offers.
      allow(['dynamodb:ListStreams'], `${table.tableArn}/stream/*`),
    ],
    environment: {},
  };
}
