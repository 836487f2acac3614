import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { cloudPlatform } from '../../shared/lambda/cloud-platform.ts';
import type { Platform } from '../../shared/platform/platform.ts';
import { readNumber } from '../../shared/store/dynamo.ts';
import type { Item } from '../../shared/store/store.ts';
import { type TableName, tableVariable } from '../../shared/store/tables.ts';

/** An operator's access to a deployment: all of its rooms, and whole tables at once, which no function may read. */
export interface Operator {
  readonly platform: Platform;
  readonly scan: (table: TableName) => Promise<Item[]>;
  readonly close: () => void;
}

/** Where the local cloud tells operators' commands its tables, keys and endpoints while it runs. */
export const environmentFile = (dataDir: string): string => join(dataDir, 'environment.json');

/** The environment of a deployment: as set, or that of the local cloud on `dataDir`. */
export function deploymentEnvironment(dataDir: string): NodeJS.ProcessEnv {
  if (process.env[tableVariable('ledger')]) return process.env;
  const file = environmentFile(dataDir);
  if (!existsSync(file)) {
    throw new Error(
      `No local cloud is running on ${dataDir}: start it with npm start, or set ${tableVariable('ledger')} and the other variables of a deployment.`,
    );
  }
  return { ...process.env, ...JSON.parse(readFileSync(file, 'utf8')) };
}

/** Opens a deployment by its environment: `TABLE_*`, `DATA_KEY`, `VAULT_KEY`, and the AWS SDK's own settings. */
export function openOperator(environment: NodeJS.ProcessEnv): Operator {
  const client = clientFor(environment);
  const scan = async (table: TableName): Promise<Item[]> => {
    const input = { TableName: environment[tableVariable(table)], ConsistentRead: true };
    const items: Item[] = [];
    for await (const page of paginateScan({ client }, input)) {
      items.push(...(page.Items ?? []).map((item) => unmarshall(item, { wrapNumbers: readNumber })));
    }
    return items;
  };
  return { platform: cloudPlatform(environment, client), scan, close: () => client.destroy() };
}

/** The SDK reads this process's environment; a local cloud's settings come from a file instead. */
function clientFor(environment: NodeJS.ProcessEnv): DynamoDBClient {
  const {
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
  } = environment;
  const secretAccessKey = environment['AWS_SECRET_ACCESS_KEY'];
  return new DynamoDBClient({
    ...(endpoint && { endpoint }),
    ...(region && { region }),
    ...(endpoint && accessKeyId && secretAccessKey && { credentials: { accessKeyId, secretAccessKey } }),
  });
}
