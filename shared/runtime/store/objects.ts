import type { Bucket } from '../../wire/contract/operations/operation.ts';

/**
 * The buckets. Keys:
 *
 * images         cardholders/<cardUserId>/<front|back|hold>   a picture of a cardholder's identity document
 */
export const buckets = ['images'] as const satisfies readonly Bucket[];

/** The environment variable with the bucket's name; set only for functions whose access includes the bucket. */
export const bucketVariable = (bucket: string): string => `BUCKET_${bucket.toUpperCase()}`;

/** The key already exists. */
export class ObjectExists extends Error {
  override readonly name = 'ObjectExists';
  constructor(bucket: Bucket) {
    super(`${bucket} already has an object with that key`);
  }
}

/** Objects that are too large for a table. The platform writes them once, never replaces them and never reads them. */
export interface ObjectStore {
  /** @throws ObjectExists when the key already exists */
  put(bucket: Bucket, key: string, bytes: Uint8Array, contentType: string): Promise<void>;
}
