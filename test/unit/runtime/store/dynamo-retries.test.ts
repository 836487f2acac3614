import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DynamoStore } from '../../../../shared/runtime/store/dynamo.ts';
import type { Store } from '../../../../shared/runtime/store/store.ts';
import { equals, type Write } from '../../../../shared/runtime/store/write.ts';
import { TryAgainLater } from '../../../../shared/wire/errors.ts';

/** A response of DynamoDB: the name of an error with its details, or a success. */
type Answer = { readonly error: string; readonly more?: object } | { readonly success: object };
type BatchGetRequest = Readonly<Record<string, unknown>>;

const STANDING = ['TransactionConflictException', 'TransactionInProgressException'] as const;
const THROTTLING = [
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
] as const;

let server: Server;
let client: DynamoDBClient;
let store: Store;
let answer: (requested: BatchGetRequest, nth: number) => Answer;
const requested: BatchGetRequest[] = [];
const pauses: number[] = [];

const put: Write = { kind: 'put', table: 'cards', item: { pk: 'card/1' } };
const check: Write = { kind: 'check', table: 'cards', key: { pk: 'card/2' }, when: [equals('a', 1)] };
const cancelled = (...codes: string[]): Answer => ({
  error: 'TransactionCanceledException',
  more: { CancellationReasons: codes.map((Code) => ({ Code })) },
});
/** Returns an obstacle that ends after `times` responses. */
const passing = (obstacle: Answer, times: number, success: object = {}) => {
  answer = (_, nth) => (nth <= times ? obstacle : { success });
};
const tokens = () => requested.map(({ ClientRequestToken }) => ClientRequestToken);

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    requested.push(JSON.parse(Buffer.concat(chunks).toString()));
    const given = answer(requested.at(-1) as BatchGetRequest, requested.length);
    response.writeHead('error' in given ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
    const error = 'error' in given && {
      __type: `com.amazonaws.dynamodb.v20120810#${given.error}`,
      ...given.more,
    };
    response.end(JSON.stringify('success' in given ? given.success : error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    // The SDK's own retries are not tested here.
    maxAttempts: 1,
  });
  const sleep = async (ms: number) => void pauses.push(ms);
  store = new DynamoStore({ TABLE_CARDS: 'cards', TABLE_LEDGER: 'ledger' }, client, {
    sleep,
    random: () => 0.5,
  });
});
afterAll(() => {
  client.destroy();
  server.close();
});
beforeEach(() => {
  requested.length = 0;
  pauses.length = 0;
});

describe('a write', () => {
  it.each(STANDING)('succeeds once %s is over', async (error) => {
    passing({ error }, 2);
    await store.write([put, check]);
    expect(requested).toHaveLength(3);
    expect(pauses).toEqual([10, 20]);
  });

  it.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
    'succeeds once a transaction is no longer cancelled for %s',
    async (code) => {
      passing(cancelled('None', code), 1);
      await store.write([put, check]);
      expect(new Set(tokens()).size).toBe(2);
    },
  );

  it('repeats a transaction in progress under its token, and a cancelled one under a new token', async () => {
    const obstacles = ['TransactionInProgressException', 'TransactionInProgressException'];
    answer = (_, nth) =>
      nth <= 2
        ? { error: obstacles[nth - 1] ?? '' }
        : nth === 3
          ? cancelled('TransactionConflict', 'None')
          : { success: {} };
    await store.write([put, check]);
    const [first, second, third, fourth] = tokens();
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
    expect([second, third]).toEqual([first, first]);
    expect(fourth).not.toBe(first);
  });

  it.each([
    ['TransactionConflictException', 12],
    ['TransactionInProgressException', 4],
    ...THROTTLING.map((error) => [error, 1] as const),
  ] as const)('that fails with %s has to be tried later, after %i attempts', async (error, attempts) => {
    answer = () => ({ error });
    await expect(store.write([put, check])).rejects.toThrow(TryAgainLater);
    expect(requested).toHaveLength(attempts);
    expect(Math.max(0, ...pauses)).toBeLessThanOrEqual(500);
  });

  it('that is invalid is not repeated', async () => {
    answer = () => ({ error: 'ValidationException' });
    await expect(store.write([put])).rejects.toThrow(
      expect.objectContaining({ name: 'ValidationException' }),
    );
    answer = () => cancelled('ValidationError', 'None');
    await expect(store.write([put, check])).rejects.toThrow(
      expect.objectContaining({ name: 'TransactionCanceledException' }),
    );
    expect(requested).toHaveLength(2);
  });
});

describe('a read', () => {
  const reads = [
    ['get', () => store.get('cards', { pk: 'card/1' })],
    ['getMany', () => store.getMany('cards', [{ pk: 'card/1' }])],
    ['batchGet', () => store.batchGet([{ table: 'cards', key: { pk: 'card/1' } }])],
    ['query', () => store.query({ table: 'cards', partition: 'card/1' })],
    ['count', () => store.count({ table: 'cards', partition: 'card/1' })],
  ] as const;

  it.each(reads)('by %s that is throttled has to be tried later', async (_, read) => {
    for (const error of THROTTLING) {
      answer = () => ({ error });
      await expect(read()).rejects.toThrow(TryAgainLater);
    }
    expect(requested).toHaveLength(THROTTLING.length);
  });
});

describe('a batch read', () => {
  const keys = Array.from({ length: 30 }, (_, index) => ({ pk: `card/${index}` }));
  const wantedIn = ({ RequestItems }: BatchGetRequest) =>
    (RequestItems as { cards: { Keys: { pk: { S: string } }[] } }).cards.Keys;

  /** Makes the table return the first `count` keys of each request and leave the others unprocessed. */
  const serving = (count: (nth: number) => number) => {
    answer = (request, nth) => {
      const wanted = wantedIn(request);
      const served = wanted.slice(0, count(nth));
      const left = wanted.slice(count(nth));
      return {
        success: {
          Responses: { cards: served },
          UnprocessedKeys: left.length > 0 ? { cards: { Keys: left, ConsistentRead: true } } : {},
        },
      };
    };
  };

  it('repeats unprocessed keys after a pause, as long as it makes progress', async () => {
    serving(() => 1);
    expect(await store.getMany('cards', keys)).toEqual(keys);
    expect(requested).toHaveLength(30);
    expect(pauses).toEqual(Array.from({ length: 29 }, () => 10));
  });

  it('waits longer while it makes no progress, and no longer once it does', async () => {
    serving((nth) => (nth >= 2 && nth <= 4 ? 0 : 10));
    expect(await store.getMany('cards', keys)).toEqual(keys);
    expect(pauses).toEqual([10, 20, 40, 80, 10]);
  });

  it('is given up after eight rounds without progress', async () => {
    serving(() => 0);
    await expect(store.getMany('cards', keys)).rejects.toThrow(TryAgainLater);
    expect(requested).toHaveLength(9);
    expect(pauses).toEqual([10, 20, 40, 80, 160, 320, 500, 500]);
  });

  it('over tables asks each table for what it left open, and keeps equal keys of two apart', async () => {
    const entry = { pk: 'card/1', sk: 'entry' };
    const card = { pk: 'card/1' };
    const requestFor = (table: string, Key: object) => ({ [table]: { Keys: [Key], ConsistentRead: true } });
    const [stored, storedEntry] = [marshall(card), marshall(entry)];
    const answers = [
      {
        Responses: { cards: [] },
        UnprocessedKeys: { ...requestFor('cards', stored), ...requestFor('ledger', storedEntry) },
      },
      {
        Responses: { ledger: [{ ...storedEntry, at: { N: '7' } }] },
        UnprocessedKeys: requestFor('cards', stored),
      },
      { Responses: { cards: [{ ...stored, status: { S: 'active' } }] } },
    ];
    answer = (_, nth) => ({ success: answers[nth - 1] ?? {} });
    const addresses = [
      { table: 'ledger', key: entry },
      { table: 'cards', key: card },
      { table: 'cards', key: { pk: 'card/2' } },
      { table: 'ledger', key: entry },
    ] as const;
    const [first, second, third, fourth] = await store.batchGet(addresses);
    expect([first, fourth]).toEqual(Array.from({ length: 2 }, () => ({ ...entry, at: 7 })));
    expect([second, third]).toEqual([{ ...card, status: 'active' }, undefined]);
    expect(requested.map(({ RequestItems }) => Object.keys(RequestItems as object))).toEqual([
      ['ledger', 'cards'],
      ['ledger', 'cards'],
      ['cards'],
    ]);
  });
});

it('the store’s client does no work for a logger', () => {
  const hasLogger = (one: DynamoDBClient) =>
    one.middlewareStack.identify().some((name) => name.startsWith('loggerMiddleware'));
  const other = new DynamoDBClient({ region: 'local' });
  expect(hasLogger(other)).toBe(true);
  new DynamoStore({}, other);
  expect(hasLogger(other)).toBe(false);
  other.destroy();
});
