import { Duration, Stack } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Alias,
  Architecture,
  Code,
  type IFunction,
  type IVersion,
  Function as LambdaFunction,
  RecursiveLoop,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { CALL_TIMEOUT_VARIABLE } from '../../shared/runtime/aws-client-settings.ts';
import { SIGN_IN_REFUSED } from '../../shared/wire/contract/codes.ts';
import { bundleFolder } from '../lambdas/bundle.ts';
import type { AlarmTopic } from './alarms.ts';
import type { Grant } from './grant.ts';
import { LOG_RETENTION } from './logs.ts';
import { type Settings, settingsEnvironment } from './settings.ts';

export interface PlatformFunctionProps {
  /** `vcc/card-apply` for `functions/vcc/card-apply.ts`. */
  readonly name: string;
  readonly description: string;
  readonly grants: readonly Grant[];
  readonly timeoutSeconds: number;
  /** Whether it sends to the queue that it consumes: Lambda otherwise ends such a loop after 16 rounds. */
  readonly recursive?: boolean;
  /** Reserved concurrency, which is also its limit; 0 reserves none. */
  readonly concurrency?: number;
  /** Environments kept warm (provisioned concurrency), behind an alias; 0 keeps none. */
  readonly warm?: number;
  readonly settings: Settings;
  /** Timeout of an AWS call in milliseconds; defaults to that of the settings. */
  readonly callTimeoutMs?: number;
  readonly alarms: AlarmTopic;
  /** Whether to count its refused sign-ins, for all such functions of the stack together. */
  readonly countsRefusedSignIns?: boolean;
}

/** `vcc/card-apply` → `VccCardApply`. */
export const constructId = (name: string): string =>
  name.replaceAll(/(?:^|[/-])([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The number of refused sign-ins at the functions of a stack; their logs name the caller, its address and the cause. */
export const refusedSignInsMetric = (stack: Stack) =>
  new Metric({ ...REFUSED, metricName: stack.stackName, statistic: Stats.SUM });

const REFUSED = { namespace: 'Issuary/RefusedSignIns' };

function countRefusedSignIns(logGroup: LogGroup): void {
  logGroup.addMetricFilter('RefusedSignIns', {
    filterPattern: FilterPattern.stringValue('$.message', '=', SIGN_IN_REFUSED),
    metricNamespace: REFUSED.namespace,
    metricName: Stack.of(logGroup).stackName,
  });
}

/** A Lambda function with its own role and log group, and an alarm on its errors. */
export class PlatformFunction extends Construct {
  readonly lambda: LambdaFunction;
  /** What is to be invoked: the function, or the alias whose environments are kept warm. */
  readonly target: IFunction;

  constructor(scope: Construct, props: PlatformFunctionProps) {
    super(scope, constructId(props.name));
    const logGroup = new LogGroup(this, 'Logs', { retention: LOG_RETENTION });
    // Not AWSLambdaBasicExecutionRole, which allows writing to every log group of the account.
    const log = new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    });
    const statements = [log, ...props.grants.flatMap((grant) => grant.statements)];
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { access: new PolicyDocument({ statements, minimize: true }) },
    });
    this.lambda = new LambdaFunction(this, 'Function', {
      description: `${props.name}: ${props.description}`,
      code: Code.fromAsset(bundleFolder(props.name, { sandbox: props.settings.sandbox }), {
        exclude: ['*.map'],
      }),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 1024,
      timeout: Duration.seconds(props.timeoutSeconds),
      ...(props.concurrency && { reservedConcurrentExecutions: props.concurrency }),
      ...(props.recursive && { recursiveLoop: RecursiveLoop.ALLOW }),
      role,
      logGroup,
      environment: {
        ...settingsEnvironment(props.settings),
        [CALL_TIMEOUT_VARIABLE]: String(props.callTimeoutMs ?? props.settings.callTimeoutMs),
        POWERTOOLS_SERVICE_NAME: 'issuary',
        ...Object.assign({}, ...props.grants.map((grant) => grant.environment)),
      },
    });
    this.target = props.warm ? this.#warmAlias(props.warm) : this.lambda;
    if (props.countsRefusedSignIns) countRefusedSignIns(logGroup);
    const meaning = `${props.name} failed: see its log.`;
    props.alarms.whenAtLeast(this, 'Errors', this.#failures(logGroup), 1, meaning);
  }

  // CDK's classes and its interfaces differ in whether a property that is absent may be undefined.
  #warmAlias(provisionedConcurrentExecutions: number): IFunction {
    const version = this.lambda.currentVersion as IVersion;
    const props = { aliasName: 'warm', version, provisionedConcurrentExecutions };
    return new Alias(this, 'Warm', props) as IFunction;
  }

  /** Crashes and timeouts, and errors that the pipelines caught, which Lambda counts as successes. */
  #failures(logGroup: LogGroup): MathExpression {
    const caught = logGroup.addMetricFilter('Caught', {
      filterPattern: FilterPattern.stringValue('$.level', '=', 'ERROR'),
      metricNamespace: 'Issuary/Failures',
      // The stack's name contains the stage: two stages in one account must not raise each other's alarms.
      metricName: `${Stack.of(this).stackName}/${this.node.id}`,
    });
    const usingMetrics = { crashed: this.lambda.metricErrors(), caught: caught.metric({ statistic: 'Sum' }) };
    return new MathExpression({ expression: 'FILL(crashed, 0) + FILL(caught, 0)', usingMetrics });
  }
}
