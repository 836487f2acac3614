import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Dependencies } from '../domain/dependencies.ts';
import { withExternalIssuers } from '../domain/issuing/issuers/external/open-issuers.ts';
import { privateKeySealer } from '../domain/parties/platform-keys.ts';
import { awsDependencies } from './aws-dependencies.ts';
import { stageExternalIssuers } from './stage-issuer.ts';

/**
 * Builds the dependencies of a Lambda that calls external issuers. In a file of its own, because only these functions
 * bundle the client.
 */
export function awsDependenciesWithIssuers(
  environment: NodeJS.ProcessEnv,
  client?: DynamoDBClient,
): Dependencies {
  const sealer = privateKeySealer(environment['DATA_KEY']);
  return stageExternalIssuers(withExternalIssuers(awsDependencies(environment, client), { sealer }));
}
