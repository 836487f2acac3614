import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket as S3Bucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { LOOPBACK_VARIABLE } from '../../shared/runtime/http/destination-policy.ts';
import { buckets, bucketVariable } from '../../shared/runtime/store/objects.ts';
import {
  type TableName,
  type TableSchema,
  tables,
  tableVariable,
} from '../../shared/runtime/store/tables.ts';
import type { Access, Bucket, DataStore } from '../../shared/wire/contract/operations/operation.ts';
import type { Settings } from './settings.ts';

/** The resources that functions get grants for: tables, buckets, and the keys that seal the data in the tables. */
export interface DataResources {
  readonly tables: Readonly<Record<TableName, Table>>;
  readonly buckets: Readonly<Record<Bucket, S3Bucket>>;
  /** Seals the platform's private keys: for merchants, for upstreams, and its own at external issuers. */
  readonly merchantKey: IKey;
  /** Seals the card data in the vault, and secrets outside it. */
  readonly vaultKey: IKey;
  /** Seals PINs. */
  readonly pinKey: IKey;
}

/** What a function may do, and the environment variables it needs for that. */
export interface Grant {
  readonly statements: readonly PolicyStatement[];
  readonly environment: Readonly<Record<string, string>>;
}

const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:ConditionCheckItem'];

const allow = (actions: string[], ...resources: string[]): PolicyStatement =>
  new PolicyStatement({ actions, resources });

function isTable(name: string): name is TableName {
  return name in tables;
}

/**
 * Allows putting and updating, never deleting. Append-only items may not be updated. IAM cannot prevent that a put
 * replaces one: it sees the key that is written, not whether it is new, nor the condition. The store puts them on the
 * condition that they do not exist (`expressions.ts`), and the audit, which recomputes every sum from the entries,
 * finds a change made in another way.
 */
function writeStatements({ tableArn }: Table, { appendOnlyPrefix }: TableSchema): PolicyStatement[] {
  if (appendOnlyPrefix === undefined) return [allow(['dynamodb:PutItem', 'dynamodb:UpdateItem'], tableArn)];
  const where = (action: string, test: string) =>
    new PolicyStatement({
      actions: [action],
      resources: [tableArn],
      conditions: { [`ForAllValues:${test}`]: { 'dynamodb:LeadingKeys': `${appendOnlyPrefix}*` } },
    });
  return [where('dynamodb:PutItem', 'StringLike'), where('dynamodb:UpdateItem', 'StringNotLike')];
}

/** Denies everyone in the account, whatever their role allows, to change or delete the append-only items of a table. */
export function appendOnlyPolicy(appended: string): PolicyDocument {
  const deny = { effect: Effect.DENY, principals: [new AnyPrincipal()], resources: ['*'] };
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        ...deny,
        actions: [
          'dynamodb:DeleteItem',
          'dynamodb:BatchWriteItem',
          'dynamodb:PartiQLDelete',
          'dynamodb:PartiQLUpdate',
        ],
      }),
      new PolicyStatement({
        ...deny,
        actions: ['dynamodb:UpdateItem'],
        conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': `${appended}*` } },
      }),
    ],
  });
}

function tableGrant(name: DataStore, level: 'read' | 'write' | 'erase', resources: DataResources): Grant {
  if (!isTable(name))
    throw new Error(`access names ${name}, which has no table in shared/runtime/store/tables.ts`);
  const table = resources.tables[name];
  const indexes = Object.keys((tables[name] as TableSchema).indexes ?? {});
  const statements = [allow(READ, table.tableArn)];
  if (level === 'write') statements.push(...writeStatements(table, tables[name]));
  // Attributes are removed by updates.
  if (level === 'erase') statements.push(allow(['dynamodb:UpdateItem'], table.tableArn));
  if (indexes.length > 0)
    statements.push(allow(['dynamodb:Query'], ...indexes.map((index) => `${table.tableArn}/index/${index}`)));
  return { statements, environment: { [tableVariable(name)]: table.tableName } };
}

/**
 * Allows decrypting or generating data keys for one encryption context: records with a prefix, or one kind of secret.
 */
const keyStatements = (
  key: IKey,
  uses: { readonly opens?: boolean; readonly seals?: boolean },
  context: { readonly record: string } | { readonly purpose: string },
): PolicyStatement[] => {
  const actions = [...(uses.opens ? ['kms:Decrypt'] : []), ...(uses.seals ? ['kms:GenerateDataKey'] : [])];
  if (actions.length === 0) return [];
  const [[name, value] = ['', '']] = Object.entries(context);
  const conditions = {
    StringLike: { [`kms:EncryptionContext:${name}`]: name === 'record' ? `${value}/*` : value },
  };
  return [new PolicyStatement({ actions, resources: [key.keyArn], conditions })];
};

/** Allows reading the platform's private keys for one kind of party, one key at a time. Only operators create them. */
function privateKeyGrant(
  kind: 'merchant' | 'upstream',
  { tables: { keys }, merchantKey }: DataResources,
): Grant {
  const read = new PolicyStatement({
    actions: ['dynamodb:GetItem'],
    resources: [keys.tableArn],
    conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': `${kind}/*` } },
  });
  return {
    statements: [read, ...keyStatements(merchantKey, { opens: true }, { record: kind })],
    environment: { [tableVariable('keys')]: keys.tableName, DATA_KEY: merchantKey.keyArn },
  };
}

/** Grants the keys that seal what the function reads and writes. Sealing generates new data keys. */
function keyGrants(access: Access, resources: DataResources): Grant[] {
  const { merchantKey, vaultKey, pinKey } = resources;
  const sealed = (statements: PolicyStatement[], variable: string, key: IKey): Grant => ({
    statements,
    environment: statements.length > 0 ? { [variable]: key.keyArn } : {},
  });
  const cards = {
    opens: access.vault === 'read' || access.vault === 'write',
    seals: access.vault === 'write',
  };
  const secrets = { opens: access.secrets === 'open', seals: access.secrets === 'seal' };
  return [
    ...(access.keys ? [privateKeyGrant('merchant', resources)] : []),
    ...(access.upstreamKeys ? [privateKeyGrant('upstream', resources)] : []),
    // The platform's keys at external issuers are in the connections' records.
    sealed(
      keyStatements(merchantKey, { opens: access.upstreams !== undefined }, { record: 'connection' }),
      'DATA_KEY',
      merchantKey,
    ),
    sealed(keyStatements(vaultKey, cards, { purpose: 'cards' }), 'VAULT_KEY', vaultKey),
    sealed(keyStatements(vaultKey, secrets, { purpose: 'secrets' }), 'VAULT_KEY', vaultKey),
    // No function opens a PIN.
    sealed(keyStatements(pinKey, { seals: access.pins === 'write' }, { purpose: 'pins' }), 'PIN_KEY', pinKey),
  ];
}

const isBucket = (name: string): name is Bucket => buckets.some((bucket) => bucket === name);

/** Allows putting only: a function that stores a file can read neither this nor any other file. */
function bucketGrant(bucket: Bucket, { buckets: { [bucket]: target } }: DataResources): Grant {
  return {
    statements: [allow(['s3:PutObject'], `${target.bucketArn}/*`)],
    environment: { [bucketVariable(bucket)]: target.bucketName },
  };
}

/** Returns the grant for a function's declared access. The function does not even know the names of other tables. */
export function accessGrant(access: Access, resources: DataResources): Grant {
  const { secrets: _secrets, keys: _keys, upstreamKeys: _upstreamKeys, ...stores } = access;
  const named = Object.entries(stores).filter(([name]) => !isBucket(name)) as [DataStore, 'read' | 'write'][];
  const grants = [
    ...named.map(([name, level]) => tableGrant(name, level, resources)),
    ...Object.keys(access)
      .filter(isBucket)
      .map((bucket) => bucketGrant(bucket, resources)),
    ...keyGrants(access, resources),
  ];
  return {
    statements: grants.flatMap((grant) => grant.statements),
    environment: Object.assign({}, ...grants.map((grant) => grant.environment)),
  };
}

/** Allows sending to a queue, whose URL is in the given variable. */
export const sendGrant = (queue: Queue, variable: string): Grant => ({
  statements: [allow(['sqs:SendMessage'], queue.queueArn)],
  environment: { [variable]: queue.queueUrl },
});

/** Allows posting to merchants on the internet, and on the machine itself where the settings allow it. */
export const deliveryGrant = ({ notifyAllowLoopbackHttp }: Settings): Grant => ({
  statements: [],
  environment: notifyAllowLoopbackHttp ? { [LOOPBACK_VARIABLE]: 'true' } : {},
});

/** Allows what Lambda does on behalf of the function to invoke it from a queue. */
export const consumeGrant = (queue: Queue): Grant => ({
  statements: [allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], queue.queueArn)],
  environment: {},
});

/** Allows what Lambda does on behalf of the function to invoke it from a table's stream; the function never does it. */
export function streamGrant(table: Table): Grant {
  const stream = table.tableStreamArn;
  if (!stream) throw new Error(`the table ${table.node.id} has no stream`);
  return {
    statements: [
      allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], stream),
      // Streams are listed before one is known by name: those of one table is the narrowest that IAM offers.
      allow(['dynamodb:ListStreams'], `${table.tableArn}/stream/*`),
    ],
    environment: {},
  };
}
