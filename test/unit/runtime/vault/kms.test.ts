import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KmsKey } from '../../../../shared/runtime/vault/kms.ts';

const ARN = 'arn:aws:kms:us-east-1:000000000000:key/1';
const KEY = Buffer.alloc(32, 7);
const OF = { record: 'merchant/1' };
const BLOB = Buffer.from('the key, wrapped by KMS');

/** The requests to KMS, and its responses by the name of the operation. */
const requested: unknown[] = [];
const answers: Record<string, object> = {};
const server = createServer(async (request, response) => {
  const [, operation = ''] = String(request.headers['x-amz-target']).split('.');
  requested.push([operation, JSON.parse(await text(request))]);
  response.setHeader('content-type', 'application/x-amz-json-1.1').end(JSON.stringify(answers[operation]));
});
let key: KmsKey;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  key = new KmsKey(ARN, new KMSClient({ endpoint, region: 'us-east-1', credentials }));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it('KMS generates data keys of 32 bytes and unwraps them with our key alone, each time with its context', async () => {
  const plain = { Plaintext: KEY.toString('base64') };
  answers['GenerateDataKey'] = { ...plain, CiphertextBlob: BLOB.toString('base64') };
  answers['Decrypt'] = plain;
  const { key: made, wrapped } = await key.generate(OF);
  expect([made, wrapped]).toEqual([KEY, BLOB.toString('base64')]);
  expect(await key.unwrap(wrapped, OF)).toEqual(KEY);
  expect(requested.splice(0)).toEqual([
    ['GenerateDataKey', { KeyId: ARN, KeySpec: 'AES_256', EncryptionContext: OF }],
    ['Decrypt', { KeyId: ARN, CiphertextBlob: BLOB.toString('base64'), EncryptionContext: OF }],
  ]);
});

it('a response of KMS without a key is an error', async () => {
  answers['GenerateDataKey'] = { CiphertextBlob: BLOB.toString('base64') };
  answers['Decrypt'] = {};
  await expect(key.generate(OF)).rejects.toThrow('KMS returned no data key');
  await expect(key.unwrap('d3JhcHBlZA==', OF)).rejects.toThrow('KMS returned no data key');
});
