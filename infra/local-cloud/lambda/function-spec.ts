import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TemplateUnsupported } from '../errors.ts';
import { type Resource, resourcesOfType } from '../template/resources.ts';
import { ACCOUNT, REGION, type Values } from '../template/values.ts';

/** A function as the template describes it, ready to run. */
export interface FunctionSpec {
  readonly name: string;
  readonly readableId: string;
  readonly arn: string;
  readonly modulePath: string;
  readonly handlerName: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly logGroup: string;
  readonly logFile: string;
  /** The variables in the template. */
  readonly variables: Readonly<Record<string, string>>;
  /** The whole environment: the variables, those that Lambda sets, and the endpoints of the services. */
  readonly environment: Readonly<Record<string, string>>;
}

interface FunctionProperties {
  readonly Code: { readonly S3Key: string };
  readonly Handler: string;
  readonly Timeout?: number;
  readonly MemorySize?: number;
  readonly Environment?: { readonly Variables: Readonly<Record<string, string>> };
  readonly LoggingConfig?: { readonly LogGroup: string };
}

/** Defines the functions for references in the templates. */
export function defineFunctions(resources: readonly Resource[], values: Values): void {
  for (const resource of resources.filter(({ type }) => type === 'AWS::Lambda::Function'))
    values.define(resource, { Ref: resource.name, Arn: functionArn(resource.name) });
}

/** Reads the functions. Every environment includes `services`. */
export function readFunctions(
  resources: readonly Resource[],
  values: Values,
  options: { readonly logsDir: string; readonly services: Readonly<Record<string, string>> },
): FunctionSpec[] {
  return resourcesOfType<FunctionProperties>(resources, 'AWS::Lambda::Function', values).map((resource) => {
    const { name, readableId, Timeout = 3, MemorySize = 128 } = resource;
    const { folder, modulePath, handlerName } = locateHandler(resource);
    const variables = resource.Environment?.Variables ?? {};
    return {
      name,
      readableId,
      arn: functionArn(name),
      modulePath,
      handlerName,
      timeoutSeconds: Number(Timeout),
      memoryMb: Number(MemorySize),
      logGroup: resource.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
      logFile: join(options.logsDir, `${name}.log`),
      variables,
      environment: {
        ...lambdaVariables(name, folder, Number(MemorySize)),
        ...options.services,
        ...variables,
      },
    };
  });
}

const functionArn = (name: string): string => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;

function locateHandler({ stack, where, Code, Handler }: Resource & FunctionProperties) {
  const folder = stack.assets.get(Code.S3Key);
  if (!folder) throw new TemplateUnsupported(where, `the code ${Code.S3Key}`);
  const dot = Handler.lastIndexOf('.');
  const files = ['.mjs', '.js', '.cjs'].map((extension) => join(folder, Handler.slice(0, dot) + extension));
  const file = files.find((candidate) => existsSync(candidate));
  if (!file)
    throw new TemplateUnsupported(where, `the handler ${Handler}, which is not in the function's code`);
  return { folder, modulePath: pathToFileURL(file).href, handlerName: Handler.slice(dot + 1) };
}

/** The variables that the Lambda runtime sets. */
const lambdaVariables = (name: string, folder: string, memoryMb: number): Record<string, string> => ({
  AWS_DEFAULT_REGION: REGION,
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: name,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  LAMBDA_TASK_ROOT: folder,
  LANG: 'en_US.UTF-8',
  TZ: ':UTC',
});
