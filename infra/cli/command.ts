import { existsSync, readFileSync } from 'node:fs';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { CommandError } from '../../clients/cli/common/command-error.ts';
import { localDataDir } from '../../clients/cli/common/profiles.ts';
import { escapeLines } from '../../clients/cli/common/text-table.ts';
import type { Dependencies } from '../../shared/domain/dependencies.ts';
import { awsDependencies } from '../../shared/lambda/aws-dependencies.ts';
import { containsCardNumber } from '../../shared/runtime/card-number/detect-card-numbers.ts';
import { QUEUES, SqsWorkQueue } from '../../shared/runtime/queue/sqs-work-queue.ts';
import type { WorkQueue } from '../../shared/runtime/queue/work-queue.ts';
import type { Item } from '../../shared/runtime/store/item.ts';
import { parseNumber } from '../../shared/runtime/store/parse-number.ts';
import { type TableName, tableVariable } from '../../shared/runtime/store/tables.ts';
import { missingSettings } from '../constructs/settings.ts';
import { clockFrom } from '../local-cloud/clock/platform-clock.ts';
import { environmentFile } from '../local-cloud/host/environment-file.ts';

export { CommandError } from '../../clients/cli/common/command-error.ts';

/** An operator's access to a deployment: to all tables, and unlike any function to whole tables at once. */
export interface Operator {
  readonly deps: Dependencies;
  /** The environment variables that name the resources of the deployment. */
  readonly environment: NodeJS.ProcessEnv;
  /** Reads a whole table; with `attributes`, only these attributes of its items. */
  readonly scan: (table: TableName, attributes?: readonly string[]) => Promise<Item[]>;
  readonly close: () => void;
}

/**
 * Returns the environment of a deployment: the given one, or that of the local cloud that options, variables or a
 * profile name.
 *
 * @throws CommandError when settings are missing: times would be read in another zone than the platform's
 */
export function deploymentEnvironment(
  named: Parameters<typeof localDataDir>[0],
  environment: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  if (environment[tableVariable('ledger')]) {
    const missing = missingSettings(environment);
    if (missing.length === 0) return environment;
    throw new CommandError(
      `The deployment's settings are not set: ${missing.join(', ')}. Read the stack output OperatorEnvironment again.`,
    );
  }
  const dataDir = localDataDir(named, environment);
  const file = environmentFile(dataDir);
  if (!existsSync(file)) {
    throw new CommandError(
      `No local cloud is running on ${dataDir}: start it with npm start, or set ${tableVariable('ledger')} and the other variables of a deployment.`,
    );
  }
  return { ...environment, ...JSON.parse(readFileSync(file, 'utf8')) };
}

/** Opens a deployment by its environment: `TABLE_*`, `DATA_KEY`, `VAULT_KEY`, and the variables of the AWS SDK. */
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
  const now = clockFrom(environment);
  const deps = { ...awsDependencies(environment, client), now, workQueue: workQueueFor(environment) };
  return { deps, environment, scan, close: () => client.destroy() };
}

/** Uses the deployment's queues; without their URLs, the sweeper has to find what was not queued. */
function workQueueFor(environment: NodeJS.ProcessEnv): WorkQueue {
  if (!environment[QUEUES.notification.variable]) return { send: async (_, ids) => [...ids] };
  return new SqsWorkQueue(environment, new SQSClient(awsSettings(environment, 'AWS_ENDPOINT_URL_SQS')));
}

const clientFor = (environment: NodeJS.ProcessEnv): DynamoDBClient =>
  new DynamoDBClient(awsSettings(environment, 'AWS_ENDPOINT_URL_DYNAMODB'));

/** Uses placeholders, as attribute names may be reserved words. */
const projection = (attributes: readonly string[]) => ({
  ProjectionExpression: attributes.map((_, index) => `#${index}`).join(),
  ExpressionAttributeNames: Object.fromEntries(attributes.map((name, index) => [`#${index}`, name])),
});

/** Passes these explicitly: the SDK reads the environment of this process, but a local cloud's is in a file. */
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

/** Names, reasons and references are stored and shown in clear. */
const HOLDS_NUMBER = 'one of the options contains a card number, which must not be stored in clear';

/**
 * Runs an operator's command with the arguments of this process: handles `--help`, `--data DIR` and `--profile NAME` and passes the rest
 * to `command`, which returns the text to print. An error is printed as one sentence, with exit code 1. Escapes
 * everything that a terminal would interpret.
 */
export async function runCommand(
  help: string,
  command: (args: readonly string[], operator: Operator) => Promise<string>,
): Promise<void> {
  const { named, args } = extractDeployment(process.argv.slice(2));
  if (args.includes('--help')) return console.log(help);
  let operator: Operator | undefined;
  try {
    operator = openOperator(deploymentEnvironment(named, process.env));
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

/** Returns the error for an operator, without Node's speculations about a mistyped option. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isMistyped = String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');
  return isMistyped ? `${error.message.split('. ')[0]}. See --help for the options.` : error.message;
}

/** Takes `--data DIR` and `--profile NAME` out of the arguments. */
export function extractDeployment(argv: readonly string[]): {
  readonly named: { readonly data?: string; readonly profile?: string };
  readonly args: string[];
} {
  const named: Record<string, string> = {};
  const args: string[] = [];
  for (let at = 0; at < argv.length; at += 1) {
    const [arg = '', value] = [argv[at], argv[at + 1]];
    if ((arg !== '--data' && arg !== '--profile') || value === undefined) args.push(arg);
    else {
      named[arg.slice(2)] = value;
      at += 1;
    }
  }
  return { named, args };
}
