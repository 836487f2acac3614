import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LocalCloud } from '../../../../infra/local-cloud/cloud.ts';
import { objectIn, s3At } from '../../../support/stores/objects.ts';
import { dynamodbAt, newDataDir } from './fixture/cloud-fixture.ts';
import { type InvocationRecorder, startInvocationRecorder } from './fixture/invocation-recorder.ts';

let dataDir: string;
let witness: InvocationRecorder;
beforeAll(async () => {
  dataDir = newDataDir();
  witness = await startInvocationRecorder();
});
afterAll(() => {
  witness.stop();
  rmSync(dataDir, { recursive: true });
});

type Running = Pick<LocalCloud, 'apiUrl' | 'dynamodbEndpoint' | 's3Endpoint' | 'physicalIds'>;

async function startRunner() {
  const hold = join(import.meta.dirname, 'fixture', 'cloud-process.ts');
  const runner = spawn(process.execPath, [hold, dataDir, witness.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: runner.stdout }), 'line');
  return { runner, cloud: JSON.parse(line) as Running };
}

/** Connects to the endpoint. The result resolves when the connection is closed. */
async function hangsUp(endpoint: string): Promise<() => Promise<unknown>> {
  const { hostname, port } = new URL(endpoint);
  const socket = connect(Number(port), hostname).resume();
  await once(socket, 'connect');
  const gone = new Promise((resolve) => socket.on('error', resolve).on('close', resolve));
  return () => gone;
}

it('a runner that is killed leaves no Java process, and the next one continues from its data', async () => {
  const first = await startRunner();
  const TableName = first.cloud.physicalIds['Items'];
  const put = (endpoint: string, pk: string) =>
    dynamodbAt(endpoint).send(new PutItemCommand({ TableName, Item: { pk: { S: pk } } }));
  await put(first.cloud.dynamodbEndpoint, 'seen/worked-off');
  await put(first.cloud.dynamodbEndpoint, 'seen/also-worked-off');
  await witness.waitFor(({ keys }) => keys?.includes('seen/also-worked-off'));

  const file = { Bucket: first.cloud.physicalIds['Files'] ?? '', Key: 'seen/picture' };
  const picture = { ...file, Body: 'pixels', ContentType: 'image/png' };
  await s3At({ AWS_ENDPOINT_URL_S3: first.cloud.s3Endpoint }).send(new PutObjectCommand(picture));

  // The function receives the record, and the runner is killed before it receives the function's response.
  const javaHangsUp = await hangsUp(first.cloud.dynamodbEndpoint);
  witness.reply = ({ keys }) => {
    if (keys?.includes('seen/in-work')) first.runner.kill('SIGKILL');
    return 'ok';
  };
  await put(first.cloud.dynamodbEndpoint, 'seen/in-work');
  await witness.waitFor(({ keys }) => keys?.includes('seen/in-work'));
  await javaHangsUp();
  witness.reply = () => 'ok';

  const second = await startRunner();
  const found = await dynamodbAt(second.cloud.dynamodbEndpoint).send(
    new GetItemCommand({ TableName, Key: { pk: { S: 'seen/worked-off' } } }),
  );
  expect(found.Item).toEqual({ pk: { S: 'seen/worked-off' } });
  const storage = s3At({ AWS_ENDPOINT_URL_S3: second.cloud.s3Endpoint });
  expect(await objectIn(storage, file.Bucket, file.Key)).toEqual({
    bytes: Buffer.from('pixels'),
    contentType: 'image/png',
  });
  const times = (pk: string) => witness.received.filter(({ keys }) => keys?.includes(pk)).length;
  await witness.waitFor(() => times('seen/in-work') === 2);
  await put(second.cloud.dynamodbEndpoint, 'seen/new');
  await witness.waitFor(({ keys }) => keys?.includes('seen/new'));
  // Checkpoints are written with a delay: recent records may be repeated, but none is lost.
  expect(times('seen/worked-off')).toBeGreaterThanOrEqual(1);

  const javaHangsUpAgain = await hangsUp(second.cloud.dynamodbEndpoint);
  second.runner.kill('SIGKILL');
  await javaHangsUpAgain();
});
