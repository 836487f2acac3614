import { DeleteMessageBatchCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { QueueSource } from '../../../../../infra/local-cloud/sources/queue-source.ts';

const QUEUE = { name: 'jobs', readableId: 'Jobs', arn: 'arn:jobs', url: 'http://localhost/jobs' };

/** Returns a queue with these batches that counts its receivers and records deletions. */
function scripted(batches: string[][], failures: Error[] = []) {
  const deleted: string[] = [];
  let waiting = 0;
  let mostWaiting = 0;
  const receive = async (signal: AbortSignal) => {
    const failure = failures.shift();
    if (failure) throw failure;
    waiting += 1;
    mostWaiting = Math.max(mostWaiting, waiting);
    const ids = batches.shift();
    if (!ids)
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
    waiting -= 1;
    return { Messages: ids?.map((id) => ({ MessageId: id, ReceiptHandle: id, Body: id })) };
  };
  const send = async (command: unknown, { abortSignal }: { abortSignal: AbortSignal }) => {
    if (command instanceof ReceiveMessageCommand) return receive(abortSignal);
    const { Entries = [] } = (command as DeleteMessageBatchCommand).input;
    expect(command).toBeInstanceOf(DeleteMessageBatchCommand);
    deleted.push(...Entries.map(({ ReceiptHandle = '' }) => ReceiptHandle));
    return {};
  };
  const client = { send: (command: unknown, options = {}) => send(command, options as never) };
  return { client: client as unknown as SQSClient, deleted, mostWaiting: () => mostWaiting };
}

type Invoke = (ids: string[]) => Promise<unknown>;

function source(client: SQSClient, invoke: Invoke, errors: unknown[] = []) {
  const stopping = new AbortController();
  const lambda = {
    invoke: (event: unknown) =>
      invoke((event as { Records: { messageId: string }[] }).Records.map(({ messageId }) => messageId)),
  };
  const mapping = { id: 'm', queue: QUEUE, lambda, batchSize: 10, reportsItemFailures: true };
  const onError = (_: string, error: unknown) => errors.push(error);
  const options = { signal: stopping.signal, onError, clockOffsetMs: () => 0 };
  return { running: new QueueSource(mapping as never, client, options).run(), stop: () => stopping.abort() };
}

it('works on five batches at once and no more, and waits for messages with one request', async () => {
  const batches = Array.from({ length: 8 }, (_, index) => [String(index)]);
  const { client, deleted, mostWaiting } = scripted(batches);
  const started: string[] = [];
  const five = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const all = Promise.withResolvers<void>();
  const { running, stop } = source(client, async (ids) => {
    started.push(...ids);
    if (started.length === 5) five.resolve();
    await gate.promise;
    if (started.length === 8) all.resolve();
    return null;
  });
  await five.promise;
  await new Promise(setImmediate);
  expect(started).toHaveLength(5);
  expect(batches).toHaveLength(3);
  gate.resolve();
  await all.promise;
  stop();
  await running;
  expect(deleted.toSorted()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
  expect(mostWaiting()).toBe(1);
});

it('deletes what was processed, and leaves what failed to come again', async () => {
  const { client, deleted } = scripted([['a', 'b', 'c'], ['whole']]);
  const done = Promise.withResolvers<void>();
  const { running, stop } = source(client, async (ids) => {
    if (!ids.includes('whole')) return { batchItemFailures: [{ itemIdentifier: 'b' }] };
    done.resolve();
    throw new Error('on purpose');
  });
  await done.promise;
  stop();
  await running;
  expect(deleted).toEqual(['a', 'c']);
});

it('ends only when what it received is processed and deleted', async () => {
  const { client, deleted } = scripted([['in work']]);
  const started = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const { running, stop } = source(client, async () => {
    started.resolve();
    await gate.promise;
    return null;
  });
  await started.promise;
  stop();
  gate.resolve();
  await running;
  expect(deleted).toEqual(['in work']);
});

it('goes on when the queue was out of reach', async () => {
  const { client } = scripted([['late']], [new Error('connection refused')]);
  const errors: unknown[] = [];
  const done = Promise.withResolvers<void>();
  const { running, stop } = source(client, async () => done.resolve(), errors);
  await done.promise;
  stop();
  await running;
  expect(errors).toHaveLength(1);
});
