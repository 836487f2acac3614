import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type RequestOptions,
  type ServerResponse,
  request as send,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request to a service. */
export interface Request {
  readonly method: string;
  /** The service and operation that the AWS SDK names, e.g. `AmazonSQS.SendMessageBatch`; empty for S3. */
  readonly target: string;
  readonly body: Buffer;
}

/** Forwards every request, changed or not. `forward` returns the body of the service's answer. */
export type Listener = (request: Request, forward: (body: Buffer) => Promise<Buffer>) => Promise<void>;

export interface Proxy {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Starts a proxy that forwards requests to a service through the listener. */
export async function startProxy(service: string, listen: Listener): Promise<Proxy> {
  const { hostname, port } = new URL(service);
  const agent = new Agent({ keepAlive: true });
  const server = createServer(async (incoming, outgoing) => {
    const { method = 'POST', url: path = '/', headers } = incoming;
    const target = String(headers['x-amz-target'] ?? '');
    let answer: Answer | undefined;
    try {
      await listen({ method, target, body: await bytesOf(incoming) }, async (body) => {
        answer = await ask({ hostname, port, agent, method, path, headers: withLength(headers, body) }, body);
        return answer.body;
      });
      if (answer) reply(outgoing, answer);
    } catch (error) {
      // An error of the meter fails the platform's call, so that it ends the measurement.
      if (!incoming.destroyed && !outgoing.headersSent) outgoing.writeHead(502).end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      agent.destroy();
    },
  };
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

function ask(options: RequestOptions, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const requested = send(options, async (answer) => {
      const { statusCode: status = 502, headers } = answer;
      resolve({ status, headers, body: await bytesOf(answer) });
    });
    requested.on('error', reject).end(body);
  });
}

async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Returns the headers for a body in one piece, however it arrived. */
const withLength = ({ 'transfer-encoding': _, ...headers }: IncomingHttpHeaders, body: Buffer) => ({
  ...headers,
  'content-length': String(body.length),
});

const reply = (to: ServerResponse, { status, headers, body }: Answer): void => {
  to.writeHead(status, withLength(headers, body)).end(body);
};
