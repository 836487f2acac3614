import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Resource } from '../template/resources.ts';
import type { Values } from '../template/values.ts';

/** A bucket that exists. */
export interface Bucket {
  readonly name: string;
  readonly readableId: string;
}

/** Creates the missing buckets, and defines all for references in the templates. */
export async function createBuckets(
  resources: readonly Resource[],
  values: Values,
  client: S3Client,
): Promise<Bucket[]> {
  const found = resources.filter(({ type }) => type === 'AWS::S3::Bucket');
  return Promise.all(
    found.map(async (resource) => {
      // Bucket names are lower case.
      const name = resource.name.toLowerCase();
      await client.send(new CreateBucketCommand({ Bucket: name }));
      values.define(resource, { Ref: name, Arn: `arn:aws:s3:::${name}` });
      return { name, readableId: resource.readableId };
    }),
  );
}
