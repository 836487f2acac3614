import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as timer } from 'node:timers/promises';
import { PayloadTooLarge } from '../lambda/invocation-errors.ts';
import { listenLocally, SERVICES } from '../services/ports.ts';
import { answerControl, CONTROL_PREFIX, type Controls } from './control.ts';
import { logSize, readLogFrom } from './function-log.ts';
import type { GatewayResponseType } from './gateway-responses.ts';
import { toProxyEvent } from './proxy-event.ts';
import type { RestApi, Route } from './routes.ts';
import { answerFromSite, type LocalSite } from './site-files.ts';

/** API Gateway's limits. */
const MAX_BODY_BYTES = 10 * 1_024 * 1_024;
const INTEGRATION_TIMEOUT_MS = 29_000;

/** A larger body is not even read to its end. */
const MAX_READ_BYTES = 8 * MAX_BODY_BYTES;

interface ProxyResult {
  readonly statusCode: number | string;
  readonly headers?: Readonly<Record<string, string | number | boolean>> | null;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>> | null;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
}

/** A function's response, with what the function logged while it made it. */
export interface LoggedResponse {
  readonly body: string;
  /** The request id in the event's `requestContext`. */
  readonly requestId: string;
  /** Reads what was written to the function's log since the request arrived, by other requests too. */
  readonly readLog: () => string;
}

/** Headers to add to a function's response, which API Gateway would not add: for development only. */
export type AddedHeaders = (response: LoggedResponse) => Readonly<Record<string, string>>;

/** Headers to add to a request before a function gets it, which API Gateway would not add: for development only. */
export type AddedRequestHeaders = (request: {
  readonly method: string;
  readonly path: string;
}) => Readonly<Record<string, string>>;

export interface GatewayOptions {
  readonly addedRequestHeaders?: AddedRequestHeaders | undefined;
  readonly addedHeaders?: AddedHeaders | undefined;
  /** The time in epoch milliseconds. */
  readonly now: () => number;
  readonly controls: Controls;
  readonly site?: LocalSite | undefined;
}

/** Thrown where the gateway responds by itself. */
class GatewayError {
  readonly type: GatewayResponseType;
  constructor(type: GatewayResponseType) {
    this.type = type;
  }
}

/**
 * Serves the API over HTTP on this machine as API Gateway would. Port 0 stands for any free port.
 *
 * @throws PortTaken
 */
export async function serveApi(
  api: RestApi,
  port: number,
  options: GatewayOptions,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer((request, response) => void respond(api, options, request, response));
  const actual = await listenLocally(server, port, SERVICES.api);
  const stop = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  };
  return { url: `http://127.0.0.1:${actual}`, stop };
}

async function respond(
  api: RestApi,
  options: GatewayOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = randomUUID();
  const result = await handle(api, options, request, requestId)
    .catch((error: unknown): ProxyResult => {
      if (!(error instanceof GatewayError)) throw error;
      const { status, headers, body } = api.responses(error.type);
      return {
        statusCode: status,
        headers: { 'Content-Type': 'application/json', ...headers(requestId) },
        body,
      };
    })
    .catch(() => undefined);
  // The caller went away.
  if (!result) return void response.destroy();
  for (const [name, value] of Object.entries(result.headers ?? {})) response.setHeader(name, String(value));
  for (const [name, values] of Object.entries(result.multiValueHeaders ?? {}))
    response.setHeader(name, values);
  response.setHeader('date', new Date(options.now()).toUTCString());
  response.statusCode = Number(result.statusCode);
  response.end(Buffer.from(result.body ?? '', result.isBase64Encoded ? 'base64' : 'utf8'));
}

async function handle(
  api: RestApi,
  { addedHeaders = () => ({}), addedRequestHeaders = () => ({}), now, controls, site }: GatewayOptions,
  request: IncomingMessage,
  requestId: string,
): Promise<ProxyResult> {
  const body = await readBody(request);
  const [path = '/'] = (request.url ?? '/').split('?', 1);
  if (path.startsWith(CONTROL_PREFIX)) return control(controls, path, request, body);
  const route = api.routes.get(`${request.method} ${path}`);
  const page = !route && site && request.method === 'GET' && answerFromSite(site, path);
  if (page) return page;
  if (!route) throw new GatewayError('MISSING_AUTHENTICATION_TOKEN');
  if (!body) throw new GatewayError('REQUEST_TOO_LARGE');
  const { logFile } = route.lambda.spec;
  const from = logSize(logFile);
  const added = addedRequestHeaders({ method: request.method ?? '', path });
  const received = { api, route, requestId, received: now(), added };
  const result = await invoke(route, toProxyEvent(request, body, received));
  const readLog = () => readLogFrom(logFile, from);
  const responseHeaders = addedHeaders({ body: result.body ?? '', requestId, readLog });
  return { ...result, headers: { ...result.headers, ...responseHeaders } };
}

async function control(
  controls: Controls,
  path: string,
  request: IncomingMessage,
  body: Buffer | undefined,
): Promise<ProxyResult> {
  const answer = await answerControl(
    controls,
    path.slice(CONTROL_PREFIX.length),
    request,
    body?.toString() ?? '',
  );
  return {
    statusCode: answer.status,
    headers: { 'content-type': 'application/json' },
    body: `${JSON.stringify(answer.body, null, 2)}\n`,
  };
}

/**
 * Returns the body, or undefined when it is too large. Reads a large one all the same: a client that is still sending
 * does not see the response.
 */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
    if (bytes > MAX_READ_BYTES) throw new Error('the body is too large to be read');
  }
  return bytes <= MAX_BODY_BYTES ? Buffer.concat(chunks) : undefined;
}

async function invoke({ lambda }: Route, event: object): Promise<ProxyResult> {
  const timeoutController = new AbortController();
  const timeout = timer(INTEGRATION_TIMEOUT_MS, new GatewayError('INTEGRATION_TIMEOUT'), {
    signal: timeoutController.signal,
  });
  try {
    const result = await Promise.race([lambda.invoke(event), timeout]);
    if (result instanceof GatewayError) throw result;
    if (isProxyResult(result)) return result;
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    if (error instanceof PayloadTooLarge && error.part === 'event')
      throw new GatewayError('REQUEST_TOO_LARGE');
  } finally {
    timeout.catch(() => undefined);
    timeoutController.abort();
  }
  // As in API Gateway, the caller learns nothing else about a function that failed.
  throw new GatewayError('INTEGRATION_FAILURE');
}

function isProxyResult(result: unknown): result is ProxyResult {
  if (typeof result !== 'object' || result === null) return false;
  const { statusCode, body } = result as Record<string, unknown>;
  const status = Number(statusCode);
  return (
    Number.isInteger(status) && status >= 100 && status < 600 && (body == null || typeof body === 'string')
  );
}
