import type { PlatformClock } from './clock/platform-clock.ts';
import type { DataFolder } from './host/data-folder.ts';
import { defineApi, type RestApi, readApi } from './http/routes.ts';
import { defineFunctions, type FunctionSpec, readFunctions } from './lambda/function-spec.ts';
import { LambdaFunction } from './lambda/lambda-function.ts';
import { type Bucket, createBuckets } from './services/buckets.ts';
import type { Services } from './services/services.ts';
import { createQueues, type Queue } from './services/sqs.ts';
import { createTables, type TableSpec } from './services/tables.ts';
import { readMappings } from './sources/mappings.ts';
import { type QueueMapping, QueueSource } from './sources/queue-source.ts';
import { fireSchedule, readSchedules, type Schedule } from './sources/schedules.ts';
import { type StreamMapping, StreamSource } from './sources/stream-source.ts';
import { Timetable } from './sources/timetable.ts';
import type { RawStack } from './template/assembly.ts';
import { listResources, type Resource } from './template/resources.ts';
import { Values } from './template/values.ts';

/** The deployed resources of the app: those that hold data exist, those that run code are ready to run it. */
export interface Deployment {
  readonly tables: readonly TableSpec[];
  readonly queues: readonly Queue[];
  readonly buckets: readonly Bucket[];
  readonly functions: readonly LambdaFunction[];
  readonly streams: readonly StreamMapping[];
  readonly consumers: readonly QueueMapping[];
  readonly schedules: readonly Schedule[];
  readonly api: RestApi;
}

interface DeployOptions {
  readonly folder: DataFolder;
  readonly concurrency: number;
  readonly clock: PlatformClock;
}

/** Deploys stacks that `supportedStack` has passed. `concurrency` limits the environments of each function. */
export async function deploy(
  stacks: readonly RawStack[],
  services: Services,
  { folder, concurrency, clock }: DeployOptions,
): Promise<Deployment> {
  const resources = listResources(stacks);
  const values = new Values(stacks);
  defineNamed(resources, values, folder);
  defineFunctions(resources, values);
  defineApi(resources, values);
  const tables = await createTables(resources, values, services.dynamodb);
  const queues = await createQueues(resources, values, services);
  const buckets = await createBuckets(resources, values, services.s3);
  const specs = readFunctions(resources, values, {
    logsDir: folder.logs,
    services: services.environment,
  });
  const functions = specs.map((spec) => new LambdaFunction(spec, concurrency, clock.shared));
  const { streams, queues: consumers } = readMappings(resources, values, { tables, queues, functions });
  const schedules = readSchedules(resources, values, functions);
  const api = readApi(resources, values, functions);
  return { tables, queues, buckets, functions, streams, consumers, schedules, api };
}

/** Defines the resources that are only a name here, or a key in a file. */
function defineNamed(resources: readonly Resource[], values: Values, folder: DataFolder): void {
  for (const resource of resources) {
    if (resource.type === 'AWS::Logs::LogGroup') values.define(resource, { Ref: resource.name });
    if (resource.type === 'AWS::KMS::Key') values.define(resource, { Arn: folder.keyFile(resource.name) });
  }
}

/** What invokes the functions, beside the API. */
export interface Sources {
  readonly streams: readonly StreamSource[];
  readonly queues: readonly QueueSource[];
  readonly timetable: Timetable;
}

/** Creates the event sources, which `runSources` runs until the signal aborts. */
export function createSources(
  { streams, consumers, schedules }: Deployment,
  services: Services,
  { folder, clock, signal }: { folder: DataFolder; clock: PlatformClock; signal: AbortSignal },
): Sources {
  const onError = (what: string, error: unknown) => folder.logWarning(what, error);
  const options = { signal, onError, clockOffsetMs: () => clock.offsetMs, messages: services.queues };
  return {
    streams: streams.map((mapping) => {
      const checkpointFile = folder.at('streams', `${mapping.id}.json`);
      return new StreamSource(mapping, services.streams, { ...options, checkpointFile });
    }),
    queues: consumers.map((mapping) => new QueueSource(mapping, services.sqs, options)),
    timetable: new Timetable(schedules, clock),
  };
}

/** Runs the event sources until the signal aborts. */
export async function runSources(
  { streams, queues, timetable }: Sources,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all([...[...streams, ...queues].map((source) => source.run()), timetable.run(signal)]);
}

/**
 * Invokes the functions of a schedule, or one function with an empty event, by name or logical id, and waits for them.
 *
 * @throws InvocationFailed when one of them fails
 */
export async function trigger(
  { schedules, functions }: Deployment,
  name: string,
  now: number,
): Promise<void> {
  const schedule = schedules.find((each) => [each.name, each.readableId].includes(name));
  if (schedule) return fireSchedule(schedule, now);
  const lambda = functions.find(({ spec }) => [spec.name, spec.readableId].includes(name));
  if (!lambda) throw new Error(`the app has no schedule and no function ${name}`);
  await lambda.invoke({});
}

/** Returns the names of tables, buckets and functions and the URLs of queues, by logical id without its hash. */
export function physicalIds({ tables, queues, buckets, functions }: Deployment): Record<string, string> {
  const specs: FunctionSpec[] = functions.map(({ spec }) => spec);
  return Object.fromEntries([
    ...[...tables, ...buckets, ...specs].map(({ readableId, name }) => [readableId, name]),
    ...queues.map(({ readableId, url }) => [readableId, url]),
  ]);
}
