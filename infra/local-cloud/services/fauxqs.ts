import { mkdirSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildAppOptions, buildApp } from 'fauxqs';
import { REGION } from '../template/values.ts';
import { listenOn, SERVICES } from './ports.ts';
import { QueueMessages } from './queue-messages.ts';

type Stores = NonNullable<BuildAppOptions['stores']>;

/**
 * Starts an SQS and an S3 in this process, at one endpoint. Messages are in memory; objects are files in `objectsDir`,
 * or in memory without it. Port 0 stands for any free port.
 *
 * @throws PortTaken
 */
export async function startFauxqs(
  port: number,
  objectsDir?: string,
): Promise<{ endpoint: string; queues: QueueMessages; stop: () => Promise<void> }> {
  const stores = await storesIn(objectsDir);
  const app = buildApp({ logger: false, defaultRegion: REGION, stores });
  const endpoint = await listenOn(port, SERVICES.sqs, () => app.listen({ port, host: '127.0.0.1' }));
  const queues = new QueueMessages(stores.sqsStore);
  return { endpoint, queues, stop: async () => void (await app.close()) };
}

/** Assembles fauxqs's own parts: its server would keep objects in files too, but listens on every interface. */
async function storesIn(objectsDir: string | undefined): Promise<Stores> {
  const folder = join(dirname(findPackageJSON('fauxqs', import.meta.url) ?? ''), 'dist');
  const part = (file: string) => import(pathToFileURL(join(folder, file)).href);
  const [{ SqsStore }, { SnsStore }, { S3Store }, { FileS3Persistence }] = await Promise.all([
    part('sqs/sqsStore.js'),
    part('sns/snsStore.js'),
    part('s3/s3Store.js'),
    part('s3/fileS3Persistence.js'),
  ]);
  const stores: Stores = { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
  if (objectsDir === undefined) return stores;
  mkdirSync(objectsDir, { recursive: true, mode: 0o700 });
  const files = new FileS3Persistence(objectsDir);
  files.loadS3(stores.s3Store);
  stores.s3Store.persistence = files;
  return stores;
}
