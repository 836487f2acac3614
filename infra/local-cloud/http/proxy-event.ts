import type { IncomingMessage } from 'node:http';
import { ACCOUNT } from '../template/values.ts';
import type { RestApi, Route } from './routes.ts';

/** What the gateway knows of a request. */
interface ReceivedRequest {
  readonly api: RestApi;
  readonly route: Route;
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly received: number;
  /** Headers to add to those that were sent. */
  readonly added: Readonly<Record<string, string>>;
}

/** Returns the event that API Gateway makes of a request for a Lambda proxy integration, format 1.0. */
export function toProxyEvent(
  request: IncomingMessage,
  body: Buffer,
  { api, route, requestId, received, added }: ReceivedRequest,
): object {
  const url = new URL(request.url ?? '/', 'http://local');
  const sourceIp = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  return {
    resource: route.path,
    path: route.path,
    httpMethod: request.method,
    ...headersOf(request, sourceIp, added),
    ...queryOf(url.searchParams),
    pathParameters: null,
    stageVariables: null,
    requestContext: {
      accountId: ACCOUNT,
      apiId: api.id,
      domainName: request.headers.host,
      extendedRequestId: requestId,
      httpMethod: request.method,
      identity: { sourceIp, userAgent: request.headers['user-agent'] ?? null },
      // As on the wire, without a stage: like a custom domain without a base path.
      path: route.path,
      protocol: `HTTP/${request.httpVersion}`,
      requestId,
      requestTime: new Date(received).toISOString(),
      requestTimeEpoch: received,
      resourceId: route.resourceId,
      resourcePath: route.path,
      stage: api.stage,
    },
    body: body.length > 0 ? body.toString() : null,
    isBase64Encoded: false,
  };
}

/** The headers as sent and those that the gateway adds: with the last value of each, and with all values. */
function headersOf(
  { rawHeaders, socket }: IncomingMessage,
  sourceIp: string,
  added: Readonly<Record<string, string>>,
) {
  const multiValueHeaders: Record<string, string[]> = {};
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    multiValueHeaders[name] = [...(multiValueHeaders[name] ?? []), rawHeaders[at + 1] ?? ''];
  }
  const forwarded = Object.keys(multiValueHeaders).find((name) => /^x-forwarded-for$/i.test(name));
  const forwardedFor = forwarded ? multiValueHeaders[forwarded] : [];
  if (forwarded) delete multiValueHeaders[forwarded];
  multiValueHeaders['X-Forwarded-For'] = [[...(forwardedFor ?? []), sourceIp].join(', ')];
  multiValueHeaders['X-Forwarded-Port'] = [String(socket.localPort)];
  multiValueHeaders['X-Forwarded-Proto'] = ['http'];
  for (const [name, value] of Object.entries(added)) multiValueHeaders[name] = [value];
  return { headers: lastValues(multiValueHeaders), multiValueHeaders };
}

function queryOf(parameters: URLSearchParams) {
  const multi: Record<string, string[]> = {};
  for (const [name, value] of parameters) multi[name] = [...(multi[name] ?? []), value];
  const isEmpty = Object.keys(multi).length === 0;
  return {
    queryStringParameters: isEmpty ? null : lastValues(multi),
    multiValueQueryStringParameters: isEmpty ? null : multi,
  };
}

const lastValues = (multi: Record<string, string[]>): Record<string, string> =>
  Object.fromEntries(Object.entries(multi).map(([name, values]) => [name, values.at(-1) ?? '']));
