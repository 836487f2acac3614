import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixture } from './fixture/shared-fixture.ts';

async function post(path: string, body: string | Buffer = '{}', headers: Record<string, string> = {}) {
  const response = await fetch(fixture().cloud.apiUrl + path, { method: 'POST', body, headers });
  return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
}

const logOf = (id: string) => readFileSync(join(fixture().cloud.logsDir, `FixtureWork-${id}.log`), 'utf8');

describe('a route', () => {
  it('hands the function a proxy event and returns its answer', async () => {
    const answer = await post('/door/echo?a=1&a=2', 'héllo 😀', {
      'X-Mine': 'yes',
      'X-Forwarded-For': '192.0.2.9',
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-door')).toBe('open');
    expect(answer.body.event).toMatchObject({
      resource: '/door/echo',
      path: '/door/echo',
      httpMethod: 'POST',
      queryStringParameters: { a: '2' },
      multiValueQueryStringParameters: { a: ['1', '2'] },
      headers: { 'X-Mine': 'yes', 'X-Forwarded-For': '192.0.2.9, 127.0.0.1' },
      requestContext: { identity: { sourceIp: '127.0.0.1' }, stage: 'live', path: '/door/echo' },
      body: 'héllo 😀',
      isBase64Encoded: false,
    });
  });

  it('runs the function with the environment of the template, and none of the machine’s', async () => {
    const { environment, remaining } = (await post('/door/echo')).body;
    expect(environment).toMatchObject({
      TABLE_ITEMS: fixture().cloud.physicalIds['Items'],
      JOBS_QUEUE_URL: fixture().cloud.physicalIds['Jobs'],
      FILES_BUCKET: fixture().cloud.physicalIds['Files'],
      SEAL_KEY: expect.stringMatching(/^file:\/\/\//),
      AWS_LAMBDA_FUNCTION_NAME: 'FixtureWork-echo',
      AWS_ENDPOINT_URL_DYNAMODB: fixture().cloud.dynamodbEndpoint,
      AWS_ENDPOINT_URL_SQS: fixture().cloud.sqsEndpoint,
      AWS_ENDPOINT_URL_S3: fixture().cloud.s3Endpoint,
      AWS_ACCESS_KEY_ID: 'local',
    });
    expect(environment).not.toHaveProperty('HOME');
    expect(readFileSync(new URL(environment.SEAL_KEY))).toHaveLength(32);
    expect(remaining).toBeLessThanOrEqual(2_000);
  });

  it('limits an execution environment to one invocation at a time, and their number to the concurrency', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => post('/door/echo')));
    const highest = Math.max(...answers.map(({ body }) => body.invocations));
    expect(answers.every(({ status }) => status === 201)).toBe(true);
    expect(highest).toBeGreaterThanOrEqual(15);
  });

  it('writes what the function prints to its log before it answers', async () => {
    const before = logOf('echo').split('\n').length;
    await post('/door/echo');
    const lines = logOf('echo').split('\n');
    expect(lines).toHaveLength(before + 1);
    expect(JSON.parse(lines.at(-2) ?? '')).toMatchObject({ message: 'echoing' });
  });
});

describe('the gateway itself', () => {
  it.each([
    ['an unknown path', () => post('/door/other'), 404, 'nothing here'],
    [
      'an unknown method',
      async () => {
        const response = await fetch(`${fixture().cloud.apiUrl}/door/echo`);
        return { status: response.status, body: await response.json() };
      },
      404,
      'nothing here',
    ],
    [
      'a body above API Gateway’s limit',
      () => post('/door/echo', Buffer.alloc(10 * 1_024 * 1_024 + 1, 'a')),
      413,
      'too large',
    ],
    [
      'an event above Lambda’s limit',
      () => post('/door/echo', Buffer.alloc(6 * 1_024 * 1_024, 'a')),
      413,
      'too large',
    ],
    ['a function that throws', () => post('/door/throwing'), 502, 'broken'],
    ['a function that ends its process', () => post('/door/exiting'), 502, 'broken'],
    ['a function with another kind of answer', () => post('/door/malformed'), 502, 'broken'],
  ])('answers %s as the template says', async (_, call, status, refusal) => {
    const answer = await call();
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ refusal });
  });

  it('accepts a body up to Lambda’s limit less the envelope of the event', async () => {
    expect((await post('/door/echo', Buffer.alloc(2 * 1_024 * 1_024, 'a'))).status).toBe(201);
  });
});

describe('a function', () => {
  it('is stopped at its timeout, and its next invocation gets a new environment', async () => {
    const answers = await Promise.all([post('/door/hanging'), post('/door/hanging'), post('/door/hanging')]);
    expect(answers.map(({ status }) => status)).toEqual([502, 502, 502]);
    expect(fixture().recorder.received.filter(({ source }) => source === 'hanging')).toHaveLength(3);
    expect(logOf('hanging').match(/Task timed out/g)).toHaveLength(3);
  });

  it('leaves its thrown error in its log', async () => {
    await post('/door/throwing');
    const line = JSON.parse(logOf('throwing').trimEnd().split('\n').at(-1) ?? '');
    expect(line).toMatchObject({ errorType: 'TypeError', errorMessage: 'thrown on purpose' });
  });
});
