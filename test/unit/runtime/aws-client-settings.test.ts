import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, expect, test } from 'vitest';
import { awsClientSettings } from '../../../shared/runtime/aws-client-settings.ts';
import { DynamoStore } from '../../../shared/runtime/store/dynamo.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Starts a table whose first `answers` responses never arrive. */
async function hanging(answers: number): Promise<{ endpoint: string; requests: string[] }> {
  const requested: string[] = [];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    requested.push(Buffer.concat(chunks).toString());
    if (requested.length > answers) response.end('{"Item":{"pk":{"S":"card/1"}}}');
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests: requested };
}

const storeAt = (endpoint: string, milliseconds: string) => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const settings = awsClientSettings({ AWS_CALL_TIMEOUT_MS: milliseconds });
  return new DynamoStore(
    { TABLE_CARDS: 'cards' },
    new DynamoDBClient({ ...settings, endpoint, region: 'local', credentials }),
  );
};

test('a call to AWS that times out is repeated', async () => {
  const { endpoint, requests: requested } = await hanging(1);
  await expect(storeAt(endpoint, '200').get('cards', { pk: 'card/1' })).resolves.toEqual({ pk: 'card/1' });
  expect(requested).toHaveLength(2);
});

test('a call is given up after three attempts, with the same token for a transaction', async () => {
  const { endpoint, requests: requested } = await hanging(Number.POSITIVE_INFINITY);
  const put = (pk: string) => ({ kind: 'put', table: 'cards', item: { pk } }) as const;
  const writing = storeAt(endpoint, '200').write([put('card/1'), put('card/2')]);
  await expect(writing).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(requested).toHaveLength(3);
  expect(new Set(requested.map((body) => JSON.parse(body).ClientRequestToken)).size).toBe(1);
});

test('a single addition is sent as a transaction, so that it cannot apply twice', async () => {
  const { endpoint, requests: requested } = await hanging(1);
  const key = { pk: 'card/1' };
  await storeAt(endpoint, '200').write([{ kind: 'update', table: 'cards', key, add: { used: 1n } }]);
  const [first, second] = requested.map((body) => JSON.parse(body));
  expect(first.TransactItems).toHaveLength(1);
  expect(second.ClientRequestToken).toBe(first.ClientRequestToken);
});

test('a call has no timeout by default', () => {
  expect(awsClientSettings({})).toEqual({});
  expect(awsClientSettings({ AWS_CALL_TIMEOUT_MS: '' })).toEqual({});
});
