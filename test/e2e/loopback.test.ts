import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, describe, expect, it } from 'vitest';
import { sharedDeployment } from '../support/clouds/deployment.ts';

// The local cloud accepts any credentials: whoever can connect to its services controls all of its data.

const deployment = sharedDeployment();
afterAll(() => deployment.operator.close());

/** Addresses of this machine on which the services do not listen. On Linux, all of 127/8 is local. */
const others = [
  ...Object.values(networkInterfaces())
    .flatMap((addresses = []) => addresses)
    .filter(({ internal, scopeid }) => !internal && !scopeid)
    .map(({ address }) => address),
  ...(process.platform === 'linux' ? ['127.0.0.2'] : []),
];

const answer = (host: string, port: number): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (text: string) => {
      socket.destroy();
      resolve(text);
    };
    socket
      .once('connect', () => end('connected'))
      .once('error', ({ code }: NodeJS.ErrnoException) => end(`${code}`));
  });

describe.each([
  ['the API', () => deployment.apiUrl],
  ['DynamoDB', () => deployment.env['AWS_ENDPOINT_URL_DYNAMODB']],
  ['SQS', () => deployment.env['AWS_ENDPOINT_URL_SQS']],
  ['S3', () => deployment.env['AWS_ENDPOINT_URL_S3']],
])('%s', (_, url) => {
  it('is reachable from this machine alone', async () => {
    const port = Number(new URL(url() ?? '').port);
    expect(await answer('127.0.0.1', port)).toBe('connected');
    for (const host of others) expect(await answer(host, port), host).toBe('ECONNREFUSED');
  });
});
