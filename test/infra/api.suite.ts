import { describe, expect, test } from 'vitest';
import { routes } from '../../shared/wire/contract/routes.ts';
import { functionBehind, functions, type Resource, resources, text } from './synthesized-app.ts';

const NO_SUCH_OPERATION =
  'no such operation: POST to a path of the reference, which begins with /openapi once';

const paths = resources('AWS::ApiGateway::Resource');

function pathOf(reference: unknown): string {
  const resource = paths.find(({ id }) => id === text(reference));
  return resource ? `${pathOf(resource.properties.ParentId)}/${resource.properties.PathPart}` : '';
}

/** Returns the function's name in `.../functions/<arn>/invocations`. */
function functionOfMethod({ properties }: Resource): string {
  const arn = text(properties.Integration.Uri).match(/functions\/(\w+)\.Arn\/invocations$/)?.[1];
  return functionBehind({ Ref: arn });
}

describe('routes', () => {
  const methods = resources('AWS::ApiGateway::Method');

  test('every operation has its own POST route and its own function', () => {
    const found = methods.map((method) => ({
      method: method.properties.HttpMethod,
      path: pathOf(method.properties.ResourceId),
      type: method.properties.Integration.Type,
      function: functionOfMethod(method),
    }));
    const expected = routes.map((route) => ({
      method: 'POST',
      path: route.path,
      type: 'AWS_PROXY',
      function: route.function,
    }));
    const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
    expect(found.sort(byPath)).toEqual(expected.sort(byPath));
    expect(new Set(found.map((route) => route.function)).size).toBe(routes.length);
  });

  test('each function is invoked by its own route alone', () => {
    const permissions = resources('AWS::Lambda::Permission').filter(({ stack }) => stack === 'IssuaryApi');
    const found = permissions.map(({ properties }) => [
      functionBehind(properties.FunctionName),
      properties.Principal,
      text(properties.SourceArn).replace(/^.*:Api\//, ''),
    ]);
    const expected = routes.map((route) => [
      route.function,
      'apigateway.amazonaws.com',
      `ApiDeploymentStagelive/POST${route.path}`,
    ]);
    expect(found.sort()).toEqual(expected.sort());
  });

  const apis = resources('AWS::ApiGateway::RestApi');

  test('the API is regional', () => {
    expect(apis.map(({ properties }) => properties.EndpointConfiguration)).toEqual([{ Types: ['REGIONAL'] }]);
  });

  test('no API accepts TLS older than 1.2', () => {
    for (const { id, properties } of apis) {
      expect(properties.SecurityPolicy, id).toMatch(/^SecurityPolicy_TLS13_1_[23]_\w+$/);
      // An API with such a policy cannot be created without it.
      expect(properties.EndpointAccessMode, id).toBe('STRICT');
    }
    expect(resources('AWS::ApiGateway::DomainName')).toEqual([]);
  });
});

describe('the stage', () => {
  const [stage] = resources('AWS::ApiGateway::Stage');

  test('throttles, and logs no content of requests', () => {
    const methods: Record<string, unknown>[] = stage?.properties.MethodSettings ?? [];
    for (const settings of methods)
      expect(settings).toMatchObject({ DataTraceEnabled: false, LoggingLevel: 'OFF' });
    const throttles = methods.map((settings) => [
      String(settings['ResourcePath']).replace(/^\/~1/, '/').replaceAll('~1', '/'),
      settings['HttpMethod'],
      settings['ThrottlingRateLimit'],
      settings['ThrottlingBurstLimit'],
    ]);
    const pathsUnder = (prefix: string) =>
      routes.map(({ path }) => path).filter((path) => path.startsWith(prefix));
    const expected = [
      ['/*', '*', 200, 400],
      ...pathsUnder('/network/').map((path) => [path, 'POST', 500, 1_000]),
      ...pathsUnder('/webhook/').map((path) => [path, 'POST', 200, 400]),
    ];
    expect(throttles.sort()).toEqual(expected.sort());
    expect(expected.length).toBeGreaterThan(2);
    const logged = Object.values(JSON.parse(stage?.properties.AccessLogSetting.Format) as object).sort();
    expect(logged).toEqual([
      '$context.error.responseType',
      '$context.httpMethod',
      '$context.identity.sourceIp',
      '$context.requestId',
      '$context.requestTimeEpoch',
      '$context.resourcePath',
      '$context.responseLatency',
      '$context.responseLength',
      '$context.status',
    ]);
  });
});

describe('a request that reaches no operation is answered with the envelope', () => {
  const answers = resources('AWS::ApiGateway::GatewayResponse').map(({ properties }) => properties);

  test.each([
    ['MISSING_AUTHENTICATION_TOKEN', '404', '100001', NO_SUCH_OPERATION],
    ['RESOURCE_NOT_FOUND', '404', '100001', NO_SUCH_OPERATION],
    ['REQUEST_TOO_LARGE', '413', '100001', 'request too large'],
    ['UNSUPPORTED_MEDIA_TYPE', '415', '100001', 'malformed envelope'],
    ['DEFAULT_4XX', undefined, '100001', 'malformed envelope'],
    ['THROTTLED', '429', '100005', 'too many requests'],
    ['QUOTA_EXCEEDED', '429', '100005', 'too many requests'],
    ['INTEGRATION_FAILURE', '502', '999999', 'system error'],
    ['INTEGRATION_TIMEOUT', '504', '999999', 'system error'],
    ['DEFAULT_5XX', undefined, '999999', 'system error'],
  ])('%s', (type, status, errorCode, errorMsg) => {
    const answer = answers.find(({ ResponseType }) => ResponseType === type);
    expect(answer?.StatusCode).toBe(status);
    expect(Object.keys(answer?.ResponseTemplates)).toEqual(['application/json']);
    const body: unknown = JSON.parse(answer?.ResponseTemplates['application/json']);
    expect(body).toEqual({ success: false, errorCode, errorMsg, result: '', userNo: '', async: false });
    expect(answer?.ResponseParameters).toEqual({
      'gatewayresponse.header.issuary-request-id': 'context.requestId',
    });
  });
});

describe('functions', () => {
  test('reserve no concurrency by default: new accounts have too little', () => {
    for (const { id, properties } of functions.values())
      expect(properties.ReservedConcurrentExecutions, id).toBeUndefined();
  });

  test('run on Node 24 and arm64, and time out before API Gateway does', () => {
    expect(functions.size).toBe(resources('AWS::Lambda::Function').length);
    for (const { id, stack, properties } of functions.values()) {
      expect(properties, id).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
      if (stack === 'IssuaryApi') expect(properties.Timeout, id).toBeLessThan(29);
    }
  });

  test('time out a call to AWS early enough for two retries, for authorizations within the network’s two seconds', () => {
    for (const [name, { properties }] of functions) {
      const ms = Number(properties.Environment.Variables.AWS_CALL_TIMEOUT_MS);
      const inAll = name === 'network/authorize' ? 2 : properties.Timeout;
      expect(ms, name).toBeGreaterThanOrEqual(100);
      expect(3 * ms, name).toBeLessThan(1_000 * inAll);
    }
  });

  test('time out when their caller no longer waits: authorizations soon after two seconds', () => {
    for (const [name, { properties }] of functions) {
      if (name.startsWith('worker/')) continue;
      expect(properties.Timeout, name).toBe(name === 'network/authorize' ? 3 : 15);
    }
  });

  test('receive the platform’s settings', () => {
    for (const { id, properties } of functions.values())
      expect(properties.Environment.Variables, id).toMatchObject({
        PLATFORM_UTC_OFFSET: '+08:00',
        ORDER_GRACE_SECONDS: '60',
        RATE_MAX_AGE_SECONDS: '86400',
        REQUESTS_PER_SECOND: '50',
        REQUEST_BURST: '100',
        UNREADABLE_PER_SECOND: '10',
        LOG_LEVEL: 'INFO',
        POWERTOOLS_SERVICE_NAME: 'issuary',
      });
  });
});
