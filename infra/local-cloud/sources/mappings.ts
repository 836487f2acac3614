import { TemplateUnsupported } from '../errors.ts';
import type { LambdaFunction } from '../lambda/lambda-function.ts';
import type { Queue } from '../services/sqs.ts';
import type { TableSpec } from '../services/tables.ts';
import { type Resource, resourcesOfType } from '../template/resources.ts';
import type { Values } from '../template/values.ts';
import { compileFilter } from './event-filter.ts';
import type { QueueMapping } from './queue-source.ts';
import type { StreamMapping } from './stream-source.ts';

interface MappingProperties {
  readonly EventSourceArn: string;
  readonly FunctionName: string;
  readonly BatchSize?: number;
  readonly FilterCriteria?: { readonly Filters: readonly { readonly Pattern: string }[] };
  readonly FunctionResponseTypes?: readonly string[];
  readonly MaximumRetryAttempts?: number;
  readonly BisectBatchOnFunctionError?: boolean;
}

/** The resources that event sources read and invoke. */
export interface DeployedResources {
  readonly tables: readonly TableSpec[];
  readonly queues: readonly Queue[];
  readonly functions: readonly LambdaFunction[];
}

/**
 * Reads the event source mappings.
 *
 * @throws TemplateUnsupported for a source that is neither a stream nor a queue of this app
 */
export function readMappings(
  resources: readonly Resource[],
  values: Values,
  deployed: DeployedResources,
): { streams: StreamMapping[]; queues: QueueMapping[] } {
  const streams: StreamMapping[] = [];
  const queues: QueueMapping[] = [];
  for (const mapping of resourcesOfType<MappingProperties>(
    resources,
    'AWS::Lambda::EventSourceMapping',
    values,
  )) {
    const queue = deployed.queues.find(({ arn }) => arn === mapping.EventSourceArn);
    const stream = deployed.tables.find(({ streamArn }) => streamArn === mapping.EventSourceArn);
    const lambda = findFunction(deployed.functions, mapping.FunctionName, mapping.where);
    if (queue) queues.push(queueMapping(mapping, queue, lambda));
    else if (stream) streams.push(streamMapping(mapping, lambda, writersOf(stream, deployed.functions)));
    else throw new TemplateUnsupported(mapping.where, `the event source ${mapping.EventSourceArn}`);
  }
  return { streams, queues };
}

/**
 * Returns the function with this name or ARN.
 *
 * @throws TemplateUnsupported when there is none
 */
export function findFunction(
  functions: readonly LambdaFunction[],
  nameOrArn: string,
  where: string,
): LambdaFunction {
  const found = functions.find(({ spec }) => spec.name === nameOrArn || spec.arn === nameOrArn);
  if (!found) throw new TemplateUnsupported(where, `the function ${nameOrArn}`);
  return found;
}

type Mapping = Resource & MappingProperties;

function queueMapping(mapping: Mapping, queue: Queue, lambda: LambdaFunction): QueueMapping {
  if (mapping.FilterCriteria) throw new TemplateUnsupported(mapping.where, 'a filter on a queue');
  return {
    id: mapping.name,
    queue,
    lambda,
    batchSize: Number(mapping.BatchSize ?? 10),
    reportsItemFailures: reportsItemFailures(mapping),
  };
}

/** Permissions are not known here, but a function that is not given a table's name does not reach it. */
const writersOf = ({ name }: TableSpec, functions: readonly LambdaFunction[]): LambdaFunction[] =>
  functions.filter(({ spec }) => Object.values(spec.variables).includes(name));

function streamMapping(
  mapping: Mapping,
  lambda: LambdaFunction,
  writers: readonly LambdaFunction[],
): StreamMapping {
  const patterns = mapping.FilterCriteria?.Filters.map(({ Pattern }) => Pattern) ?? [];
  return {
    id: mapping.name,
    streamArn: mapping.EventSourceArn,
    writers,
    lambda,
    batchSize: Number(mapping.BatchSize ?? 100),
    filter: compileFilter(patterns, mapping.where),
    policy: {
      reportsItemFailures: reportsItemFailures(mapping),
      bisects: mapping.BisectBatchOnFunctionError ?? false,
      maximumRetryAttempts: Number(mapping.MaximumRetryAttempts ?? -1),
    },
  };
}

const reportsItemFailures = ({ FunctionResponseTypes = [] }: MappingProperties): boolean =>
  FunctionResponseTypes.includes('ReportBatchItemFailures');
