import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PlatformClock } from '../../../../../infra/local-cloud/clock/platform-clock.ts';
import type { FunctionSpec } from '../../../../../infra/local-cloud/lambda/function-spec.ts';
import { LambdaFunction } from '../../../../../infra/local-cloud/lambda/lambda-function.ts';
import { newDataDir } from '../fixture/cloud-fixture.ts';

/** Counts the invocations of its environment. It fails, exits its thread or returns the count. */
const CODE = `
let count = 0;
export const handler = async (event) => {
  count += 1;
  if (event === 'fail') throw new Error('on purpose');
  if (event === 'exit') process.exit(1);
  return count;
};
`;

let dir: string;
let lambda: LambdaFunction;
beforeEach(() => {
  dir = newDataDir();
  const file = join(dir, 'index.mjs');
  writeFileSync(file, CODE);
  const spec: FunctionSpec = {
    name: 'counter',
    readableId: 'Counter',
    arn: 'arn:counter',
    modulePath: pathToFileURL(file).href,
    handlerName: 'handler',
    timeoutSeconds: 30,
    memoryMb: 128,
    logGroup: '/aws/lambda/counter',
    logFile: join(dir, 'counter.log'),
    variables: {},
    environment: {},
  };
  lambda = new LambdaFunction(spec, 2, new PlatformClock().shared);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await lambda.stop();
  rmSync(dir, { recursive: true });
});

it('keeps an environment between invocations, and ends it when it has been idle for some seconds', async () => {
  expect(await lambda.invoke(1)).toBe(1);
  vi.advanceTimersByTime(19_999);
  expect(await lambda.invoke(1)).toBe(2);
  vi.advanceTimersByTime(19_999);
  expect(lambda.environments).toBe(1);
  vi.advanceTimersByTime(1);
  expect(lambda.environments).toBe(0);
  expect(await lambda.invoke(1)).toBe(1);
});

it('lets those get old that are not needed', async () => {
  await Promise.all([lambda.invoke(1), lambda.invoke(1)]);
  expect(lambda.environments).toBe(2);
  vi.advanceTimersByTime(11_000);
  await lambda.invoke(1);
  vi.advanceTimersByTime(11_000);
  expect(lambda.environments).toBe(1);
});

it('lets more invocations than it may have environments wait, and serves all of them', async () => {
  const counts = await Promise.all(Array.from({ length: 9 }, () => lambda.invoke(1)));
  expect(counts).toHaveLength(9);
  expect(lambda.environments).toBe(2);
});

it('does not go on with an environment that has ended', async () => {
  await expect(lambda.invoke('exit')).rejects.toThrow('its thread ended');
  expect(await lambda.invoke(1)).toBe(1);
});

it('says after each invocation that it has ended, whatever came of it', async () => {
  const ended = vi.fn();
  lambda.onInvocationEnd(ended);
  await lambda.invoke(1);
  await expect(lambda.invoke('fail')).rejects.toThrow('on purpose');
  expect(ended).toHaveBeenCalledTimes(2);
});
