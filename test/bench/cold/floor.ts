import { join } from 'node:path';
import { build } from 'esbuild';
import { BUNDLE_OPTIONS, LAMBDA_CREDENTIALS } from '../../../infra/lambdas/bundle.ts';

const NOTHING_ELSE = `
  import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
  const client = new DynamoDBClient({});
  export const handler = (input) => client.send(new GetItemCommand(input));`;

/** A bundle with nothing but the DynamoDB client: as anybody gets it, or with the cut that the functions' bundles have. */
export async function bundleFloor(folder: string, cut: boolean): Promise<string> {
  const outfile = join(folder, cut ? 'cut.mjs' : 'floor.mjs');
  await build({
    ...BUNDLE_OPTIONS,
    stdin: { contents: NOTHING_ELSE, resolveDir: import.meta.dirname },
    outfile,
    sourcemap: false,
    alias: cut ? { '@aws-sdk/credential-provider-node': LAMBDA_CREDENTIALS } : {},
  });
  return outfile;
}
