import { NOTIFICATION_ACCEPTED } from '../wire/contract/codes.ts';
import { MerchantClientError, NotificationTypeUnknown } from './client-errors.ts';
import {
  type DeliveryOptions,
  type HeadersInput,
  type WebhookEvent,
  WebhookReceiver,
  type WebhookSettings,
} from './webhook-receiver.ts';

// Handlers for servers and frameworks. Their types are the parts that are used, so that the package depends on none.

/** Stores a notification. SUCCESS is answered once its promise is fulfilled. */
export type EventHandler = (event: WebhookEvent) => unknown;

/** The longest body that is read, in bytes. Notifications have a few thousand. */
const MAX_BODY_BYTES = 1024 * 1024;
const TEXT = { 'content-type': 'text/plain; charset=utf-8' } as const;

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A request of node:http; Express and others add the last three. */
export interface NodeRequest extends AsyncIterable<Uint8Array | string> {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly originalUrl?: string;
  readonly body?: unknown;
  readonly rawBody?: unknown;
}

/** A response of node:http. */
export interface NodeResponse {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(body: string): unknown;
}

/** A request of API Gateway (both formats), a function URL or a load balancer. */
export interface LambdaRequest {
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
  readonly rawPath?: string;
  readonly path?: string;
  readonly httpMethod?: string;
  readonly requestContext?: { readonly path?: string; readonly http?: { readonly method?: string } };
}

export interface LambdaResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

/** The part of a Fastify instance that the plugin uses. */
export interface FastifyLike {
  addContentTypeParser(type: string, options: { parseAs: 'string' }, parser: FastifyParser): unknown;
  post(path: string, handler: (request: FastifyRequest, reply: FastifyReply) => Promise<string>): unknown;
}
type FastifyParser = (request: unknown, body: string, done: (error: null, body: string) => void) => void;
interface FastifyRequest {
  readonly method: string;
  readonly originalUrl: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}
interface FastifyReply {
  code(status: number): unknown;
  header(name: string, value: string): unknown;
}

/** Receives notifications, in any server. */
export class Webhooks extends WebhookReceiver {
  readonly #onError: (error: unknown) => void;
  constructor(settings: WebhookSettings, onError: (error: unknown) => void) {
    super(settings);
    this.#onError = onError;
  }

  /** Returns a listener for node:http: `createServer(webhooks.node(store))`. */
  node(handler: EventHandler): (request: NodeRequest, response: NodeResponse) => Promise<void> {
    return async (request, response) => {
      const { method, headers, originalUrl, url } = request;
      const { status, body } = await this.#answer(handler, () => bodyOf(request), headers, {
        method,
        path: originalUrl ?? url,
      });
      response.statusCode = status;
      response.setHeader('content-type', TEXT['content-type']);
      response.end(body);
    };
  }

  /** Returns a handler for Express: `app.post('/notify', webhooks.express(store))`, before any express.json(). */
  express(handler: EventHandler): (request: NodeRequest, response: NodeResponse) => Promise<void> {
    return this.node(handler);
  }

  /** Returns a plugin for Fastify: `app.register(webhooks.fastify('/notify', store))`. */
  fastify(path: string, handler: EventHandler): (app: FastifyLike) => Promise<void> {
    return async (app) => {
      // Within the plugin only: the rest of the application parses JSON as usual.
      app.addContentTypeParser('application/json', { parseAs: 'string' }, (_, body, done) =>
        done(null, body),
      );
      app.post(path, async (request, reply) => {
        const { method, headers, originalUrl } = request;
        const delivery = { method, path: originalUrl };
        const { status, body } = await this.#answer(handler, async () => request.body, headers, delivery);
        reply.code(status);
        reply.header('content-type', TEXT['content-type']);
        return body;
      });
    };
  }

  /** Returns a Lambda handler for API Gateway, a function URL or a load balancer. */
  lambda(handler: EventHandler): (request: LambdaRequest) => Promise<LambdaResponse> {
    return async ({ headers, body, isBase64Encoded, rawPath, path, httpMethod, requestContext }) => {
      const text = isBase64Encoded ? Buffer.from(body ?? '', 'base64') : (body ?? '');
      const answer = await this.#answer(handler, async () => text, headers ?? {}, {
        method: httpMethod ?? requestContext?.http?.method,
        path: rawPath ?? requestContext?.path ?? path,
      });
      return { statusCode: answer.status, headers: { ...TEXT }, body: answer.body };
    };
  }

  /** Returns a handler from Request to Response, for Next.js, Hono, Bun, Deno and others. */
  fetch(handler: EventHandler): (request: Request) => Promise<Response> {
    return async (request) => {
      const { method, url, headers } = request;
      const { status, body } = await this.#answer(handler, () => bytesOf(request.body ?? []), headers, {
        method,
        path: new URL(url).pathname,
      });
      return new Response(body, { status, headers: TEXT });
    };
  }

  async #answer(
    handler: EventHandler,
    read: () => Promise<unknown>,
    headers: HeadersInput,
    delivery: DeliveryOptions,
  ): Promise<Answer> {
    if (delivery.method !== undefined && delivery.method !== 'POST')
      return { status: 405, body: 'notifications are sent by POST' };
    try {
      const { path, ...rest } = delivery;
      // The notification URL counts where it is known: proxies change paths.
      const own = this.hasNotificationUrl ? rest : { ...rest, path };
      await handler(await this.open((await read()) as string, headers, own));
      return { status: 200, body: NOTIFICATION_ACCEPTED };
    } catch (error) {
      this.#onError(error);
      return refusal(error);
    }
  }
}

/** Anything but SUCCESS has the notification sent again. The sender learns nothing but the kind of the error. */
function refusal(error: unknown): Answer {
  if (error instanceof BodyTooLong) return { status: 413, body: 'too long' };
  if (error instanceof NotificationTypeUnknown) return { status: 501, body: error.code };
  if (error instanceof MerchantClientError) return { status: 400, body: error.code };
  return { status: 500, body: 'the notification could not be stored' };
}

class BodyTooLong extends Error {}

/** The body as it arrived: as a parser or platform left it, or from the stream. */
async function bodyOf(request: NodeRequest): Promise<unknown> {
  const given = request.rawBody ?? request.body;
  return given === undefined ? bytesOf(request) : given;
}

async function bytesOf(stream: unknown): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array | string>) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    size += bytes.length;
    if (size > MAX_BODY_BYTES) throw new BodyTooLong();
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
