import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  type CfnRestApi,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  type MethodDeploymentOptions,
  MethodLoggingLevel,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { networkAuthorize } from '../../shared/wire/contract/card-network.ts';
import { type Route, routes } from '../../shared/wire/contract/routes.ts';
import { accessGrant } from '../constructs/access-grants.ts';
import { addEnvelopeResponses } from '../constructs/envelope-responses.ts';
import { LOG_RETENTION } from '../constructs/logs.ts';
import { PlatformFunction, refusedSignInsMetric } from '../constructs/platform-function.ts';
import type { Settings } from '../constructs/settings.ts';
import type { DataStack } from './data-stack.ts';

export interface ApiStackProps extends StackProps {
  readonly data: DataStack;
  readonly settings: Settings;
}

/**
 * The timeout of functions behind the API: well below the 29 s after which API Gateway gives up, well above what an
 * operation takes under contention.
 */
const TIMEOUT_SECONDS = 15;

/** API Gateway's execution logs would contain bodies. */
const NO_BODY_LOGGING = { loggingLevel: MethodLoggingLevel.OFF, dataTraceEnabled: false };

/** TLS 1.2 with forward secrecy, or TLS 1.3. Without a policy the default endpoint accepts TLS 1.0. */
const SECURITY_POLICY = 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09';

/** What the access log keeps of a request: never the body, nor a path that the caller made up. */
const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTimeEpoch',
    sourceIp: '$context.identity.sourceIp',
    method: '$context.httpMethod',
    route: '$context.resourcePath',
    status: '$context.status',
    refusal: '$context.error.responseType',
    responseBytes: '$context.responseLength',
    milliseconds: '$context.responseLatency',
  }),
);

/** A card network waits about two seconds for a decision. */
const authorizeOverrides = (settings: Settings) => ({
  timeoutSeconds: settings.authorizeTimeoutSeconds,
  concurrency: settings.authorizeConcurrency,
  warm: settings.authorizeWarm,
  callTimeoutMs: settings.authorizeCallTimeoutMs,
});

/** The throttles of webhooks and card networks' operations, for each method. */
function methodThrottles(settings: Settings): Record<string, MethodDeploymentOptions> {
  const webhook = {
    throttlingRateLimit: settings.webhookRequestsPerSecond,
    throttlingBurstLimit: settings.webhookBurst,
  };
  const network = {
    throttlingRateLimit: settings.networkRequestsPerSecond,
    throttlingBurstLimit: settings.networkBurst,
  };
  const throttleOf = ({ path }: Route) =>
    path.startsWith('/webhook/') ? webhook : path.startsWith('/network/') ? network : undefined;
  return Object.fromEntries(
    routes.flatMap((route) => {
      const throttle = throttleOf(route);
      return throttle ? [[`${route.path}/POST`, { ...NO_BODY_LOGGING, ...throttle }]] : [];
    }),
  );
}

/** The APIs for merchants, upstreams and card networks: one REST API, whose own errors can use the envelope. */
export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    const api = this.#api(props.settings);
    addEnvelopeResponses(api);
    for (const route of routes) this.#route(api, route, props);
    const meaning = 'The API returned server errors (5xx).';
    props.data.alarms.whenAtLeast(this, 'ServerErrors', api.metricServerError(), 1, meaning);
    this.#watchSignIns(props);
  }

  /** A single one is a client with a wrong key; many are an attack, or a party that is locked out. */
  #watchSignIns({ data, settings }: ApiStackProps): void {
    const { refusedSignInsAlarm: many } = settings;
    const meaning = `${many} requests or more were refused in five minutes because their senders were not authenticated; the logs name the claimed sender, its address and the cause: "sign-in refused".`;
    data.alarms.whenAtLeast(this, 'RefusedSignIns', refusedSignInsMetric(this), many, meaning);
  }

  #api(settings: Settings): RestApi {
    const accessLog = new LogGroup(this, 'AccessLog', { retention: LOG_RETENTION });
    const api = new RestApi(this, 'Api', {
      // Metrics are by the API's name: two instances in one account must not share it.
      restApiName: this.stackName,
      description: 'Issuary Merchant API',
      endpointTypes: [EndpointType.REGIONAL],
      // API Gateway writes no logs until the account sets a role for it, for all APIs of the region.
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
      deployOptions: {
        stageName: 'live',
        throttlingRateLimit: settings.apiRequestsPerSecond,
        throttlingBurstLimit: settings.apiBurst,
        ...NO_BODY_LOGGING,
        methodOptions: methodThrottles(settings),
        accessLogDestination: new LogGroupLogDestination(accessLog),
        accessLogFormat: ACCESS_LOG,
      },
    });
    const resource = api.node.defaultChild as CfnRestApi;
    resource.securityPolicy = SECURITY_POLICY;
    // Required by such a policy: refuses requests whose host differs from the one in the TLS handshake.
    resource.endpointAccessMode = 'STRICT';
    return api;
  }

  #route(api: RestApi, route: Route, { data, settings }: ApiStackProps): void {
    const { target } = new PlatformFunction(this, {
      name: route.function,
      description: route.description,
      grants: [accessGrant(route.access, data)],
      timeoutSeconds: TIMEOUT_SECONDS,
      countsRefusedSignIns: true,
      ...(route.function === networkAuthorize.function && authorizeOverrides(settings)),
      settings,
      alarms: data.alarms,
    });
    const integration = new LambdaIntegration(target, { allowTestInvoke: false });
    api.root.resourceForPath(route.path).addMethod('POST', integration);
  }
}
