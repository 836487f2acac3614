import { afterAll, expect, it } from 'vitest';
import { sharedDeployment } from '../support/clouds/deployment.ts';
import { refusalCode } from '../support/fixtures/cards-over-http.ts';
import { openMerchant } from '../support/fixtures/merchant.ts';

const deployment = sharedDeployment();
afterAll(() => deployment.operator.close());

/** Returns the number that makes an otherwise equal request a new one. */
const numbered = (nth: number): Record<string, never> => ({ userReqNo: String(nth) }) as never;

it('a merchant’s request limit covers all of its operations, and the client retries', async () => {
  const requestLimit = { perSecond: 1, burst: 3 };
  const merchant = await openMerchant(deployment, {
    changes: { requestLimit },
    client: { retry: { maxAttempts: 1, initialDelayMs: 1, maxDelayMs: 1 } },
  });
  const patient = await openMerchant(deployment, { changes: { requestLimit } });
  const calls = [
    ...Array.from({ length: 8 }, (_, nth) => () => merchant.client.call('accountBalance', numbered(nth))),
    ...Array.from({ length: 8 }, (_, nth) => () => merchant.client.call('scene', numbered(nth))),
  ];
  const began = Date.now();
  const refusals = await Promise.all(calls.map((call) => refusalCode(call())));
  const seconds = (Date.now() - began) / 1_000;
  const admitted = refusals.filter((code) => code === undefined);
  expect(refusals.filter((code) => code !== undefined && code !== '100005')).toEqual([]);
  expect(admitted.length).toBeGreaterThanOrEqual(3);
  expect(admitted.length).toBeLessThanOrEqual(3 + seconds);
  const answers = await Promise.all([1, 2, 3, 4].map(() => patient.client.call('accountBalance', {})));
  expect(answers.map(({ list }) => list.length > 0)).toEqual([true, true, true, true]);
  await Promise.all([merchant.close(), patient.close()]);
});
