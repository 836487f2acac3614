import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ObjectExists } from '../../../../shared/runtime/store/objects.ts';
import { S3ObjectStore } from '../../../../shared/runtime/store/s3.ts';

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Responses of S3 in its protocol. */
const ANSWERS = {
  stored: { status: 200, code: '' },
  taken: { status: 412, code: 'PreconditionFailed' },
  'being taken': { status: 409, code: 'ConditionalRequestConflict' },
  'out of reach': { status: 403, code: 'AccessDenied' },
} as const;

let server: Server;
let client: S3Client;
let answer: keyof typeof ANSWERS = 'stored';
const received: Received[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url, headers } = request;
    received.push({ method, url, headers, body: Buffer.concat(chunks) });
    const { status, code } = ANSWERS[answer];
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(code && `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new S3Client({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
});
afterAll(() => {
  client.destroy();
  server.close();
});

const put = (environment: NodeJS.ProcessEnv = { BUCKET_IMAGES: 'pictures' }) =>
  new S3ObjectStore(environment, client).put(
    'images',
    'cardholders/7/front',
    Buffer.from('picture'),
    'image/png',
  );

describe('an object', () => {
  it('is put under its key on the condition that there is none', async () => {
    answer = 'stored';
    await put();
    const { method, url, headers, body } = received.at(-1) as Received;
    expect([method, url?.split('?')[0]]).toEqual(['PUT', '/pictures/cardholders/7/front']);
    expect(headers).toMatchObject({ 'if-none-match': '*', 'content-type': 'image/png' });
    expect(body.toString()).toBe('picture');
  });

  it.each(['taken', 'being taken'] as const)('under a key that is %s is refused', async (what) => {
    answer = what;
    await expect(put()).rejects.toThrow(ObjectExists);
  });

  it('that S3 rejects for another reason gives the error of S3', async () => {
    answer = 'out of reach';
    await expect(put()).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('is refused where the environment names no bucket', async () => {
    const before = received.length;
    await expect(put({})).rejects.toThrow('BUCKET_IMAGES is not set');
    expect(received).toHaveLength(before);
  });
});
