import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { withUpstreams } from '../issuer/upstream/open.ts';
import { privateKeySealer } from '../merchants/platform-keys.ts';
import type { Platform } from '../platform/platform.ts';
import { cloudPlatform } from './cloud-platform.ts';

/** The platform of a Lambda that says something to platforms below: it alone brings the client along. */
export function upstreamPlatform(environment: NodeJS.ProcessEnv, client?: DynamoDBClient): Platform {
  const sealer = privateKeySealer(environment['DATA_KEY']);
  return withUpstreams(cloudPlatform(environment, client), { sealer });
}
