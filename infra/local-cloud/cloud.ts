import { rmSync, writeFileSync } from 'node:fs';
import { environmentFile } from '../cli/command.ts';
import { type Deployment, deploy, physicalIds, runSources, trigger } from './deployment.ts';
import { Cleanups } from './host/cleanups.ts';
import { DataFolder } from './host/data-folder.ts';
import { serveApi } from './http/gateway.ts';
import { mergedVariables } from './lambda/merged-variables.ts';
import { freePort, type Ports, SERVICE_PORTS } from './services/ports.ts';
import { type Services, startServices } from './services/services.ts';
import { type RawStack, synthesize } from './template/assembly.ts';
import { supportedStack } from './template/supported-resources.ts';

export interface CloudOptions {
  /** The file of the CDK app. */
  readonly app: string;
  /** Everything that is kept, and the logs. One cloud at a time. */
  readonly dataDir: string;
  /** 0, as unless told, for any. */
  readonly ports?: Partial<Omit<Ports, 'receiver'>>;
  /** Tables in memory: nothing is found by the next start. */
  readonly inMemory?: boolean;
  /** Execution environments of a function; 5 unless told. */
  readonly concurrency?: number;
  /** What `cdk -c name=value` would set. */
  readonly context?: Readonly<Record<string, string>>;
  /** Where `AWS_ENDPOINT_URL_*` may name services to use; the process's own environment unless told. */
  readonly env?: NodeJS.ProcessEnv;
  /** Hears of progress, a line at a time. */
  readonly log?: (line: string) => void;
  /** Gives up a start under way. */
  readonly signal?: AbortSignal;
}

/** A CDK app that runs on this machine. */
export interface LocalCloud {
  readonly apiUrl: string;
  readonly dynamodbEndpoint: string;
  readonly sqsEndpoint: string;
  readonly s3Endpoint: string;
  readonly dataDir: string;
  /** One file for each function, `<name>.log`. */
  readonly logsDir: string;
  /** Names of tables, buckets and functions and URLs of queues, by logical id without its hash. */
  readonly physicalIds: Readonly<Record<string, string>>;
  /** What an operator's command needs in its environment; while the cloud runs also in `environmentFile`. */
  readonly env: Readonly<Record<string, string>>;
  /** Wakes a schedule's functions, or a function by itself, and waits for it. By name or logical id. */
  trigger(name: string): Promise<void>;
  /** Rejects with ServiceFailed when a service ends unasked; never resolves. */
  readonly failure: Promise<never>;
  stop(): Promise<void>;
}

const DEFAULT_CONCURRENCY = 5;

/** What the app is told because merchants' endpoints are on this machine, as it is itself, which may be busy. */
const LOCAL_CONTEXT = {
  notifyAllowLoopbackHttp: 'true',
  callTimeoutMs: '15000',
  authorizeCallTimeoutMs: '15000',
  authorizeTimeoutSeconds: '15',
};

/**
 * Synthesizes a CDK app and runs it, until `stop` or the end of this process.
 *
 * @throws StartRefused when something must be done first
 */
export async function startCloud(options: CloudOptions): Promise<LocalCloud> {
  const cleanups = new Cleanups();
  try {
    return await start(options, cleanups);
  } catch (error) {
    await cleanups.run();
    throw error;
  }
}

async function start(options: CloudOptions, cleanups: Cleanups): Promise<LocalCloud> {
  const { log = () => undefined, concurrency = DEFAULT_CONCURRENCY, ports } = options;
  const folder = new DataFolder(options.dataDir);
  cleanups.add(() => folder.release());
  // Before the long steps, not after them.
  if (ports?.api) await freePort(ports.api, SERVICE_PORTS.api);
  const { stacks, services } = await prepare(options, folder, cleanups);
  const deployment = await deploy(stacks, services, { folder, concurrency });
  const { tables, queues, buckets } = deployment;
  log(`${tables.length} tables, ${queues.length} queues, ${buckets.length} buckets`);
  options.signal?.throwIfAborted();

  const stopping = new AbortController();
  let sources: Promise<void> | undefined;
  cleanups.add(() => sources);
  cleanups.add(() => Promise.all(deployment.functions.map((lambda) => lambda.stop())));
  const { url: apiUrl, stop: stopApi } = await serveApi(deployment.api, ports?.api ?? 0);
  cleanups.add(stopApi);
  log(`${deployment.functions.length} functions, ${deployment.api.routes.size} routes at ${apiUrl}`);
  const env = writeEnvironmentFile(deployment, services, { apiUrl, folder, cleanups });
  sources = runSources(deployment, services, { folder, signal: stopping.signal });
  cleanups.add(() => stopping.abort());
  const { streams, consumers, schedules } = deployment;
  log(`${streams.length} streams, ${consumers.length} queue consumers, ${schedules.length} schedules`);

  return {
    apiUrl,
    dynamodbEndpoint: services.dynamodbEndpoint,
    sqsEndpoint: services.sqsEndpoint,
    s3Endpoint: services.s3Endpoint,
    dataDir: folder.path,
    logsDir: folder.logs,
    physicalIds: physicalIds(deployment),
    env,
    trigger: (name) => trigger(deployment, name),
    failure: services.failure,
    stop: () => cleanups.run(),
  };
}

/** Synthesizes the app while the services start. When one fails, the other is given up and waited for. */
async function prepare(
  options: CloudOptions,
  folder: DataFolder,
  cleanups: Cleanups,
): Promise<{ stacks: RawStack[]; services: Services }> {
  const { app, inMemory = false, env = process.env, log = () => undefined } = options;
  const ports = { dynamodb: 0, sqs: 0, ...options.ports };
  const context = { ...LOCAL_CONTEXT, ...options.context };
  const failing = new AbortController();
  const signal = AbortSignal.any([failing.signal, ...(options.signal ? [options.signal] : [])]);
  const synthesizing = synthesize({ app, outdir: folder.at('cdk.out'), context, signal }).then((stacks) => {
    log(`CDK app synthesized: ${stacks.map(({ name }) => name).join(', ')}`);
    return stacks.map(supportedStack);
  });
  const starting = startServices({ folder, ports, inMemory, env, log, signal, cleanups });
  try {
    const [stacks, services] = await Promise.all([synthesizing, starting]);
    return { stacks, services };
  } catch (error) {
    failing.abort();
    await Promise.allSettled([synthesizing, starting]);
    throw error;
  }
}

/** Leaves what operators' commands need in a file for as long as the cloud runs. */
function writeEnvironmentFile(
  { functions }: Deployment,
  services: Services,
  { apiUrl, folder, cleanups }: { apiUrl: string; folder: DataFolder; cleanups: Cleanups },
): Record<string, string> {
  const env = {
    ...mergedVariables(functions.map(({ spec }) => spec)),
    ...services.environment,
    ISSUARY_API: apiUrl,
  };
  const file = environmentFile(folder.path);
  writeFileSync(file, `${JSON.stringify(env, null, 2)}\n`, { mode: 0o600 });
  cleanups.add(() => rmSync(file, { force: true }));
  return env;
}
