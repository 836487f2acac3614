import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DynamoStore } from '../../../../shared/runtime/store/dynamo.ts';
import { tryWrite } from '../../../../shared/runtime/store/try-write.ts';
import { absent, equals, type Write } from '../../../../shared/runtime/store/write.ts';

// A connection that breaks after the table has made the change: the client repeats the request, and its condition no
// longer holds.

const NAME = 'IssuaryCards';
const REFUSED = 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException';
const CONFLICT = 'com.amazonaws.dynamodb.v20120810#TransactionConflictException';

/** The response to each request in turn; `broken` breaks the connection. */
let plan: ('broken' | { status: number; body: object })[] = [];
const requested: string[] = [];

const server = createServer(async (request: IncomingMessage, response) => {
  requested.push(String(request.headers['x-amz-target']).split('.')[1] ?? '');
  await text(request);
  const next = plan.shift() ?? 'broken';
  if (next === 'broken') return void request.socket.destroy();
  response
    .writeHead(next.status, { 'content-type': 'application/x-amz-json-1.0' })
    .end(JSON.stringify(next.body));
});
const refused = (Item: object) => ({ status: 400, body: { __type: REFUSED, message: 'refused', Item } });
const conflict = { status: 400, body: { __type: CONFLICT, message: 'others' } };

let client: DynamoDBClient;
let store: DynamoStore;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  store = new DynamoStore({ TABLE_CARDS: NAME }, client, { sleep: async () => {}, random: () => 0 });
});
afterEach(() => {
  expect(plan).toEqual([]);
  requested.length = 0;
});
afterAll(() => {
  client.destroy();
  server.closeAllConnections();
  server.close();
});

class KeyTakenError extends Error {}
const put: Write = {
  kind: 'put',
  table: 'cards',
  item: { pk: 'number/1', cardId: '7', sum: 2n ** 60n, alias: undefined },
  onConflict: () => new KeyTakenError(),
};
const ownItem = { pk: { S: 'number/1' }, cardId: { S: '7' }, sum: { N: String(2n ** 60n) } };
const otherItem = { ...ownItem, cardId: { S: '8' } };
const update: Write = {
  kind: 'update',
  table: 'cards',
  key: { pk: 'card/1' },
  set: { status: 'frozen' },
  add: { version: 1 },
  when: [equals('status', 'active'), equals('version', 3), absent('closedAt')],
  onConflict: () => new KeyTakenError(),
};

describe('a single write whose response was lost', () => {
  it('has succeeded when the repeat finds its own item', async () => {
    plan = ['broken', refused(ownItem)];
    await store.write([put]);
    expect(requested).toEqual(['PutItem', 'PutItem']);
    plan = [
      'broken',
      refused({ pk: { S: 'card/1' }, status: { S: 'frozen' }, version: { N: '4' }, other: { N: '1' } }),
    ];
    await store.write([update]);
  });

  it('has succeeded even if other failures came in between', async () => {
    plan = ['broken', conflict, refused(ownItem)];
    await store.write([put]);
  });

  it('is refused when the repeat finds another item', async () => {
    plan = ['broken', refused(otherItem)];
    await expect(store.write([put])).rejects.toThrow(KeyTakenError);
    plan = ['broken', refused({ pk: { S: 'card/1' }, status: { S: 'frozen' }, version: { N: '5' } })];
    await expect(store.write([update])).rejects.toThrow(KeyTakenError);
  });
});

it('a tryWrite reports no conflict with its own item, and one with another', async () => {
  const { onConflict: _, ...mayLose } = put;
  plan = ['broken', refused(ownItem)];
  expect(await tryWrite(store, [mayLose])).toBeUndefined();
  plan = ['broken', refused(otherItem)];
  const conflict = await tryWrite(store, [mayLose]);
  expect(conflict?.current).toEqual({ pk: 'number/1', cardId: '8', sum: 2n ** 60n });
});

it('a single write that was sent once is refused even by an equal item, which somebody else wrote', async () => {
  plan = [refused(ownItem)];
  await expect(store.write([put])).rejects.toThrow(KeyTakenError);
});
