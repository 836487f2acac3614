import { BatchWriteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Invocation } from './fixture/invocation-recorder.ts';
import { fixture } from './fixture/shared-fixture.ts';

beforeEach(() => {
  fixture().recorder.reply = () => 'ok';
});

const table = () => fixture().cloud.physicalIds['Items'] ?? '';
const item = (pk: string) => ({ pk: { S: pk }, note: { B: new Uint8Array([1, 2, 255]) } });

const put = (pk: string) =>
  fixture().dynamodb.send(new PutItemCommand({ TableName: table(), Item: item(pk) }));

/** Writes several items at once, so that they arrive in few batches. */
const putAll = (pks: string[]) =>
  fixture().dynamodb.send(
    new BatchWriteItemCommand({
      RequestItems: { [table()]: pks.map((pk) => ({ PutRequest: { Item: item(pk) } })) },
    }),
  );

const send = (body: string, DelaySeconds = 0) =>
  fixture().sqs.send(
    new SendMessageCommand({
      QueueUrl: fixture().cloud.physicalIds['Jobs'],
      MessageBody: body,
      DelaySeconds,
    }),
  );

const isOf = (source: string, field: string, value: string) => (invocation: Invocation) =>
  invocation.source === source && invocation[field].includes(value);

/** Returns how often a function received this key or message. */
const timesHanded = (field: 'keys' | 'bodies', value: string): number =>
  fixture().recorder.received.filter((invocation) => invocation[field]?.includes(value)).length;

describe('a stream', () => {
  it('invokes its function with the records that pass the filter, and no others', async () => {
    await put('unseen/1');
    await put('seen/1');
    // An overwrite is not an insert.
    await put('seen/1');
    await put('seen/2');
    const { first } = await fixture().recorder.waitFor(isOf('stream', 'keys', 'seen/1'));
    await fixture().recorder.waitFor(isOf('stream', 'keys', 'seen/2'));
    expect(first).toMatchObject({
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      dynamodb: { Keys: { pk: { S: 'seen/1' } }, NewImage: { note: { B: 'AQL/' } } },
    });
    expect(first.dynamodb.ApproximateCreationDateTime).toBeTypeOf('number');
    expect(timesHanded('keys', 'seen/1')).toBe(1);
    expect(timesHanded('keys', 'unseen/1')).toBe(0);
  });

  it('sends batches no larger than the mapping’s size', async () => {
    const keys = Array.from({ length: 9 }, (_, index) => `seen/batch-${index}`);
    await putAll(keys);
    await Promise.all(keys.map((key) => fixture().recorder.waitFor(isOf('stream', 'keys', key))));
    const sizes = fixture().recorder.received.flatMap(({ keys: batch }) => batch?.length ?? []);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4);
  });

  it('hands records on in the order in which they were written', async () => {
    const keys = Array.from({ length: 9 }, (_, index) => `seen/order-${index}`);
    for (const key of keys) await put(key);
    await fixture().recorder.waitFor(isOf('stream', 'keys', keys.at(-1) ?? ''));
    const handed = fixture().recorder.received.flatMap(({ keys: batch = [] }) => batch);
    expect(handed.filter((key: string) => key.startsWith('seen/order-'))).toEqual(keys);
  });

  it('continues with the record that failed', async () => {
    const failing = 'seen/partly-b';
    fixture().recorder.reply = ({ keys = [] }) =>
      keys.includes(failing) && timesHanded('keys', failing) === 1 ? failing : 'ok';
    for (const key of ['seen/partly-a', failing, 'seen/partly-c']) await put(key);
    await fixture().recorder.waitFor(() => timesHanded('keys', failing) === 2);
    expect(timesHanded('keys', 'seen/partly-a')).toBe(1);
  });

  it('halves a batch that fails as a whole, and gives up the one record that keeps failing', async () => {
    const poison = 'seen/poison';
    fixture().recorder.reply = ({ keys = [] }) => (keys.includes(poison) ? 'throw' : 'ok');
    const others = ['seen/beside-1', 'seen/beside-2', 'seen/beside-3'];
    await putAll([...others, poison]);
    await put('seen/after-poison');
    await fixture().recorder.waitFor(
      ({ keys }) => keys?.includes('seen/after-poison') && !keys.includes(poison),
    );
    const alone = fixture().recorder.received.filter(({ keys }) => keys?.length === 1 && keys[0] === poison);
    // One attempt and the one retry that the mapping allows.
    expect(alone).toHaveLength(2);
    const workedOff = (key: string) =>
      fixture().recorder.received.some(({ keys }) => keys?.includes(key) && !keys.includes(poison));
    expect(others.every(workedOff)).toBe(true);
  });
});

describe('a queue', () => {
  it('invokes its function and deletes processed messages', async () => {
    await send('plain');
    const { first } = await fixture().recorder.waitFor(isOf('queue', 'bodies', 'plain'));
    expect(first).toMatchObject({
      eventSource: 'aws:sqs',
      messageId: expect.any(String),
      attributes: { ApproximateReceiveCount: '1' },
    });
    // This message is sent later and delayed beyond the visibility timeout of the first.
    await send('much later', 2);
    await fixture().recorder.waitFor(isOf('queue', 'bodies', 'much later'));
    expect(timesHanded('bodies', 'plain')).toBe(1);
  });

  it('redelivers a message that the function reports as failed, and only that one', async () => {
    fixture().recorder.reply = ({ bodies = [] }) =>
      bodies.includes('fails once') && timesHanded('bodies', 'fails once') === 1 ? 'fails once' : 'ok';
    await Promise.all([send('fine beside it'), send('fails once')]);
    await fixture().recorder.waitFor(
      ({ first }) => first?.body === 'fails once' && first.attributes.ApproximateReceiveCount === '2',
    );
    expect(timesHanded('bodies', 'fine beside it')).toBe(1);
  });

  it('moves a message that always fails to the dead-letter queue', async () => {
    fixture().recorder.reply = ({ bodies = [] }) => (bodies.includes('hopeless') ? 'throw' : 'ok');
    await send('hopeless');
    const QueueUrl = fixture().cloud.physicalIds['DeadLetters'];
    const aside = await fixture().sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    expect(aside.Messages?.map(({ Body }) => Body)).toEqual(['hopeless']);
    expect(timesHanded('bodies', 'hopeless')).toBe(2);
  });
});

describe('a schedule', () => {
  it('fires when the cloud starts', async () => {
    const { event } = await fixture().recorder.waitFor(({ source }) => source === 'schedule');
    expect(event).toMatchObject({ source: 'aws.events', 'detail-type': 'Scheduled Event' });
  });

  it.each(['EveryHour', 'FixtureWork-EveryHour', 'Ticker'])('fires when a test says %s', async (name) => {
    const ticks = () => fixture().recorder.received.filter(({ source }) => source === 'schedule').length;
    const before = ticks();
    await fixture().cloud.trigger(name);
    expect(ticks()).toBe(before + 1);
  });
});
