import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Command } from 'commander';
import { whenAborted } from '../../../infra/local-cloud/host/shutdown-signal.ts';
import type { MerchantClient } from '../../../shared/client/client.ts';
import { MerchantClientError } from '../../../shared/client/client-errors.ts';
import { NOTIFICATION_ACCEPTED } from '../../../shared/client/open-notification.ts';
import { DEDUPLICATION_HEADER } from '../../../shared/wire/contract/deduplication.ts';
import { type NotificationType, notifications } from '../../../shared/wire/contract/notifications.ts';
import { CommandError, UsageError } from '../common/command-error.ts';
import { openMerchantClient, requireLocal } from '../common/deployment.ts';
import { deploymentOf, type Io, isJson } from '../common/io.ts';
import { maskSecrets } from '../common/mask-card-data.ts';
import { openListener, receiverUrl } from '../common/receiver.ts';
import { escapeLine } from '../common/text-table.ts';

interface ListenOptions {
  readonly forwardTo?: string;
  readonly events?: string;
  readonly reveal?: boolean;
}

/** The answer of the merchant's endpoint. */
interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Adds `listen`. */
export function addListen(program: Command, io: Io): void {
  program
    .command('listen')
    .summary("receive the local cloud's notifications and forward them to your program")
    .description(
      'Receives the notifications of a local cloud, opens and prints them, and forwards them as the platform posts them. What your program answers is what the platform gets. The demo receiver goes on receiving.',
    )
    .option('--forward-to <url>', 'where your program receives notifications')
    .option('--events <types>', 'only these types, separated by commas; others are answered SUCCESS')
    .option('--reveal', 'print card numbers, passwords and codes in clear')
    .addHelpText(
      'after',
      '\nExample:\n  $ issuary listen --forward-to http://127.0.0.1:3000/hook --events card_operate',
    )
    .action((options: ListenOptions, command: Command) => listen(options, command, io));
}

async function listen(options: ListenOptions, command: Command, io: Io): Promise<void> {
  const types = typesOf(options.events);
  const target = options.forwardTo === undefined ? undefined : targetUrl(options.forwardTo);
  const deployment = deploymentOf(command, io);
  const { keysDir } = requireLocal(deployment, 'listen');
  const listener: Listener = {
    client: await openMerchantClient(deployment),
    target,
    types,
    reveal: options.reveal === true,
    json: isJson(command),
    io,
  };
  const server = createServer((request, response) => void receive(request, response, listener));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const receiver = receiverUrl(keysDir);
  const registration = await openListener(receiver, `http://127.0.0.1:${port}`, io.signal);
  io.note(
    `Listening to ${receiver}${listener.target ? `, forwarding to ${listener.target}` : ''}. Ctrl-C stops it.`,
  );
  await Promise.race([whenAborted(io.signal), registration.ended]);
  server.close();
  server.closeAllConnections();
  if (!io.signal.aborted) throw new CommandError(`The receiver at ${receiver} has stopped.`);
}

interface Listener {
  readonly client: MerchantClient;
  readonly target: string | undefined;
  readonly types: ReadonlySet<string> | undefined;
  readonly reveal: boolean;
  readonly json: boolean;
  readonly io: Io;
}

function targetUrl(given: string): string {
  const url = URL.parse(/^https?:\/\//.test(given) ? given : `http://${given}`);
  if (!url) throw new UsageError(`--forward-to must be a URL, not ${given}.`);
  return url.href;
}

function typesOf(given: string | undefined): ReadonlySet<string> | undefined {
  if (given === undefined) return undefined;
  const types = given.split(',').map((type) => type.trim());
  const unknown = types.find((type) => !Object.hasOwn(notifications, type));
  if (unknown !== undefined)
    throw new UsageError(`${unknown} is not one of ${Object.keys(notifications).join(', ')}.`);
  return new Set<string>(types as NotificationType[]);
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  listener: Listener,
): Promise<void> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  const answer = await handle(body, request, listener);
  response.writeHead(answer.status, { 'content-type': 'text/plain' });
  response.end(answer.body);
}

async function handle(body: string, request: IncomingMessage, listener: Listener): Promise<Answer> {
  const { client, target, types, io } = listener;
  const accepted = { status: 200, body: NOTIFICATION_ACCEPTED };
  try {
    const { url: path = '/', headers } = request;
    const opened = client.openNotification(body, { path, headers });
    if (types && !types.has(opened.type)) return accepted;
    const startedAt = performance.now();
    const answer = target === undefined ? accepted : await forward(body, request, target);
    const ms = Math.round(performance.now() - startedAt);
    print(opened, request, target === undefined ? undefined : { ...answer, ms }, listener);
    return answer;
  } catch (error) {
    if (!(error instanceof MerchantClientError)) throw error;
    io.note(`A notification does not open: ${error.message}.`);
    return { status: 400, body: error.code };
  }
}

async function forward(body: string, { headers }: IncomingMessage, target: string): Promise<Answer> {
  const { host: _, connection: __, 'content-length': ___, ...kept } = headers;
  try {
    const response = await fetch(target, {
      method: 'POST',
      headers: kept as Record<string, string>,
      body,
      redirect: 'manual',
    });
    return { status: response.status, body: await response.text() };
  } catch {
    return { status: 502, body: `nothing answers at ${target}` };
  }
}

function print(
  { type, content }: { readonly type: string; readonly content: object },
  { headers }: IncomingMessage,
  answer: (Answer & { readonly ms: number }) | undefined,
  { reveal, json, io }: Listener,
): void {
  const shown = reveal ? content : maskSecrets(content);
  const id = headers[DEDUPLICATION_HEADER]?.toString();
  if (json) {
    io.print(JSON.stringify({ id, type, content: shown, answer }));
    return;
  }
  const verdict = answer && ` → ${answer.status} ${escapeLine(answer.body.slice(0, 80))} (${answer.ms} ms)`;
  io.print(escapeLine(`${type} ${JSON.stringify(shown)}${verdict ?? ''}`));
  if (answer && (answer.status !== 200 || answer.body !== NOTIFICATION_ACCEPTED))
    io.note(`It will come again: the platform takes HTTP 200 with the body ${NOTIFICATION_ACCEPTED} only.`);
}
