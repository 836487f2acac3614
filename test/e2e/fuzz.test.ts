import { afterAll, beforeAll, expect, it } from 'vitest';
import { storedPans } from '../fuzz/final-checks.ts';
import { fuzz } from '../fuzz/fuzz.ts';
import { FuzzFixture } from '../fuzz/fuzz-fixture.ts';
import { LogWatch } from '../fuzz/log-watch.ts';
import { reportOf } from '../fuzz/report.ts';
import { auditDifferences, sharedDeployment } from '../support/clouds/deployment.ts';

const SEED = 4;
/** A timeout for the preparation, in which every kind of order and message occurs once. */
const PREPARATION_MS = 300_000;
const deployment = sharedDeployment();
let fixture: FuzzFixture;

beforeAll(async () => {
  fixture = await FuzzFixture.open(deployment);
  await fixture.renewAll();
}, PREPARATION_MS);
afterAll(async () => {
  await fixture.close();
  deployment.operator.close();
});

it('a short run of npm run fuzz: every answer is documented, and the books are clean', async () => {
  const watch = LogWatch.of(deployment.logsDir, fixture.userNos);
  const report = await fuzz({ apiUrl: deployment.apiUrl, fixture: fixture, watch, bodies: 150, seed: SEED });
  expect(report.failure && reportOf(report, SEED)).toBeUndefined();
  expect([...report.outcomes.values()].reduce((sum, count) => sum + count, 0)).toBe(150);
  expect([...report.outcomes.keys()]).toEqual(
    expect.arrayContaining(['openapi success', 'openapi 110001', 'webhook success', 'webhook 110001']),
  );
  expect(await storedPans(deployment.operator)).toEqual([]);
  expect(await auditDifferences(deployment, fixture.merchant.userNo)).toEqual([]);
});
