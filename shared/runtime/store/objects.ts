import type { Bucket } from '../../wire/contract/operations/operation.ts';

/**
 * The buckets. Keys:
 *
 * images         cardholders/<cardUserId>/<front|back|hold>   what a merchant reported of a holder's document
 */
export const buckets = ['images'] as const satisfies readonly Bucket[];

/** The environment variable that tells a function the bucket's name; set only where its access names the bucket. */
export const bucketVariable = (bucket: string): string => `BUCKET_${bucket.toUpperCase()}`;

/** There is a file by that key already. */
export class ObjectExists extends Error {
  override readonly name = 'ObjectExists';
  constructor(bucket: Bucket) {
    super(`${bucket} has an object by that key`);
  }
}

/** Files too large for a table, and nobody's to read here. What is put once is never replaced. */
export interface ObjectStore {
  /** Keeps the bytes under the key. ObjectExists when it is taken. */
  put(bucket: Bucket, key: string, bytes: Uint8Array, contentType: string): Promise<void>;
}
