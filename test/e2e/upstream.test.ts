import { afterAll, expect, it } from 'vitest';
import { connectOverHttp, type HttpChain } from '../support/chain-http.ts';
import { tellStory } from '../support/chain-story.ts';
import { sharedDeployment } from '../support/deployment.ts';

// One deployment in both parts, below itself: what two of them do is in test/chain.

const deployment = sharedDeployment();
let chain: HttpChain | undefined;

afterAll(async () => {
  await chain?.close();
  deployment.operator.close();
});

it('a merchant opens, funds, uses, confirms, refunds, shares and closes cards that live below', async () => {
  chain = await connectOverHttp(deployment, deployment);
  await tellStory(chain);
  expect(chain.merchant.notifications.length).toBeGreaterThan(0);
});
