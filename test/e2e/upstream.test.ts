import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectOverHttp, type HttpChain } from '../support/chain-http.ts';
import { tellStory } from '../support/chain-story.ts';
import { sharedDeployment } from '../support/deployment.ts';
import { type KillableCloud, startKillableCloud } from '../support/killable-cloud.ts';

// What two deployments do when calls between them fail is in test/chain.

const above = sharedDeployment();
const folder = mkdtempSync(join(tmpdir(), 'issuary-below-'));
let below: KillableCloud;
let chain: HttpChain | undefined;

beforeAll(async () => {
  below = await startKillableCloud(folder, 0, { inMemory: true });
});
afterAll(async () => {
  await chain?.close();
  await below?.kill();
  above.operator.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

it('a merchant opens, funds, uses, confirms, refunds, shares and closes cards that live below', async () => {
  chain = await connectOverHttp(above, below);
  await tellStory(chain);
  expect(chain.merchant.notifications.length).toBeGreaterThan(0);
});
