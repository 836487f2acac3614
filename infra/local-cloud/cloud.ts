import { rmSync } from 'node:fs';
import { cloudClock } from './clock/cloud-clock.ts';
import { CLOCK_VARIABLE, PlatformClock } from './clock/platform-clock.ts';
import type { CloudClock } from './clock/time-travel.ts';
import { createSources, type Deployment, deploy, physicalIds, runSources, trigger } from './deployment.ts';
import { Cleanups } from './host/cleanups.ts';
import { DataFolder } from './host/data-folder.ts';
import { environmentFile, writeEnvironmentFile } from './host/environment-file.ts';
import { type Control, type Controls, cloudControls } from './http/control.ts';
import { type AddedHeaders, type AddedRequestHeaders, serveApi } from './http/gateway.ts';
import type { LocalSite } from './http/site-files.ts';
import { mergedVariables } from './lambda/merged-variables.ts';
import { freePort, type Ports, SERVICES } from './services/ports.ts';
import { type Services, startServices } from './services/services.ts';
import { type RawStack, synthesize } from './template/assembly.ts';
import { supportedStack } from './template/supported-resources.ts';

export interface CloudOptions {
  /** The file of the CDK app. */
  readonly app: string;
  /**
   * The files and folders that the synthesis depends on, beside context and Node. While they are the same, the next start
   * on the data folder uses the same synthesis again; without this option every start synthesizes.
   */
  readonly sources?: readonly string[];
  /** The folder for data and logs, used by one cloud at a time. */
  readonly dataDir: string;
  /** Ports default to 0, which stands for any free port. */
  readonly ports?: Partial<Ports>;
  /** Keeps tables and objects in memory: the next start does not find them. Defaults to false. */
  readonly inMemory?: boolean;
  /** Maximum number of execution environments per function; defaults to 5. */
  readonly concurrency?: number;
  /** What `cdk -c name=value` would set. */
  readonly context?: Readonly<Record<string, string>>;
  /** Where `AWS_ENDPOINT_URL_*` may name services to use; defaults to the environment of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** The variable of `LocalCloud.env` to hold the API's URL. */
  readonly apiUrlVariable?: string;
  /**
   * The name of the index by which the app finds what is due, in any of its tables; its sort key is the time in epoch
   * milliseconds. A move of the clock stops at these times.
   */
  readonly dueIndex?: string;
  /** Adds controls to those of every cloud (README). */
  readonly controls?: Controls;
  /** Adds headers to the functions' responses. */
  readonly addedHeaders?: AddedHeaders;
  /** Adds headers to requests before the functions get them. */
  readonly addedRequestHeaders?: AddedRequestHeaders;
  /** Files to serve beside the API. */
  readonly site?: LocalSite;
  /** Receives progress, a line at a time. */
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
  /** Contains a file for each function, `<name>.log`. */
  readonly logsDir: string;
  /** Names of tables, buckets and functions and URLs of queues, by logical id without its hash. */
  readonly physicalIds: Readonly<Record<string, string>>;
  /**
   * The environment in which a program reaches the deployed resources; in `environmentFile` too while the cloud runs.
   */
  readonly env: Readonly<Record<string, string>>;
  /** The cloud's time, for everything in it: functions, schedules, messages, items' time to live. */
  readonly clock: CloudClock;
  /** Invokes the functions of a schedule, or one function, by name or logical id, and waits for them. */
  trigger(name: string): Promise<void>;
  /** Rejects with ServiceFailed when a service ends unasked; never resolves. */
  readonly failure: Promise<never>;
  stop(): Promise<void>;
}

const DEFAULT_CONCURRENCY = 5;

/**
 * Synthesizes a CDK app and runs it until `stop` or the end of this process.
 *
 * @throws LocalCloudError when something must be done first
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
  // Fails before the long steps, not after them.
  if (ports?.api) await freePort(ports.api, SERVICES.api);
  const { stacks, services } = await prepare(options, folder, cleanups);
  const clock = new PlatformClock(options.inMemory ? undefined : folder.at('clock'));
  const deployment = await deploy(stacks, services, { folder, concurrency, clock });
  const { tables, queues, buckets } = deployment;
  log(`${tables.length} tables, ${queues.length} queues, ${buckets.length} buckets`);
  options.signal?.throwIfAborted();

  const stopping = new AbortController();
  const sources = createSources(deployment, services, { folder, clock, signal: stopping.signal });
  let running: Promise<void> | undefined;
  cleanups.add(() => running);
  cleanups.add(() => Promise.all(deployment.functions.map((lambda) => lambda.stop())));
  const controls: Record<string, Control> = {};
  const { api, functions } = deployment;
  const { addedHeaders, addedRequestHeaders, site } = options;
  const gateway = { addedHeaders, addedRequestHeaders, site, now: clock.now, controls };
  const { url: apiUrl, stop: stopApi } = await serveApi(api, ports?.api ?? 0, gateway);
  cleanups.add(stopApi);
  log(`${functions.length} functions, ${api.routes.size} routes at ${apiUrl}`);
  const env = () => environmentOf(deployment, services, options.apiUrlVariable, apiUrl, clock);
  const writeEnvironment = () => writeEnvironmentFile(folder.path, env());
  writeEnvironment();
  cleanups.add(() => rmSync(environmentFile(folder.path), { force: true }));
  running = runSources(sources, stopping.signal);
  cleanups.add(() => stopping.abort());
  const { streams, consumers, schedules } = deployment;
  log(`${streams.length} streams, ${consumers.length} queue consumers, ${schedules.length} schedules`);

  const { dueIndex } = options;
  const moving = cloudClock(clock, deployment, services, sources, { dueIndex, onMove: writeEnvironment });
  const cloud: LocalCloud = {
    apiUrl,
    dynamodbEndpoint: services.dynamodbEndpoint,
    sqsEndpoint: services.sqsEndpoint,
    s3Endpoint: services.s3Endpoint,
    dataDir: folder.path,
    logsDir: folder.logs,
    physicalIds: physicalIds(deployment),
    get env() {
      return env();
    },
    clock: moving,
    trigger: (name) => trigger(deployment, name, clock.now()),
    failure: services.failure,
    stop: () => cleanups.run(),
  };
  Object.assign(
    controls,
    cloudControls(moving, () => clock.offsetMs),
    options.controls,
  );
  return cloud;
}

/** Synthesizes the app while the services start. When one of the two fails, the other is aborted and waited for. */
async function prepare(
  options: CloudOptions,
  folder: DataFolder,
  cleanups: Cleanups,
): Promise<{ stacks: RawStack[]; services: Services }> {
  const { app, sources, context = {}, inMemory = false, env = process.env, log = () => undefined } = options;
  const ports = { dynamodb: 0, sqs: 0, ...options.ports };
  const failing = new AbortController();
  const signal = AbortSignal.any([failing.signal, ...(options.signal ? [options.signal] : [])]);
  const outdir = folder.at('cdk.out');
  const synthesizing = synthesize({ app, sources, outdir, context, signal }).then((stacks) => {
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

const environmentOf = (
  { functions }: Deployment,
  services: Services,
  apiUrlVariable: string | undefined,
  apiUrl: string,
  clock: PlatformClock,
): Record<string, string> => ({
  ...mergedVariables(functions.map(({ spec }) => spec)),
  ...services.environment,
  ...(apiUrlVariable !== undefined && { [apiUrlVariable]: apiUrl }),
  [CLOCK_VARIABLE]: String(clock.offsetMs),
});
