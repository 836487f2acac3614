import type { Context, DynamoDBRecord, SQSEvent, SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { keyStreamWorker, queueWorker, type WorkerReport } from '../../../shared/lambda/worker.ts';
import { capturingLog } from '../../support/fixtures/captured-log.ts';

const context = { getRemainingTimeInMillis: () => 30_000 } as Context;

const queueEvent = (bodies: readonly string[]): SQSEvent => ({
  Records: bodies.map(
    (body, index) => ({ messageId: `m${index}`, body, eventSource: 'aws:sqs' }) as SQSRecord,
  ),
});

/** Returns a worker that fails on `broken` and records what it received. */
function worker() {
  const seen: string[] = [];
  const work = async (id: string): Promise<WorkerReport> => {
    seen.push(id);
    if (id === 'broken') throw new RangeError('cannot be worked on');
    return { status: 'done', correlationId: `c-${id}` };
  };
  return { seen, work };
}

describe('a queue worker', () => {
  it('works on every message and leaves failed ones in the queue', async () => {
    const { seen, work } = worker();
    const handler = queueWorker('orderId', work);
    const event = queueEvent(['{"orderId":"1"}', '{"orderId":"broken"}', '{"orderId":"2"}']);
    const { value, lines } = await capturingLog(() => handler(event, context));
    expect(value).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(seen.sort()).toEqual(['1', '2', 'broken']);
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'INFO', orderId: '1', status: 'done', correlationId: 'c-1' }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: 'ERROR',
        orderId: 'broken',
        error: expect.objectContaining({ name: 'RangeError' }),
      }),
    );
  });

  it.each(['', 'garbage', 'null', '[]', '"1"', '{}', '{"orderId":1}', '{"notificationId":"1"}'])(
    'fails a message with %j and works on the others',
    async (body) => {
      const { seen, work } = worker();
      const event = queueEvent([body, '{"orderId":"2"}']);
      const { value } = await capturingLog(() => queueWorker('orderId', work)(event, context));
      expect(value).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
      expect(seen).toEqual(['2']);
    },
  );

  it('logs an unreadable message without its content', async () => {
    const { work } = worker();
    const event = queueEvent(['{"orderId":"1", 4999-hush']);
    const { lines, text } = await capturingLog(() => queueWorker('orderId', work)(event, context));
    expect(lines.filter(({ level }) => level === 'ERROR')).toHaveLength(1);
    expect(text).not.toContain('4999-hush');
  });

  it('returns all messages when all failed', async () => {
    const { work } = worker();
    const event = queueEvent(['{"orderId":"broken"}', 'garbage']);
    const { value } = await capturingLog(() => queueWorker('orderId', work)(event, context));
    expect(value.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual(['m0', 'm1']);
  });

  it('completes nine while the tenth hangs', async () => {
    const hanging = Promise.withResolvers<WorkerReport>();
    const allOthers = Promise.withResolvers<void>();
    let done = 0;
    const handler = queueWorker('orderId', async (id) => {
      if (id === '0') return hanging.promise;
      done += 1;
      if (done === 9) allOthers.resolve();
      return {};
    });
    const event = queueEvent(Array.from({ length: 10 }, (_, index) => `{"orderId":"${index}"}`));
    await capturingLog(async () => {
      const batch = handler(event, context);
      await allOthers.promise;
      hanging.resolve({});
      expect(await batch).toEqual({ batchItemFailures: [] });
    });
  });

  it('starts afresh with each batch', async () => {
    const { work } = worker();
    const handler = queueWorker('orderId', work);
    const failed = await capturingLog(() => handler(queueEvent(['{"orderId":"broken"}']), context));
    const fine = await capturingLog(() => handler(queueEvent(['{"orderId":"1"}']), context));
    expect(failed.value.batchItemFailures).toHaveLength(1);
    expect(fine.value.batchItemFailures).toEqual([]);
  });
});

describe('a stream worker', () => {
  it('works on the key of every item and reports failed ones by sequence number', async () => {
    const { seen, work } = worker();
    const Records = ['order/1', 'broken'].map(
      (pk, index): DynamoDBRecord => ({
        eventSource: 'aws:dynamodb',
        eventName: 'INSERT',
        dynamodb: { Keys: { pk: { S: pk } }, SequenceNumber: `s${index}` },
      }),
    );
    const { value, lines } = await capturingLog(() => keyStreamWorker(work)({ Records }, context));
    expect(value).toEqual({ batchItemFailures: [{ itemIdentifier: 's1' }] });
    expect(seen).toEqual(['order/1', 'broken']);
    expect(lines).toContainEqual(expect.objectContaining({ pk: 'order/1', status: 'done' }));
  });
});
