import { TemplateUnsupported } from '../errors.ts';
import type { RawResource, RawStack } from './assembly.ts';
import { effectiveProperties, list, noEffect, only, type Properties, shape, used } from './property-rules.ts';

const keySchema = list(shape({ AttributeName: used, KeyType: used }));

/**
 * The part of CloudFormation that the local cloud supports. It refuses anything else, so that it never ignores silently
 * what an app asks for.
 */
const SUPPORTED: Readonly<Record<string, Properties>> = {
  'AWS::DynamoDB::Table': {
    TableName: used,
    AttributeDefinitions: list(shape({ AttributeName: used, AttributeType: used })),
    KeySchema: keySchema,
    GlobalSecondaryIndexes: list(
      shape({
        IndexName: used,
        KeySchema: keySchema,
        Projection: shape({ ProjectionType: only('ALL', 'INCLUDE', 'KEYS_ONLY'), NonKeyAttributes: used }),
      }),
    ),
    BillingMode: only('PAY_PER_REQUEST'),
    StreamSpecification: shape({ StreamViewType: used }),
    DeletionProtectionEnabled: noEffect,
    PointInTimeRecoverySpecification: noEffect,
    ResourcePolicy: noEffect,
    SSESpecification: noEffect,
    TimeToLiveSpecification: shape({ AttributeName: used, Enabled: used }),
  },
  'AWS::Lambda::Function': {
    FunctionName: used,
    Code: shape({ S3Bucket: noEffect, S3Key: used }),
    Handler: used,
    Timeout: used,
    MemorySize: used,
    Environment: shape({ Variables: used }),
    Runtime: only('nodejs24.x'),
    LoggingConfig: shape({ LogGroup: used }),
    Description: noEffect,
    Architectures: noEffect,
    ReservedConcurrentExecutions: noEffect,
    // The local cloud never ends a loop.
    RecursiveLoop: noEffect,
    Role: noEffect,
  },
  'AWS::Lambda::EventSourceMapping': {
    EventSourceArn: used,
    FunctionName: used,
    BatchSize: used,
    FilterCriteria: shape({ Filters: list(shape({ Pattern: used })) }),
    FunctionResponseTypes: list(only('ReportBatchItemFailures')),
    StartingPosition: only('TRIM_HORIZON'),
    MaximumRetryAttempts: used,
    BisectBatchOnFunctionError: used,
    // A function has fewer environments here than the lowest limit that a mapping may set.
    ScalingConfig: noEffect,
  },
  'AWS::SQS::Queue': {
    QueueName: used,
    VisibilityTimeout: used,
    DelaySeconds: used,
    MessageRetentionPeriod: used,
    RedrivePolicy: shape({ deadLetterTargetArn: used, maxReceiveCount: used }),
    SqsManagedSseEnabled: noEffect,
  },
  'AWS::S3::Bucket': {
    BucketName: used,
    BucketEncryption: noEffect,
    OwnershipControls: noEffect,
    PublicAccessBlockConfiguration: noEffect,
  },
  'AWS::ApiGateway::RestApi': {
    Name: noEffect,
    Description: noEffect,
    EndpointConfiguration: noEffect,
    SecurityPolicy: noEffect,
    EndpointAccessMode: noEffect,
  },
  'AWS::ApiGateway::Resource': { ParentId: used, PathPart: used, RestApiId: used },
  'AWS::ApiGateway::Method': {
    HttpMethod: used,
    ResourceId: used,
    RestApiId: used,
    AuthorizationType: only('NONE'),
    Integration: shape({ Type: only('AWS_PROXY'), IntegrationHttpMethod: only('POST'), Uri: used }),
  },
  'AWS::ApiGateway::GatewayResponse': {
    ResponseType: used,
    StatusCode: used,
    ResponseTemplates: shape({ 'application/json': used }),
    ResponseParameters: used,
    RestApiId: used,
  },
  'AWS::ApiGateway::Stage': {
    StageName: used,
    RestApiId: used,
    DeploymentId: noEffect,
    AccessLogSetting: noEffect,
    MethodSettings: noEffect,
  },
  'AWS::Events::Rule': {
    ScheduleExpression: used,
    State: only('ENABLED'),
    Targets: list(shape({ Arn: used, Id: noEffect })),
  },
  'AWS::KMS::Key': {
    Description: noEffect,
    EnableKeyRotation: noEffect,
    KeyPolicy: noEffect,
    MultiRegion: noEffect,
  },
};

/** Resources without an effect on one machine: permissions, logs, metrics and alarms. */
const IGNORED = new Set([
  'AWS::ApiGateway::Account',
  'AWS::ApiGateway::Deployment',
  'AWS::CDK::Metadata',
  'AWS::CloudWatch::Alarm',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
]);

/** Parameters and rules check the bootstrap of the account only. */
const SECTIONS = new Set(['Resources', 'Outputs', 'Parameters', 'Rules', 'Description']);
const PARAMETERS = new Set(['BootstrapVersion']);
const ATTRIBUTES = new Set([
  'Type',
  'Properties',
  'DependsOn',
  'Metadata',
  'DeletionPolicy',
  'UpdateReplacePolicy',
]);

/**
 * Returns the stack with only what has an effect on this machine.
 *
 * @throws TemplateUnsupported naming the stack, the resource and the property
 */
export function supportedStack(stack: RawStack): RawStack {
  const { name, template } = stack;
  assertOnly(template, SECTIONS, 'the section', `stack ${name}`);
  assertOnly(template.Parameters ?? {}, PARAMETERS, 'the parameter', `stack ${name}`);
  const resources = Object.entries(template.Resources ?? {}).map(
    ([id, resource]) => [id, supportedResource(resource, `stack ${name}, resource ${id}`)] as const,
  );
  return { ...stack, template: { ...template, Resources: Object.fromEntries(resources) } };
}

function supportedResource(resource: RawResource, where: string): RawResource {
  const { Type, Properties = {} } = resource;
  assertOnly(resource, ATTRIBUTES, 'the attribute', where);
  if (IGNORED.has(Type)) return { Type };
  const properties = SUPPORTED[Type];
  if (!properties) throw new TemplateUnsupported(where, `the resource type ${Type}`);
  return { Type, Properties: effectiveProperties(properties, Properties, '', `${where}, type ${Type}`) };
}

function assertOnly(found: object, supported: ReadonlySet<string>, what: string, where: string): void {
  const other = Object.keys(found).find((key) => !supported.has(key));
  if (other) throw new TemplateUnsupported(where, `${what} ${other}`);
}
