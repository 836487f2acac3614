import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { startFauxqs } from '../../../infra/local-cloud/services/fauxqs.ts';
import { S3ObjectStore } from '../../../shared/runtime/store/s3.ts';

const BUCKET = 'images';

/** An S3 server for one test, with an ObjectStore over it. */
export interface TestObjects {
  readonly objects: S3ObjectStore;
  /** Returns the keys of all stored objects. */
  keys(): Promise<string[]>;
  stop(): Promise<void>;
}

/** Starts an S3 server in memory with an empty bucket. */
export async function startObjects(): Promise<TestObjects> {
  const { endpoint, stop } = await startFauxqs(0);
  const client = s3At({ AWS_ENDPOINT_URL_S3: endpoint });
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  return {
    objects: new S3ObjectStore({ BUCKET_IMAGES: BUCKET }, client),
    keys: () => keysIn(client, BUCKET),
    stop: async () => {
      client.destroy();
      await stop();
    },
  };
}

/** Returns a client for the S3 server that the environment names. */
export const s3At = (env: NodeJS.ProcessEnv): S3Client =>
  new S3Client({
    endpoint: env['AWS_ENDPOINT_URL_S3'] ?? '',
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });

/** Returns the keys of the bucket's objects. */
export async function keysIn(client: S3Client, bucket: string, prefix = ''): Promise<string[]> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
  return Contents.map(({ Key = '' }) => Key);
}

/** Returns an object's bytes and media type. */
export async function objectIn(client: S3Client, bucket: string, key: string) {
  const { Body, ContentType } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return { bytes: Buffer.from((await Body?.transformToByteArray()) ?? []), contentType: ContentType };
}
