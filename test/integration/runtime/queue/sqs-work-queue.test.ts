import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SqsWorkQueue } from '../../../../shared/runtime/queue/sqs-work-queue.ts';

let sqs: FauxqsServer;
let environment: NodeJS.ProcessEnv;

const bodiesIn = (queue: string, state: 'ready' | 'delayed') =>
  (sqs.inspectQueue(queue)?.messages[state] ?? []).map(({ body }) => body);

interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
  readonly MessageGroupId?: string;
  readonly DelaySeconds: number;
}

/** Records each sent message: fauxqs drops the group of a message in a standard queue. */
async function recordingSqs() {
  const sent: Entry[] = [];
  const server = createServer(async (request, response) => {
    const { Entries } = (await json(request)) as { Entries: Entry[] };
    sent.push(...Entries);
    const Successful = Entries.map(({ Id, MessageBody }) => {
      return { Id, MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') };
    });
    response.end(JSON.stringify({ Successful, Failed: [] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { endpoint: `http://127.0.0.1:${port}`, sent, close };
}

beforeAll(async () => {
  sqs = await startFauxqs({ port: 0, logger: false });
  for (const name of ['orders', 'notifications']) sqs.createQueue(name);
  // Only some machines resolve the host of the URLs that fauxqs makes.
  const urlOf = (name: string) => `${sqs.address}/000000000000/${name}`;
  environment = { ORDERS_QUEUE_URL: urlOf('orders'), NOTIFICATIONS_QUEUE_URL: urlOf('notifications') };
  vi.stubEnv('AWS_ENDPOINT_URL_SQS', sqs.address);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await sqs.stop();
});

describe('the SQS work queue', () => {
  it('sends each id as its own message, in several batches if need be', async () => {
    const ids = Array.from({ length: 23 }, (_, index) => String(index));
    expect(await new SqsWorkQueue(environment).send('order', ids)).toEqual([]);
    const sent = bodiesIn('orders', 'ready').map((body) => JSON.parse(body));
    expect(sent).toEqual(ids.map((orderId) => ({ orderId })));
  });

  it('delays a message by the given time', async () => {
    await new SqsWorkQueue(environment).send('notification', ['card_operate/1'], 900);
    expect(bodiesIn('notifications', 'ready')).toEqual([]);
    expect(bodiesIn('notifications', 'delayed')).toEqual(['{"notificationId":"card_operate/1"}']);
  });

  it('puts messages of an owner into its group, so that no owner delays another', async () => {
    const { endpoint, sent, close } = await recordingSqs();
    vi.stubEnv('AWS_ENDPOINT_URL_SQS', endpoint);
    const queue = { NOTIFICATIONS_QUEUE_URL: `${endpoint}/000000000000/notifications` };
    const ownerOf = (id: string) => (id === 'c' ? undefined : `owner of ${id}`);
    await new SqsWorkQueue(queue).send('notification', ['a', 'b', 'c'], 5, ownerOf);
    vi.stubEnv('AWS_ENDPOINT_URL_SQS', sqs.address);
    await close();
    expect(sent.map(({ MessageGroupId, DelaySeconds }) => [MessageGroupId, DelaySeconds])).toEqual([
      ['owner of a', 5],
      ['owner of b', 5],
      [undefined, 5],
    ]);
  });

  it('sends ids with characters that SQS would refuse', async () => {
    const ids = ['\uffff', 'a\u0000b', '😀', 'é', '\u007f'].map((text) => `dpt_payment_bill/${text}/1`);
    const before = bodiesIn('notifications', 'ready').length;
    expect(await new SqsWorkQueue(environment).send('notification', ids)).toEqual([]);
    const sent = bodiesIn('notifications', 'ready').slice(before);
    expect(sent.map((body) => JSON.parse(body).notificationId)).toEqual(ids);
  });

  it('sends nothing for no ids', async () => {
    expect(await new SqsWorkQueue(environment).send('notification', [])).toEqual([]);
  });

  it('reports a function that has no queue to send to', async () => {
    const { NOTIFICATIONS_QUEUE_URL: _, ...rest } = environment;
    await expect(new SqsWorkQueue(rest).send('notification', ['1'])).rejects.toThrow(
      'NOTIFICATIONS_QUEUE_URL is not set',
    );
  });
});
