import { describe, expect, test } from 'vitest';
import { type Worker, workers } from '../../infra/lambdas/workers.ts';
import { buckets, bucketVariable } from '../../shared/runtime/store/objects.ts';
import {
  type TableName,
  type TableSchema,
  tables,
  tableVariable,
} from '../../shared/runtime/store/tables.ts';
import { networkOperations } from '../../shared/wire/contract/card-network.ts';
import { catalogue } from '../../shared/wire/contract/catalogue.ts';
import type { Access } from '../../shared/wire/contract/operations/operation.ts';
import { routes } from '../../shared/wire/contract/routes.ts';
import { functionsOf, functionsReaching, permissions, permissionsOfFunction } from './policies.ts';
import { functions, resources, text, texts } from './synthesized-app.ts';

const declared: [string, Access][] = [...routes, ...workers].map((one) => [one.function, one.access]);
const bucketId = (bucket: string): string => `${bucket[0]?.toUpperCase()}${bucket.slice(1)}Bucket`;
const tableId = (table: string): string => `${table[0]?.toUpperCase()}${table.slice(1)}Table`;
const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();

function environmentOf(name: string): Record<string, string> {
  const variables = functions.get(name)?.properties.Environment.Variables as Record<string, unknown>;
  return Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, text(value)]));
}

function actionsOn(name: string, resource: string): string[] {
  const found = permissionsOfFunction(name).filter((permission) => permission.resource === resource);
  return sorted(found.map(({ action }) => action));
}

/** Returns the encryption contexts in which a function may use a KMS key for the action. */
function contexts(name: string, action: string, key: string): unknown[] {
  const found = permissionsOfFunction(name).filter((one) => one.action === action && one.resource === key);
  return found
    .map(({ condition }) => condition)
    .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}
const inRecord = (kind: string) => ({ StringLike: { 'kms:EncryptionContext:record': `${kind}/*` } });
const forPurpose = (purpose: string) => ({ StringLike: { 'kms:EncryptionContext:purpose': purpose } });
/** Returns the functions that may use a KMS key for the action, with their encryption contexts. */
const grantsOf = (action: string, key: string): Record<string, unknown[]> =>
  Object.fromEntries(
    [...functions.keys()].flatMap((name) => {
      const found = contexts(name, action, key);
      return found.length > 0 ? [[name, found] as const] : [];
    }),
  );
const all = <Value>(names: readonly string[], value: Value): Record<string, Value> =>
  Object.fromEntries(names.map((name) => [name, value]));

describe("the platform's private keys", () => {
  const operations = Object.values(catalogue).map((entry) => entry.function);
  const network = Object.values(networkOperations).map((entry) => entry.function);
  /** Functions that call external issuers with our key. */
  const callers = ['vcc/card-info', 'vcc/card-modify', 'vcc/group-status', 'worker/deliver', 'worker/fulfil'];

  test('are readable, one at a time, by exactly the functions that seal for merchants or for upstreams', () => {
    const readers = permissions.filter(({ resource }) => resource.startsWith('KeysTable'));
    const found = readers.flatMap(({ role, action, condition }) =>
      functionsOf(role).map((name) => [name, [action, condition]] as const),
    );
    const ofKind = (kind: string) => [
      'dynamodb:GetItem',
      { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': `${kind}/*` } },
    ];
    expect(found).toHaveLength(operations.length + network.length + 1);
    expect(Object.fromEntries(found)).toEqual({
      ...all([...operations, 'worker/deliver'], ofKind('merchant')),
      ...all(network, ofKind('upstream')),
    });
    expect(functionsReaching('dynamodb', 'KeysTable.Arn')).toEqual(sorted(found.map(([name]) => name)));
  });

  test('are decrypted by exactly these functions, each for its own records, and by no webhook', () => {
    const merchants = inRecord('merchant');
    const both = [inRecord('connection'), merchants];
    expect(grantsOf('kms:Decrypt', 'MerchantKey.Arn')).toEqual({
      ...all(operations, [merchants]),
      ...all(network, [inRecord('upstream')]),
      ...all(callers, both),
      'worker/fulfil': [inRecord('connection')],
    });
    expect(
      Object.keys(grantsOf('kms:Decrypt', 'MerchantKey.Arn')).filter((name) => name.startsWith('webhook/')),
    ).toEqual([]);
  });

  test('are created by operators alone', () => {
    expect(grantsOf('kms:GenerateDataKey', 'MerchantKey.Arn')).toEqual({});
  });

  test('are encrypted in no other record: every grant of a KMS key requires a context', () => {
    const used = permissions.filter(({ action }) => action.startsWith('kms:'));
    for (const { role, action, condition } of used) expect(condition, `${role} ${action}`).toBeDefined();
    expect(sorted(used.map(({ action }) => action))).toEqual(['kms:Decrypt', 'kms:GenerateDataKey']);
  });
});

describe('the vault', () => {
  const mayOpenIt = [
    'network/authorize',
    'pcc/card-assign',
    'vcc/card-info',
    'worker/deliver',
    'worker/fulfil',
  ];
  /** Functions that remove secrets after their retention, and cannot open any. */
  const erase = ['vcc/card-close', 'worker/purge-card-data'];
  /** Functions that add cards to the vault, and cannot read any. */
  const add = ['vcc/card-apply'];
  /** Functions that seal codes and messages, and cannot open them. */
  const seal = [
    'webhook/card-3ds-otp',
    'webhook/card-activation-code',
    'webhook/card-operate',
    'webhook/card-transaction',
    'webhook/dpt-payment-bill',
    'webhook/trade-fee',
  ];
  /** Functions that open these, without access to the vault. */
  const open = ['pcc/card-active', 'worker/deliver', 'worker/retry-inbox'];

  test('is reachable from exactly the named functions', () => {
    expect(functionsReaching('dynamodb', 'VaultTable.Arn')).toEqual(sorted([...mayOpenIt, ...erase, ...add]));
  });

  test('opens card numbers for exactly these functions, and other secrets for exactly those', () => {
    const may = grantsOf('kms:Decrypt', 'VaultKey.Arn');
    const opening = (purpose: string) =>
      Object.keys(may).filter((name) =>
        JSON.stringify(may[name]).includes(JSON.stringify(forPurpose(purpose))),
      );
    expect(sorted(opening('cards'))).toEqual(sorted([...mayOpenIt, ...add]));
    expect(sorted(opening('secrets'))).toEqual(open);
    expect(grantsOf('kms:GenerateDataKey', 'VaultKey.Arn')).toEqual({
      ...all([...add, 'worker/fulfil'], [forPurpose('cards')]),
      ...all(seal, [forPurpose('secrets')]),
    });
    expect(functionsReaching('kms', 'VaultKey.Arn')).toEqual(
      sorted([...mayOpenIt, ...seal, ...open, ...add]),
    );
  });

  test('shows a function that adds cards only which numbers are taken', () => {
    const leading = (...keys: string[]) => ({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys } });
    const found = permissionsOfFunction('vcc/card-apply').filter(({ resource }) =>
      resource.startsWith('VaultTable'),
    );
    expect(found.map(({ action, resource, condition }) => [action, resource, condition])).toEqual([
      ['dynamodb:GetItem', 'VaultTable.Arn', leading('number/*', 'hash-key')],
      ['dynamodb:PutItem', 'VaultTable.Arn', leading('number/*', 'card/*')],
    ]);
  });

  test('and the PINs are read by no function that only erases', () => {
    for (const [name, tables] of [
      ['vcc/card-close', ['VaultTable', 'PinsTable']],
      ['worker/fulfil', ['PinsTable']],
    ] as const)
      for (const table of tables) {
        const found = permissionsOfFunction(name).filter(({ resource }) => resource.startsWith(table));
        expect(found.map(({ action, resource }) => [action, resource])).toEqual([
          ['dynamodb:UpdateItem', `${table}.Arn`],
        ]);
      }
  });

  test('is known by name to no other function', () => {
    const names = ['VaultTable', 'VaultKey.Arn'];
    const withKey = [...functions.keys()].filter((name) =>
      Object.values(environmentOf(name)).some((value) => names.includes(value)),
    );
    expect(sorted(withKey)).toEqual(sorted([...mayOpenIt, ...seal, ...open, ...erase, ...add]));
  });
});

describe('PINs', () => {
  const setting = ['pcc/card-active', 'pcc/card-pin-reset'];

  test('are sealed under their own key by exactly the functions that set them, and opened by no function', () => {
    expect(grantsOf('kms:GenerateDataKey', 'PinKey.Arn')).toEqual(all(setting, [forPurpose('pins')]));
    expect(grantsOf('kms:Decrypt', 'PinKey.Arn')).toEqual({});
    expect(functionsReaching('kms', 'PinKey.Arn')).toEqual(setting);
    const erasing = ['vcc/card-close', 'worker/fulfil', 'worker/purge-card-data'];
    expect(functionsReaching('dynamodb', 'PinsTable.Arn')).toEqual([...setting, ...erasing]);
  });
});

describe('the keys of external issuers', () => {
  test('are reachable by exactly the functions that call one', () => {
    const callers = [
      'vcc/card-info',
      'vcc/card-modify',
      'vcc/group-status',
      'worker/deliver',
      'worker/fulfil',
    ];
    expect(functionsReaching('dynamodb', 'UpstreamsTable.Arn')).toEqual(callers);
  });
});

describe('entries of the ledger', () => {
  const leading = (test: string) => ({ [test]: { 'dynamodb:LeadingKeys': 'entry/*' } });
  const writers = declared.filter(([, { ledger }]) => ledger === 'write').map(([name]) => name);
  const on = (action: string) =>
    permissions.filter((one) => one.action === `dynamodb:${action}` && one.resource === 'LedgerTable.Arn');

  test('are written by PutItem, which writes nothing else, and never by UpdateItem', () => {
    for (const [action, condition] of [
      ['PutItem', leading('ForAllValues:StringLike')],
      ['UpdateItem', leading('ForAllValues:StringNotLike')],
    ] as const) {
      expect(on(action).map((one) => one.condition)).toEqual(writers.map(() => condition));
      expect(
        on(action)
          .flatMap(({ role }) => functionsOf(role))
          .sort(),
      ).toEqual(writers.toSorted());
    }
  });

  test('can be deleted or updated by no principal of the account', () => {
    const guarded = resources('AWS::DynamoDB::Table').filter(({ properties }) => properties.ResourcePolicy);
    expect(guarded.map(({ id }) => id)).toEqual(['LedgerTable']);
    expect(guarded[0]?.properties.ResourcePolicy.PolicyDocument.Statement).toEqual([
      {
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Resource: '*',
        Action: ['BatchWriteItem', 'DeleteItem', 'PartiQLDelete', 'PartiQLUpdate'].map(
          (one) => `dynamodb:${one}`,
        ),
      },
      {
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Resource: '*',
        Action: 'dynamodb:UpdateItem',
        Condition: leading('ForAnyValue:StringLike'),
      },
    ]);
  });
});

describe('the images', () => {
  test('are written by exactly the function that handles applications, and read by no function', () => {
    expect(functionsReaching('s3', 'ImagesBucket.Arn')).toEqual(['vcc/cardholder-apply']);
    const s3 = permissions.filter(({ action }) => action.startsWith('s3:'));
    expect(s3.map(({ action, resource }) => [action, resource])).toEqual([
      ['s3:PutObject', 'ImagesBucket.Arn/*'],
    ]);
  });
});

describe.each(declared)('%s', (name, access) => {
  const opensKeys = access.keys ?? access.upstreamKeys;
  const dataStores = [
    ...Object.keys(access).filter((one) => one in tables && one !== 'keys'),
    ...(opensKeys ? ['keys'] : []),
  ];
  const verbs = ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'Query'];
  const READ = verbs.map((verb) => `dynamodb:${verb}`);
  const ERASE = ['dynamodb:UpdateItem'];
  const PURGE = sorted([...READ, ...ERASE]);
  const WRITE = sorted([...PURGE, 'dynamodb:PutItem']);

  test.each(Object.keys(tables))('has the declared access to %s', (table) => {
    const level = access[table as keyof Access];
    // The condition restricts which of the platform's keys.
    const opens = table === 'keys' && opensKeys;
    const ADD = ['dynamodb:GetItem', 'dynamodb:PutItem'];
    const OPEN = ['dynamodb:GetItem'];
    const actions = { read: READ, write: WRITE, purge: PURGE, erase: ERASE, add: ADD, open: OPEN };
    const declaredLevel = (opens ? 'open' : level) as keyof typeof actions | undefined;
    const expected = declaredLevel === undefined ? [] : actions[declaredLevel];
    expect(actionsOn(name, `${tableId(table)}.Arn`)).toEqual(expected);
  });

  test('queries the indexes of its own tables alone', () => {
    const on = permissionsOfFunction(name).filter(({ resource }) => resource.includes('/index/'));
    // A function that only adds cards to the vault, or only erases data, makes no queries.
    const queried = dataStores.filter(
      (table) => !['add', 'erase'].includes(access[table as keyof Access] ?? ''),
    );
    const expected = queried.flatMap((table) => {
      const design: TableSchema = tables[table as TableName];
      return Object.keys(design.indexes ?? {}).map((index) => `${tableId(table)}.Arn/index/${index}`);
    });
    expect(sorted(on.map(({ resource }) => resource))).toEqual(sorted(expected));
    expect(on.every(({ action }) => action === 'dynamodb:Query')).toBe(true);
  });

  test('knows the names of its own tables alone', () => {
    const named = Object.entries(environmentOf(name)).filter(([, value]) => value.endsWith('Table'));
    const expected = dataStores.map((table) => [tableVariable(table), tableId(table)]);
    expect(Object.fromEntries(named)).toEqual(Object.fromEntries(expected));
  });

  test.each(buckets)(
    'writes to %s only where that is declared, and otherwise does not know its name',
    (bucket) => {
      const puts = access[bucket] === 'put';
      expect(actionsOn(name, `${bucketId(bucket)}.Arn/*`)).toEqual(puts ? ['s3:PutObject'] : []);
      expect(environmentOf(name)[bucketVariable(bucket)]).toBe(puts ? bucketId(bucket) : undefined);
    },
  );

  test('knows the KMS keys that its access requires, and no others', () => {
    const known = (needed: unknown, id: string) => (needed ? `${id}.Arn` : undefined);
    const keyed = (level: Access['vault']) => (level === 'erase' || level === 'purge' ? undefined : level);
    expect(environmentOf(name)['DATA_KEY']).toBe(known(opensKeys ?? access.upstreams, 'MerchantKey'));
    expect(environmentOf(name)['VAULT_KEY']).toBe(known(keyed(access.vault) ?? access.secrets, 'VaultKey'));
    expect(environmentOf(name)['PIN_KEY']).toBe(known(keyed(access.pins), 'PinKey'));
  });

  test('sends to its declared queues alone', () => {
    const worker = workers.find((one: Worker) => one.function === name);
    const queues = [
      ['order', 'ORDERS_QUEUE_URL', 'OrdersQueue'],
      ['notification', 'NOTIFICATIONS_QUEUE_URL', 'NotificationsQueue'],
    ] as const;
    for (const [waiting, variable, id] of queues) {
      const sends = worker?.sends.includes(waiting) ?? false;
      expect(actionsOn(name, `${id}.Arn`).includes('sqs:SendMessage')).toBe(sends);
      expect(environmentOf(name)[variable]).toBe(sends ? id : undefined);
    }
  });

  test('has its own role, which only Lambda can assume', () => {
    const role = resources('AWS::IAM::Role').find(
      ({ id }) => `${id}.Arn` === text(functions.get(name)?.properties.Role),
    );
    expect(functionsOf(role?.id ?? '')).toEqual([name]);
    const trust = role?.properties.AssumeRolePolicyDocument.Statement;
    expect(trust).toMatchObject([{ Principal: { Service: 'lambda.amazonaws.com' } }]);
  });
});

describe('grants', () => {
  /** Permissions that AWS cannot restrict further. */
  const unavoidable = {
    // A stream's name is only known by listing, which is granted for the streams of one table. An object's key is
    // generated at run time, so the permission is for the bucket's objects.
    's3:PutObject': ['ImagesBucket.Arn/*'],
    'dynamodb:ListStreams': ['Ledger', 'Notifications', 'Orders'].map((name) => `${name}Table.Arn/stream/*`),
  };

  test('contain no * except where AWS offers nothing narrower', () => {
    const wild = permissions.filter(({ action, resource }) => `${action}${resource}`.includes('*'));
    const found = Object.groupBy(wild, ({ action }) => action);
    expect(
      Object.fromEntries(
        Object.entries(found).map(([action, all = []]) => [action, sorted(all.map((one) => one.resource))]),
      ),
    ).toEqual(unavoidable);
  });

  test('use no managed policy except the one that lets API Gateway write its logs', () => {
    // The role serves all APIs of the account and region. API Gateway checks it against this managed policy.
    const managed = resources('AWS::IAM::Role').flatMap(({ properties }) =>
      texts(properties.ManagedPolicyArns),
    );
    const name = 'service-role/AmazonAPIGatewayPushToCloudWatchLogs';
    expect(managed).toEqual([`arn:AWS::Partition:iam::aws:policy/${name}`]);
  });

  test('never allow a table scan or a deletion', () => {
    const actions = sorted(permissions.map(({ action }) => action));
    expect(actions).toContain('dynamodb:GetItem');
    expect(actions.filter((action) => /Scan|Delete(?!Message$)|Partiql/i.test(action))).toEqual([]);
  });

  test('allow logs to the function’s own log group alone', () => {
    const log = permissions.filter(({ action }) => action.startsWith('logs:'));
    expect(log).toHaveLength(2 * functions.size);
    for (const { role, resource } of log) expect(resource).toBe(`${role.replace(/Role$/, 'Logs')}.Arn`);
  });
});
