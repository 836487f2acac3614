import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { MerchantClientError } from '../../shared/client/client-errors.ts';
import {
  NOTIFICATION_ACCEPTED,
  type Notification,
  openNotification,
  type Recipient,
} from '../../shared/client/open-notification.ts';
import { importPublicKey } from '../../shared/wire/codec/keys.ts';
import { DEDUPLICATION_HEADER } from '../../shared/wire/contract/deduplication.ts';
import { type ReceivedNotification, ReceivedNotifications } from './received-notifications.ts';

export type { ReceivedNotification } from './received-notifications.ts';

const HOST = '127.0.0.1';
const MAX_BODY_BYTES = 1024 * 1024;
const MAX_WAIT_SECONDS = 60;

/** A running receiver. */
export interface Receiver {
  /** `http://127.0.0.1:<port>`; notifications may be posted to any path below. */
  readonly url: string;
  readonly port: number;
  /** What arrived so far, newest last; card numbers masked, passwords and codes not shown. */
  readonly received: readonly ReceivedNotification[];
  /** Ends open requests and frees the port. */
  stop(): Promise<void>;
}

export interface ReceiverOptions {
  /** 0 for any free one. */
  readonly port: number;
  /** Where seeding leaves `merchant.json` and `platform-public.pem`; read when a notification comes, not before. */
  readonly keysDir: string;
  readonly log?: (line: string) => void;
  readonly now?: () => Date;
}

/**
 * A merchant's webhook receiver, for demonstration: opens notifications, keeps the last ones in memory and answers
 * SUCCESS. What it cannot open gets another answer, and so comes again.
 *
 * `GET /received` lists what arrived as JSON, newest last; `?userReqNo=…` only what is about that request;
 * `&wait=SECONDS` (at most 60) holds the answer back until there is one; `&secrets=shown` tells one-time passwords and
 * activation codes as well. Requests that name another host are refused: a web page can have its own name lead to this
 * machine, and would then read along. Rejects when the port cannot be had.
 */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const notifications = new ReceivedNotifications();
  const server = createServer((request, response) => {
    handle(request, response, notifications, options).then(
      (answer) => send(response, answer),
      (error: unknown) => send(response, failure(error)),
    );
  });
  const port = await listen(server, options.port);
  return {
    url: `http://${HOST}:${port}`,
    port,
    get received() {
      return notifications.list();
    },
    stop: () => stop(server),
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  notifications: ReceivedNotifications,
  options: ReceiverOptions,
): Promise<ReceiverResponse> {
  if (!isForThisMachine(request)) return { status: 421, body: 'no such host here' };
  return request.method === 'POST'
    ? accept(request, notifications, options)
    : list(request, notifications, closedSignal(response));
}

/** Whether the request was for this machine by a name that nobody else can give it. */
const isForThisMachine = ({ headers: { host = '' } }: IncomingMessage): boolean =>
  /^(127\.0\.0\.1|localhost)(:\d+)?$/i.test(host);

interface ReceiverResponse {
  readonly status: number;
  readonly body: string | object;
}

async function accept(
  request: IncomingMessage,
  notifications: ReceivedNotifications,
  options: ReceiverOptions,
): Promise<ReceiverResponse> {
  const body = await readBody(request);
  if (body === undefined) return { status: 413, body: 'too large' };
  const recipient = readRecipient(options.keysDir);
  if (!recipient) return { status: 503, body: 'no keys yet' };
  const notification = tryOpen(body, recipient, request);
  if (notification instanceof MerchantClientError) {
    options.log?.(`refused a notification: ${notification.message}`);
    return { status: 400, body: notification.code };
  }
  const webhookId = request.headers[DEDUPLICATION_HEADER]?.toString();
  const { type, content, times } = notifications.add(notification, options.now?.() ?? new Date(), webhookId);
  const again = times > 1 ? `, time ${times}` : '';
  options.log?.(`${type} ${summaryOf(content)}${again}`);
  return { status: 200, body: NOTIFICATION_ACCEPTED };
}

/** The fields that tell one notification from another at a glance, where it has them; nothing secret is among them. */
const SUMMARY_FIELDS = ['opType', 'transType', 'status', 'transStatus', 'recordNo', 'userReqNo'];

function summaryOf(content: object): string {
  const fields: Readonly<Record<string, unknown>> = { ...content };
  return SUMMARY_FIELDS.filter((field) => field in fields)
    .map((field) => `${field} ${fields[field]}`)
    .join(' ');
}

function tryOpen(
  body: string,
  recipient: Recipient,
  { url = '/', headers }: IncomingMessage,
): Notification | MerchantClientError {
  try {
    return openNotification(body, recipient, { path: url, headers });
  } catch (error) {
    if (error instanceof MerchantClientError) return error;
    throw error;
  }
}

/** Whom notifications must be for. Read each time, as a fresh start makes new keys; undefined before there are any. */
function readRecipient(keysDir: string): Recipient | undefined {
  const textOf = (file: string) => readFileSync(join(keysDir, file), 'utf8');
  try {
    const { userNo } = JSON.parse(textOf('merchant.json')) as { userNo: string };
    return { userNo, platformPublicKey: importPublicKey(textOf('platform-public.pem')) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function list(
  request: IncomingMessage,
  notifications: ReceivedNotifications,
  end: AbortSignal,
): Promise<ReceiverResponse> {
  const { pathname, searchParams } = new URL(request.url ?? '/', `http://${HOST}`);
  if (request.method !== 'GET' || pathname !== '/received') return { status: 404, body: 'GET /received' };
  const { wait = '0', secrets, ...filter } = Object.fromEntries(searchParams);
  const secretsMode = secrets === 'shown' ? 'secrets' : 'no secrets';
  const seconds = Number(wait);
  if (!(seconds >= 0 && seconds <= MAX_WAIT_SECONDS)) {
    return { status: 400, body: `wait is from 0 to ${MAX_WAIT_SECONDS} seconds` };
  }
  if (seconds === 0) return { status: 200, body: notifications.list(filter, secretsMode) };
  const deadline = AbortSignal.any([AbortSignal.timeout(seconds * 1000), end]);
  return { status: 200, body: await notifications.waitFor(filter, deadline, secretsMode) };
}

/** Aborts when the answer is not needed any more. */
function closedSignal(response: ServerResponse): AbortSignal {
  const end = new AbortController();
  response.once('close', () => end.abort());
  return end.signal;
}

/** The whole body, or undefined when it is too large. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(chunks).toString() : undefined;
}

function send(response: ServerResponse, { status, body }: ReceiverResponse): void {
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json' });
  response.end(isText ? body : `${JSON.stringify(body, null, 2)}\n`);
}

function failure(error: unknown): ReceiverResponse {
  return { status: 500, body: error instanceof Error ? error.name : 'failed' };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Who waits is hung up on. */
async function stop(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
