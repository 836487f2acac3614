import type { S3Client } from '@aws-sdk/client-s3';
import type { Bucket } from '../contract/operation.ts';
import { bucketVariable, ObjectExists, type ObjectStore } from './objects.ts';

/** The ObjectStore over S3. The client is loaded at the first object: most requests have none. */
export class S3Objects implements ObjectStore {
  readonly #environment: NodeJS.ProcessEnv;
  #client: S3Client | undefined;

  constructor(environment: NodeJS.ProcessEnv, client?: S3Client) {
    this.#environment = environment;
    this.#client = client;
  }

  async put(bucket: Bucket, key: string, bytes: Uint8Array, contentType: string): Promise<void> {
    const variable = bucketVariable(bucket);
    const name = this.#environment[variable];
    if (!name) throw new Error(`this function has no access to ${bucket}: ${variable} is not set`);
    const { PutObjectCommand, S3Client, S3ServiceException } = await import('@aws-sdk/client-s3');
    this.#client ??= new S3Client({});
    const object = { Bucket: name, Key: key, Body: bytes, ContentType: contentType, IfNoneMatch: '*' };
    try {
      await this.#client.send(new PutObjectCommand(object));
    } catch (error) {
      if (error instanceof S3ServiceException && TAKEN.has(error.name)) throw new ObjectExists(bucket);
      throw error;
    }
  }
}

/** The key is taken, or somebody else is about to take it. */
const TAKEN = new Set(['PreconditionFailed', 'ConditionalRequestConflict']);
