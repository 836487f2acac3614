import { PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { Bucket } from '../../wire/contract/operations/operation.ts';
import { awsClientSettings } from '../aws-client-settings.ts';
import { bucketVariable, ObjectExists, type ObjectStore } from './objects.ts';

/** The ObjectStore on S3. Only functions that store objects import it: the client is a third of a bundle. */
export class S3ObjectStore implements ObjectStore {
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
    this.#client ??= new S3Client(awsClientSettings(this.#environment));
    const object = { Bucket: name, Key: key, Body: bytes, ContentType: contentType, IfNoneMatch: '*' };
    try {
      await this.#client.send(new PutObjectCommand(object));
    } catch (error) {
      if (error instanceof S3ServiceException && KEY_EXISTS_ERRORS.has(error.name))
        throw new ObjectExists(bucket);
      throw error;
    }
  }
}

/** The key exists, or a concurrent request is creating it. */
const KEY_EXISTS_ERRORS = new Set(['PreconditionFailed', 'ConditionalRequestConflict']);
