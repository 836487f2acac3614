import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CallRequest, MerchantClient, MerchantClientOptions } from '../../../shared/client/client.ts';
import { MerchantClientError, OperationRefused } from '../../../shared/client/client-errors.ts';
import { CodecError } from '../../../shared/wire/codec/codec-errors.ts';
import { isPlainObject } from '../../../shared/wire/codec/json.ts';
import { catalogue, type OperationName } from '../../../shared/wire/contract/catalogue.ts';
import { REQUEST_ID_HEADER } from '../../../shared/wire/contract/codes.ts';
import { PROVOKE_HEADER } from '../../../shared/wire/contract/provoke-header.ts';
import { nearestName } from '../../../shared/wire/nearest-name.ts';
import { CommandError } from '../common/command-error.ts';
import { WireRecord } from '../common/wire-record.ts';
import { type BrowserRules, corsHeaders, localOrigins, refusalOf } from './browser-guard.ts';

const HOST = '127.0.0.1';
/** Pictures of documents are the largest content. */
const MAX_BODY_BYTES = 6 * 1024 * 1024;

/** A gateway for development: JSON in clear in, sealed and signed to the platform, JSON in clear out. */
export interface ClearGateway {
  readonly url: string;
  stop(): Promise<void>;
}

export interface ClearGatewayOptions {
  /** 0 stands for any free port. */
  readonly port: number;
  /** The Merchant API that it calls. */
  readonly apiUrl: string;
  /** Opens a client of the merchant; for each request, as a fresh start of a local cloud makes new keys. */
  readonly openClient: (options: Pick<MerchantClientOptions, 'fetch'>) => Promise<MerchantClient>;
  /** Origins of web pages that may call it, beside its own and the local API's. */
  readonly allowedOrigins?: readonly string[];
  readonly log?: (line: string) => void;
}

/** A response of the gateway. */
interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object;
}

const operations = new Map(
  (Object.keys(catalogue) as OperationName[]).map((name) => [catalogue[name].path as string, name]),
);

/**
 * Starts a clear gateway on the loopback interface. A result is answered with HTTP 200; a refusal with HTTP 422 and its
 * errorCode and errorMsg; HTTP 502 means that the platform gave no usable response.
 *
 * Rejects when the port is not available.
 */
export async function startClearGateway(options: ClearGatewayOptions): Promise<ClearGateway> {
  const origins = new Set([...(options.allowedOrigins ?? []), ...localOrigins(options.apiUrl)]);
  const rules: BrowserRules = { origins };
  const server = createServer((request, response) => void serve(request, response, rules, options));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, HOST, resolve);
  });
  const url = `http://${HOST}:${(server.address() as AddressInfo).port}`;
  for (const origin of localOrigins(url)) origins.add(origin);
  const stop = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  return { url, stop };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  rules: BrowserRules,
  options: ClearGatewayOptions,
): Promise<void> {
  const { status, headers, body } = await reply(request, rules, options).catch(failureReply);
  options.log?.(`${request.method} ${request.url} ${status}`);
  response.writeHead(status, {
    'content-type': 'application/json',
    ...corsHeaders(request, rules),
    ...headers,
  });
  response.end(status === 204 ? undefined : `${JSON.stringify(body, null, 2)}\n`);
}

async function reply(
  request: IncomingMessage,
  rules: BrowserRules,
  options: ClearGatewayOptions,
): Promise<Reply> {
  const refusal = refusalOf(request, rules);
  if (refusal) return { status: refusal.status, body: { message: refusal.message } };
  if (request.method === 'OPTIONS') return { status: 204, body: {} };
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  if (path === '/') return { status: 200, body: index(options) };
  const name = operations.get(path);
  if (name === undefined) return unknownPath(path);
  if (request.method !== 'POST')
    return { status: 405, headers: { allow: 'POST' }, body: { message: `${path} takes POST` } };
  const text = await readText(request);
  const content = text === undefined ? undefined : contentOf(text);
  if (!content) return { status: 400, body: { message: 'the body must be a JSON object of at most 6 MiB' } };
  return call(name, content, options, request.headers[PROVOKE_HEADER]?.toString());
}

const index = ({ apiUrl }: ClearGatewayOptions) => ({
  message: 'POST a JSON object in clear to one of these paths. For development only.',
  platform: apiUrl,
  paths: [...operations.keys()],
});

function unknownPath(path: string): Reply {
  const similar = nearestName(path, operations.keys());
  const advice = similar === undefined ? 'GET / lists all' : `did you mean ${similar}?`;
  return { status: 404, body: { message: `no such operation: ${advice}` } };
}

/** Returns the body's object; an empty body is an object without fields. */
function contentOf(text: string): object | undefined {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return isPlainObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

async function call(
  name: OperationName,
  content: object,
  options: ClearGatewayOptions,
  provoke: string | undefined,
): Promise<Reply> {
  const wire = new WireRecord(provoke);
  const { async } = catalogue[name];
  const headersOf = () => {
    const { [REQUEST_ID_HEADER]: requestId } = wire.latest?.responseHeaders ?? {};
    return {
      ...(requestId !== undefined && { [REQUEST_ID_HEADER]: requestId }),
      ...(wire.hint !== undefined && { 'issuary-hint': wire.hint }),
    };
  };
  try {
    const client = await options.openClient({ fetch: wire.fetch });
    const body = await client.call(name, content as CallRequest<typeof name>);
    return { status: 200, headers: { ...headersOf(), 'issuary-async': String(async) }, body };
  } catch (error) {
    const { status, body } = failureReply(error);
    return { status, headers: headersOf(), body: { ...body, ...(wire.hint && { hint: wire.hint }) } };
  }
}

function failureReply(error: unknown): Reply {
  if (error instanceof OperationRefused) {
    const { errorCode, errorMsg, requestId } = error;
    return { status: 422, body: { errorCode, errorMsg, ...(requestId && { requestId }) } };
  }
  const isForPeople =
    error instanceof MerchantClientError || error instanceof CodecError || error instanceof CommandError;
  return { status: 502, body: { message: isForPeople ? error.message : 'the gateway failed' } };
}

async function readText(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(chunks).toString() : undefined;
}
