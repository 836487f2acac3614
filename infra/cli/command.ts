import { existsSync, readFileSync } from 'node:fs';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Dependencies } from '../../shared/domain/dependencies.ts';
import { awsDependencies } from '../../shared/lambda/aws-dependencies.ts';
import { containsCardNumber } from '../../shared/runtime/card-number/detect-card-numbers.ts';
import { QUEUES, SqsWorkQueue } from '../../shared/runtime/queue/sqs-work-queue.ts';
import type { WorkQueue } from '../../shared/runtime/queue/work-queue.ts';
import type { Item } from '../../shared/runtime/store/item.ts';
import { parseNumber } from '../../shared/runtime/store/parse-number.ts';
import { type TableName, tableVariable } from '../../shared/runtime/store/tables.ts';
import { missingSettings } from '../constructs/settings.ts';
import { environmentFile } from '../local-cloud/host/environment-file.ts';
import { escapeLines } from './text-table.ts';

/** An operator's access to a deployment: all of its rooms, and whole tables at once, which no function may read. */
export interface Operator {
  readonly deps: Dependencies;
  /** What names the deployment. */
  readonly environment: NodeJS.ProcessEnv;
  /** `attributes` leaves out all others. */
  readonly scan: (table: TableName, attributes?: readonly string[]) => Promise<Item[]>;
  readonly close: () => void;
}

/**
 * The environment of a deployment: as `given`, or that of the local cloud on `dataDir`.
 *
 * @throws CommandRefused where settings are missing: a time in another zone than the platform's is another time
 */
export function deploymentEnvironment(dataDir: string, environment = process.env): NodeJS.ProcessEnv {
  if (environment[tableVariable('ledger')]) {
    const missing = missingSettings(environment);
    if (missing.length === 0) return environment;
    throw new CommandError(
      `The deployment's settings are not set: ${missing.join(', ')}. Read the output OperatorEnvironment anew.`,
    );
  }
  const file = environmentFile(dataDir);
  if (!existsSync(file)) {
    throw new Error(
      `No local cloud is running on ${dataDir}: start it with npm start, or set ${tableVariable('ledger')} and the other variables of a deployment.`,
    );
  }
  return { ...environment, ...JSON.parse(readFileSync(file, 'utf8')) };
}

/** Opens a deployment by its environment: `TABLE_*`, `DATA_KEY`, `VAULT_KEY`, and the AWS SDK's own settings. */
export function openOperator(environment: NodeJS.ProcessEnv): Operator {
  const client = clientFor(environment);
  const scan = async (table: TableName, attributes?: readonly string[]): Promise<Item[]> => {
    const input = {
      TableName: environment[tableVariable(table)],
      ConsistentRead: true,
      ...(attributes && projection(attributes)),
    };
    const items: Item[] = [];
    for await (const page of paginateScan({ client }, input)) {
      items.push(...(page.Items ?? []).map((item) => unmarshall(item, { wrapNumbers: parseNumber })));
    }
    return items;
  };
  const deps = { ...awsDependencies(environment, client), workQueue: workQueueFor(environment) };
  return { deps, environment, scan, close: () => client.destroy() };
}

/** Wakes workers through the deployment's queues; where it is not told of them, the sweeper has to find what waits. */
function workQueueFor(environment: NodeJS.ProcessEnv): WorkQueue {
  if (!environment[QUEUES.notification.variable]) return { send: async (_, ids) => [...ids] };
  return new SqsWorkQueue(environment, new SQSClient(awsSettings(environment, 'AWS_ENDPOINT_URL_SQS')));
}

const clientFor = (environment: NodeJS.ProcessEnv): DynamoDBClient =>
  new DynamoDBClient(awsSettings(environment, 'AWS_ENDPOINT_URL_DYNAMODB'));

/** Names are given by numbers, as a table has words of its own. */
const projection = (attributes: readonly string[]) => ({
  ProjectionExpression: attributes.map((_, index) => `#${index}`).join(),
  ExpressionAttributeNames: Object.fromEntries(attributes.map((name, index) => [`#${index}`, name])),
});

/** The SDK reads this process's environment; a local cloud's settings come from a file instead. */
function awsSettings(environment: NodeJS.ProcessEnv, endpointVariable: string) {
  const { AWS_REGION: region, AWS_ACCESS_KEY_ID: accessKeyId } = environment;
  const endpoint = environment[endpointVariable];
  const secretAccessKey = environment['AWS_SECRET_ACCESS_KEY'];
  return {
    ...(endpoint && { endpoint }),
    ...(region && { region }),
    ...(endpoint && accessKeyId && secretAccessKey && { credentials: { accessKeyId, secretAccessKey } }),
  };
}

/** Names, reasons and references are kept and shown. */
const HOLDS_NUMBER = 'one of the options holds a card number: nothing that is kept in clear may';

/** What the operator asked for cannot be done; the message says why. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/**
 * Runs an operator's command with the arguments of this process: `--help`, `--data DIR` and the rest for `command`,
 * which answers the text to print. What it throws is one sentence and exit code 1. Nothing of either can speak to the
 * terminal.
 */
export async function runCommand(
  help: string,
  command: (args: readonly string[], operator: Operator) => Promise<string>,
): Promise<void> {
  const { dataDir, args } = extractDataDir(process.argv.slice(2), process.env);
  if (args.includes('--help')) return console.log(help);
  let operator: Operator | undefined;
  try {
    operator = openOperator(deploymentEnvironment(dataDir));
    for (const text of args)
      if (await containsCardNumber(operator.deps.store, text)) throw new CommandError(HOLDS_NUMBER);
    console.log(escapeLines(await command(args, operator)));
  } catch (error) {
    console.error(escapeLines(errorText(error)));
    process.exitCode = 1;
  } finally {
    operator?.close();
  }
}

/**
 * What went wrong, as the operator reads it. Of an option that there is not, node goes on about what else it might be.
 */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isMistyped = String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');
  return isMistyped ? `${error.message.split('. ')[0]}. --help tells the options.` : error.message;
}

/** The data folder, which is where `npm start` puts it unless told, and the arguments without it. */
export function extractDataDir(
  argv: readonly string[],
  { ISSUARY_DATA: defaultDataDir = '.issuary' }: NodeJS.ProcessEnv,
): { dataDir: string; args: string[] } {
  const at = argv.indexOf('--data');
  if (at < 0) return { dataDir: defaultDataDir, args: [...argv] };
  return { dataDir: argv[at + 1] ?? defaultDataDir, args: [...argv.slice(0, at), ...argv.slice(at + 2)] };
}
