import { join } from 'node:path';
import { build } from 'esbuild';
import { BUNDLE_OPTIONS, LAMBDA_CREDENTIALS } from '../../../infra/lambdas/bundle.ts';

const EMPTY_HANDLER = `
  import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
  const client = new DynamoDBClient({});
  export const handler = (input) => client.send(new GetItemCommand(input));`;

/**
 * Builds a bundle with the DynamoDB client alone: complete, or without the parts that the functions' bundles leave out.
 */
export async function bundleFloor(folder: string, cut: boolean): Promise<string> {
  const outfile = join(folder, cut ? 'cut.mjs' : 'floor.mjs');
  await build({
    ...BUNDLE_OPTIONS,
    stdin: { contents: EMPTY_HANDLER, resolveDir: import.meta.dirname },
    outfile,
    sourcemap: false,
    alias: cut ? { '@aws-sdk/credential-provider-node': LAMBDA_CREDENTIALS } : {},
  });
  return outfile;
}
