import { devNull } from 'node:os';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { ServiceFailed } from '../errors.ts';
import type { Cleanups } from '../host/cleanups.ts';
import type { DataFolder } from '../host/data-folder.ts';
import { REGION } from '../template/values.ts';
import { startDynamoDbLocal } from './dynamodb-local.ts';
import { startFauxqs } from './fauxqs.ts';
import type { Ports } from './ports.ts';
import type { QueueMessages } from './queue-messages.ts';

/** The services that hold the app's resources. */
export interface Services {
  readonly dynamodbEndpoint: string;
  readonly sqsEndpoint: string;
  readonly s3Endpoint: string;
  readonly dynamodb: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  /** The messages in the queues; undefined when another program has them. */
  readonly queues: QueueMessages | undefined;
  /** Rejects when one of them ends unasked; never resolves. */
  readonly failure: Promise<never>;
  /** The variables by which the AWS SDK finds them, ignoring the user's own AWS settings. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface ServicesOptions {
  readonly folder: DataFolder;
  readonly ports: Pick<Ports, 'dynamodb' | 'sqs'>;
  readonly inMemory: boolean;
  /** Services whose endpoints are set here are used, not started. */
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
  readonly cleanups: Cleanups;
}

const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/**
 * Starts DynamoDB Local and fauxqs, or uses those that the environment names.
 *
 * @throws JavaMissing, PortTaken, ServiceFailed
 */
export async function startServices(options: ServicesOptions): Promise<Services> {
  const { env, cleanups } = options;
  const failing = Promise.withResolvers<never>();
  // A caller need not watch for failures.
  failing.promise.catch(() => undefined);
  const { sqsEndpoint, s3Endpoint, queues } = await startQueuesAndObjects(options);
  const dynamodbEndpoint =
    env['AWS_ENDPOINT_URL_DYNAMODB'] || (await startOwnDynamoDb(options, failing.reject));
  const common = { region: REGION, credentials: CREDENTIALS };
  const dynamodb = new DynamoDBClient({ ...common, endpoint: dynamodbEndpoint });
  const streamsEndpoint = env['AWS_ENDPOINT_URL_DYNAMODB_STREAMS'] || dynamodbEndpoint;
  const streams = new DynamoDBStreamsClient({ ...common, endpoint: streamsEndpoint });
  const sqs = new SQSClient({ ...common, endpoint: sqsEndpoint });
  const s3 = new S3Client({ ...common, endpoint: s3Endpoint });
  cleanups.add(() => {
    for (const client of [dynamodb, streams, sqs, s3]) client.destroy();
  });
  const environment = {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL_DYNAMODB: dynamodbEndpoint,
    AWS_ENDPOINT_URL_SQS: sqsEndpoint,
    AWS_ENDPOINT_URL_S3: s3Endpoint,
  };
  const { promise: failure } = failing;
  const endpoints = { dynamodbEndpoint, sqsEndpoint, s3Endpoint };
  return { ...endpoints, dynamodb, streams, sqs, s3, queues, failure, environment };
}

async function startOwnDynamoDb(
  { folder, ports, inMemory, log, signal, cleanups }: ServicesOptions,
  fail: (reason: ServiceFailed) => void,
): Promise<string> {
  const dbPath = inMemory ? undefined : folder.at('dynamodb');
  const logFile = folder.at('logs', 'dynamodb-local.log');
  const { endpoint, ended, stop } = await startDynamoDbLocal({
    port: ports.dynamodb,
    dbPath,
    logFile,
    signal,
  });
  let stopping = false;
  cleanups.add(() => {
    stopping = true;
    return stop();
  });
  void ended.then(() => {
    if (!stopping) fail(new ServiceFailed(`DynamoDB Local ended unasked: ${logFile} may say why.`));
  });
  log(`DynamoDB Local at ${endpoint}`);
  return endpoint;
}

/** Starts one program for SQS and S3, unless the environment names both. */
async function startQueuesAndObjects(
  options: ServicesOptions,
): Promise<Pick<Services, 'sqsEndpoint' | 's3Endpoint' | 'queues'>> {
  const { folder, ports, inMemory, env, log, cleanups } = options;
  const [sqs, s3] = [env['AWS_ENDPOINT_URL_SQS'], env['AWS_ENDPOINT_URL_S3']];
  if (sqs && s3) return { sqsEndpoint: sqs, s3Endpoint: s3, queues: undefined };
  const { endpoint, queues, stop } = await startFauxqs(
    ports.sqs,
    inMemory ? undefined : folder.at('objects'),
  );
  cleanups.add(stop);
  log(`SQS and S3 at ${endpoint}`);
  return { sqsEndpoint: sqs || endpoint, s3Endpoint: s3 || endpoint, queues: sqs ? undefined : queues };
}
