import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket as S3Bucket } from 'aws-cdk-lib/aws-s3';
import type { TableName } from '../../shared/runtime/store/tables.ts';
import type { Bucket } from '../../shared/wire/contract/operations/operation.ts';

/** The resources that functions get grants for: tables, buckets, and the keys that seal the data in the tables. */
export interface DataResources {
  readonly tables: Readonly<Record<TableName, Table>>;
  readonly buckets: Readonly<Record<Bucket, S3Bucket>>;
  /** Seals the platform's private keys: for merchants, for upstreams, and its own at external issuers. */
  readonly merchantKey: IKey;
  /** Seals the card data in the vault, and secrets outside it. */
  readonly vaultKey: IKey;
  /** Seals PINs. */
  readonly pinKey: IKey;
}
