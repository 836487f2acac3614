import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
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
import { NotificationRelay } from './notification-relay.ts';
import { type ReceivedNotification, ReceivedNotifications } from './received-notifications.ts';
import { controlAnswers, type PlannedAnswer, ReceiverAnswers, sendPlanned } from './receiver-answers.ts';
import {
  closedSignal,
  failure,
  HOST,
  isForThisMachine,
  listen,
  type ReceiverResponse,
  readBody,
  send,
  stop,
} from './receiver-http.ts';

export type { ReceivedNotification } from './received-notifications.ts';

const MAX_WAIT_SECONDS = 60;

/** A running receiver. */
export interface Receiver {
  /** `http://127.0.0.1:<port>`. Notifications may be posted to any path. */
  readonly url: string;
  readonly port: number;
  /** The notifications so far, newest last. Card numbers, passwords and codes are masked. */
  readonly received: readonly ReceivedNotification[];
  /** Closes open requests and frees the port. */
  stop(): Promise<void>;
}

export interface ReceiverOptions {
  /** 0 stands for any free port. */
  readonly port: number;
  /**
   * The folder with `merchant.json` and `platform-public.pem`. They are read when a notification arrives, not before.
   */
  readonly keysDir: string;
  readonly log?: (line: string) => void;
  /** The platform's time, epoch milliseconds. Defaults to this machine's. */
  readonly now?: () => number;
}

/**
 * Starts a merchant's webhook receiver, for demonstration: opens notifications, keeps the last ones in memory and
 * responds SUCCESS. Responds otherwise to a notification that it cannot open, which is then delivered again.
 *
 * `GET /received` lists the notifications as JSON, newest last; `?userReqNo=…` lists those about that request;
 * `&wait=SECONDS` (at most 60) waits until there is one; `&secrets=shown` shows one-time passwords and activation codes
 * too. `PUT /listeners` registers a program that gets every notification, and whose answer the platform gets
 * (notification-relay.ts). `POST /_control/answers` plans other answers to the next notifications
 * (docs/testing-your-integration.md). Refuses requests that name another host: a web page could make its own name resolve to this machine and read
 * along. Rejects when the port is not available.
 */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const notifications = new ReceivedNotifications();
  const relay = new NotificationRelay();
  const answers = new ReceiverAnswers();
  const server = createServer((request, response) => {
    handle(request, response, { notifications, relay, answers, options }).then(
      (result) => result && ('hang' in result ? sendPlanned(response, result) : send(response, result)),
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

/** What the requests of one receiver share. */
interface Shared {
  readonly notifications: ReceivedNotifications;
  readonly relay: NotificationRelay;
  readonly answers: ReceiverAnswers;
  readonly options: ReceiverOptions;
}

/** Returns the response; undefined when it is left open. */
async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  shared: Shared,
): Promise<ReceiverResponse | PlannedAnswer | undefined> {
  if (!isForThisMachine(request)) return { status: 421, body: 'not the name of this host' };
  if (request.url === '/_control/answers') return controlAnswers(request, shared.answers);
  if (request.method === 'POST') return accept(request, shared);
  if (request.method === 'PUT' && request.url === '/listeners')
    return shared.relay.register(request, response);
  return list(request, shared.notifications, closedSignal(response));
}

async function accept(
  request: IncomingMessage,
  { notifications, relay, answers, options }: Shared,
): Promise<ReceiverResponse | PlannedAnswer> {
  const body = await readBody(request);
  if (body === undefined) return { status: 413, body: 'too large' };
  const recipient = readRecipient(options.keysDir);
  if (!recipient) return { status: 503, body: 'no keys yet' };
  const now = options.now?.() ?? Date.now();
  const notification = tryOpen(body, recipient, request, now);
  if (notification instanceof MerchantClientError) {
    options.log?.(`refused a notification: ${notification.message}`);
    return { status: 400, body: notification.code };
  }
  const webhookId = request.headers[DEDUPLICATION_HEADER]?.toString();
  const { type, content, times } = notifications.add(notification, new Date(now), webhookId);
  const again = times > 1 ? `, time ${times}` : '';
  options.log?.(`${type} ${summaryOf(content)}${again}`);
  // As if it had not arrived: a program that listens gets the repeat.
  const planned = answers.take();
  if (planned) return planned;
  const answer = await relay.forward(body, request, NOTIFICATION_ACCEPTED);
  return answer ?? { status: 200, body: NOTIFICATION_ACCEPTED };
}

/** The fields to log of a notification, if it has them. None is secret. */
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
  now: number,
): Notification | MerchantClientError {
  try {
    return openNotification(body, recipient, { path: url, headers, now });
  } catch (error) {
    if (error instanceof MerchantClientError) return error;
    throw error;
  }
}

/** Reads the recipient each time, as a fresh start generates new keys. Returns undefined while there are none. */
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
    return { status: 400, body: `wait must be from 0 to ${MAX_WAIT_SECONDS} seconds` };
  }
  if (seconds === 0) return { status: 200, body: notifications.list(filter, secretsMode) };
  const deadline = AbortSignal.any([AbortSignal.timeout(seconds * 1000), end]);
  return { status: 200, body: await notifications.waitFor(filter, deadline, secretsMode) };
}
