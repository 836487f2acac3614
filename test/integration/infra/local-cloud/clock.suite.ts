import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { fixture } from './fixture/shared-fixture.ts';

/** DynamoDB Local cuts a record's time to the minute. */
const MINUTE_MS = 60_000;

const received = () => fixture().recorder.received;
const table = () => fixture().cloud.physicalIds['Items'] ?? '';
const inSeconds = (time: number) => String(Math.floor(time / 1_000));

const put = (pk: string, ttl: number) =>
  fixture().dynamodb.send(
    new PutItemCommand({ TableName: table(), Item: { pk: { S: pk }, ttl: { N: inSeconds(ttl) } } }),
  );

const exists = async (pk: string) =>
  (await fixture().dynamodb.send(new GetItemCommand({ TableName: table(), Key: { pk: { S: pk } } }))).Item !==
  undefined;

describe('the clock', () => {
  it('moves the time of functions, schedules and records of a stream', async () => {
    const { clock, apiUrl } = fixture().cloud;
    const before = clock.now();
    await clock.advance('3h');
    const echo = await fetch(`${apiUrl}/door/echo`, { method: 'POST', body: '{}' });
    const { now, made, event, remaining } = (await echo.json()) as {
      now: number;
      made: string;
      event: { requestContext: { requestTimeEpoch: number } };
      remaining: number;
    };
    for (const time of [clock.now(), now, Date.parse(made), event.requestContext.requestTimeEpoch])
      expect(time - before).toBeGreaterThanOrEqual(3 * 3_600_000);
    expect(remaining).toBeGreaterThan(0);
    const { event: tick } = received().findLast(({ source }) => source === 'schedule');
    expect(Date.parse(tick.time)).toBeGreaterThan(before + 3_600_000);
    await put('seen/later', 0);
    await clock.settle();
    const { first } = received().findLast(({ keys }) => keys?.includes('seen/later'));
    expect(first.dynamodb.ApproximateCreationDateTime * 1_000 - before).toBeGreaterThan(
      3 * 3_600_000 - MINUTE_MS,
    );
  });

  it('ends the delay and the visibility timeout of a message, each at its time', async () => {
    const { clock, physicalIds } = fixture().cloud;
    const bodies = () => received().flatMap((invocation) => invocation.bodies ?? []);
    const fails = 'fails at first';
    fixture().recorder.reply = (invocation) =>
      invocation.bodies?.includes(fails) && invocation.first.attributes.ApproximateReceiveCount === '1'
        ? 'throw'
        : 'ok';
    const send = (MessageBody: string) =>
      fixture().sqs.send(
        new SendMessageCommand({ QueueUrl: physicalIds['Jobs'], MessageBody, DelaySeconds: 600 }),
      );
    await send(fails);
    await clock.advance('9m');
    expect(bodies()).not.toContain(fails);
    await clock.advance('2m');
    expect(bodies().filter((body) => body === fails)).toHaveLength(2);
  });

  it('deletes items past their time to live', async () => {
    const { clock } = fixture().cloud;
    await put('short', clock.now() + 60_000);
    await put('long', clock.now() + 7_200_000);
    await clock.advance('1h');
    expect([await exists('short'), await exists('long')]).toEqual([false, true]);
  });

  it('only moves ahead', async () => {
    const { clock } = fixture().cloud;
    await expect(clock.set(clock.now() - 1_000)).rejects.toMatchObject({ code: 'TIME_PASSED' });
    await expect(clock.set('yesterday')).rejects.toMatchObject({ code: 'TIME_INVALID' });
    const target = clock.now() + 1_000_000;
    await clock.set(new Date(target));
    expect(clock.now()).toBeGreaterThanOrEqual(target);
  });

  it('is in the environment and in every response', async () => {
    const { clock, env, apiUrl } = fixture().cloud;
    const offset = Number(env['LOCAL_CLOUD_CLOCK_OFFSET_MS']);
    expect(Math.abs(Date.now() + offset - clock.now())).toBeLessThan(60_000);
    const response = await fetch(`${apiUrl}/_control/ready`);
    expect(await response.json()).toEqual({ ready: true });
    expect(Math.abs(Date.parse(response.headers.get('date') ?? '') - clock.now())).toBeLessThan(60_000);
  });
});
