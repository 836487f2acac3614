import { describe, expect, it } from 'vitest';
import {
  type AccountLimits,
  type AwsQuery,
  checkLimits,
  failureText,
  readLimits,
  settingsFromArgs,
} from '../../../../infra/cli/preflight.ts';

const limits: AccountLimits = { concurrency: 1_000, unreserved: 1_000, apiRate: 10_000, apiBurst: 5_000 };
const verdicts = (args: readonly string[], changes: Partial<AccountLimits> = {}) =>
  checkLimits(settingsFromArgs(args), { ...limits, ...changes }).map(({ verdict }) => verdict);

const FITS = ['fits', 'fits', 'fits', 'fits', 'fits'];

describe('the limits of an account', () => {
  it('fit the default settings where they are the default limits', () => {
    expect(verdicts([])).toEqual(FITS);
    expect(verdicts(['-c', 'authorizeConcurrency=50', '-c', 'queueConcurrency=400'])).toEqual([
      'fits',
      'fits',
      ...FITS.slice(2),
    ]);
  });

  it.each([
    [[], { concurrency: 99 }, 'too low'],
    [[], { concurrency: 100 }, 'fits'],
    [['-c', 'authorizeConcurrency=50'], { concurrency: 149 }, 'too low'],
    [['-c', 'authorizeConcurrency=50'], { concurrency: 150 }, 'fits'],
    [['-c', 'authorizeWarm=50'], { concurrency: 149 }, 'too low'],
  ] as const)('of invocations, with %j and %j: %s', (args, changes, expected) => {
    expect(verdicts(args, changes)[0]).toBe(expected);
  });

  it('are narrow where a backlog in both queues leaves too little to the API', () => {
    expect(verdicts([], { concurrency: 200 })[1]).toBe('fits');
    expect(verdicts([], { concurrency: 199 })[1]).toBe('narrow');
    expect(verdicts(['-c', 'queueConcurrency=49'], { concurrency: 199 })[1]).toBe('fits');
  });

  it.each([
    ['api', { apiRate: 199 }],
    ['webhook', { apiBurst: 399 }],
    ['network', { apiRate: 499 }],
  ] as const)('of requests are too low for the %s limit', (api, changes) => {
    const found = checkLimits(settingsFromArgs([]), { ...limits, ...changes });
    const finding = found.find(({ text }) => text.includes(`${api}RequestsPerSecond`));
    expect(finding).toMatchObject({ verdict: 'too low', text: expect.stringContaining('applies first') });
  });
});

describe('the response of AWS', () => {
  const answers: Record<string, unknown> = {
    'lambda get-account-settings': {
      AccountLimit: { ConcurrentExecutions: 10, UnreservedConcurrentExecutions: 10, TotalCodeSize: 1 },
      AccountUsage: { FunctionCount: 0 },
    },
    'apigateway get-account': { throttleSettings: { burstLimit: 5_000, rateLimit: 10_000.0 }, features: [] },
  };
  const ask: AwsQuery = async (...args) => answers[args.join(' ')];

  it('is parsed', async () => {
    expect(await readLimits(ask)).toEqual({
      concurrency: 10,
      unreserved: 10,
      apiRate: 10_000,
      apiBurst: 5_000,
    });
  });

  it('is an error where a limit is missing', async () => {
    await expect(readLimits(async () => ({ AccountLimit: {} }))).rejects.toThrow('does not return');
  });
});

it('a missing region gets a hint', () => {
  const failed = 'Command failed: aws lambda get-account-settings';
  expect(failureText(new Error(`${failed}\nYou must specify a region.\n`))).toBe(
    `${failed}\nYou must specify a region. (set AWS_REGION)`,
  );
  expect(failureText(new Error(failed))).toBe(failed);
});

it('unknown settings are refused', () => {
  expect(() => settingsFromArgs(['-c', 'queueConcurency=5'])).toThrow('did you mean queueConcurrency?');
});
