import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { buckets, bucketVariable } from '../../shared/runtime/store/objects.ts';
import {
  type TableName,
  type TableSchema,
  tables,
  tableVariable,
} from '../../shared/runtime/store/tables.ts';
import type { Access, Bucket, DataStore } from '../../shared/wire/contract/operations/operation.ts';
import type { DataResources } from './data-resources.ts';
import { allow, type Grant } from './grant.ts';
import { keyGrants } from './key-grants.ts';

/** How a function may access a table. */
type Level = 'read' | 'write' | 'purge' | 'erase' | 'add';

const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:ConditionCheckItem'];

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

function tableGrant(name: DataStore, level: Level, resources: DataResources): Grant {
  if (!isTable(name))
    throw new Error(`access names ${name}, which has no table in shared/runtime/store/tables.ts`);
  const table = resources.tables[name];
  if (level === 'add') return additionGrant(name, table);
  // Attributes are removed by updates.
  const removal = allow(['dynamodb:UpdateItem'], table.tableArn);
  const environment = { [tableVariable(name)]: table.tableName };
  if (level === 'erase') return { statements: [removal], environment };
  const indexes = Object.keys((tables[name] as TableSchema).indexes ?? {});
  const statements = [allow(READ, table.tableArn)];
  if (level === 'write') statements.push(...writeStatements(table, tables[name]));
  if (level === 'purge') statements.push(removal);
  if (indexes.length > 0)
    statements.push(allow(['dynamodb:Query'], ...indexes.map((index) => `${table.tableArn}/index/${index}`)));
  return { statements, environment };
}

/** Allows putting new cards into the vault and looking which numbers are taken, and nothing else. */
function additionGrant(name: TableName, { tableArn, tableName }: Table): Grant {
  const where = (action: string, ...keys: string[]) =>
    new PolicyStatement({
      actions: [action],
      resources: [tableArn],
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys } },
    });
  const statements = [
    where('dynamodb:GetItem', 'number/*', 'hash-key'),
    where('dynamodb:PutItem', 'number/*', 'card/*'),
  ];
  return { statements, environment: { [tableVariable(name)]: tableName } };
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
  const named = Object.entries(stores).filter(([name]) => !isBucket(name)) as [DataStore, Level][];
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
