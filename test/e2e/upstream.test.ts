import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sharedDeployment } from '../support/clouds/deployment.ts';
import { type KillableCloud, startKillableCloud } from '../support/clouds/killable-cloud.ts';
import { openTwoClouds, type TwoClouds } from '../support/clouds/two-clouds.ts';
import { exerciseTwoClouds } from '../support/clouds/two-clouds-walkthrough.ts';

// test/chain tests two deployments with failing calls between them.

const reseller = sharedDeployment();
const folder = mkdtempSync(join(tmpdir(), 'issuary-issuer-'));
let atIssuer: KillableCloud;
let clouds: TwoClouds | undefined;

beforeAll(async () => {
  atIssuer = await startKillableCloud(folder, 0, { inMemory: true });
});
afterAll(async () => {
  await clouds?.close();
  await atIssuer?.kill();
  reseller.operator.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

it('a merchant opens, funds, uses, confirms, refunds, shares and closes cards of an external issuer', async () => {
  clouds = await openTwoClouds(reseller, atIssuer);
  await exerciseTwoClouds(clouds);
  expect(clouds.merchant.notifications.length).toBeGreaterThan(0);
});
