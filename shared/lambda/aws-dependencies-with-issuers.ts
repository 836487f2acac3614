import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Dependencies } from '../domain/dependencies.ts';
import { withExternalIssuers } from '../domain/issuing/issuers/external/open-issuers.ts';
import { privateKeySealer } from '../domain/parties/platform-keys.ts';
import { awsDependencies } from './aws-dependencies.ts';

/** The platform of a Lambda that says something to platforms below: it alone brings the client along. */
export function awsDependenciesWithIssuers(
  environment: NodeJS.ProcessEnv,
  client?: DynamoDBClient,
): Dependencies {
  const sealer = privateKeySealer(environment['DATA_KEY']);
  return withExternalIssuers(awsDependencies(environment, client), { sealer });
}
