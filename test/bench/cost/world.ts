import { setDemoRates } from '../../../infra/ops/demo-rates.ts';
import { openOperator } from '../../../infra/ops/operator.ts';
import { DEMO_RANGES } from '../../../infra/ops/seed.ts';
import { catalogue, type OperationName } from '../../../shared/contract/catalogue.ts';
import type { Operation } from '../../../shared/contract/operation.ts';
import { cardOpening } from '../../support/cards.ts';
import { card } from '../../support/cases/cards.ts';
import { requestNumber, type World } from '../../support/cases/case.ts';
import { cases } from '../../support/cases/cases.ts';
import { openNetworks } from '../../support/dpt.ts';
import { openMerchant } from '../../support/merchant.ts';
import { sentTransaction } from '../../support/transactions.ts';
import { openUpstream } from '../../support/upstream.ts';
import type { MeteredCloud } from './metered-cloud.ts';

/** Something that is asked of the platform: made ready first, then done, until all that comes of it has arrived. */
export interface Deed {
  readonly name: string;
  /** An order, whose outcome is told. */
  readonly isOrder: boolean;
  readonly prepare: (world: World) => Promise<() => Promise<unknown>>;
}

/** A merchant with money and an upstream that may tell everything. */
export async function openWorld({ cloud }: MeteredCloud): Promise<World> {
  const deployment = { ...cloud, operator: openOperator(cloud.env) };
  const { platform } = deployment.operator;
  const changes = { binRangeIds: DEMO_RANGES.map(({ binRangeId }) => binRangeId) };
  const merchant = await openMerchant(deployment, { usd: 100_000_000n, changes });
  const stranger = await openMerchant(deployment);
  await openNetworks(platform.store);
  await setDemoRates(platform);
  return { deployment, merchant, stranger, upstream: await openUpstream(deployment) };
}

export async function closeWorld({ merchant, stranger, deployment }: World): Promise<void> {
  await Promise.all([merchant.close(), stranger.close()]);
  deployment.operator.close();
}

/** As the tests show a card's opening; the usual one is a deed of its own. */
export const CARD_IN_GROUP = 'Apply for a Card Opening in a group';

const entries = Object.entries(catalogue) as [OperationName, Operation][];

/** Every operation, as the tests show it to work, and what a card network and an upstream do most. */
export const deeds: readonly Deed[] = [
  ...entries.map(([name, entry]) => ({
    name: name === 'cardApply' ? CARD_IN_GROUP : entry.title,
    isOrder: entry.async && entry.path.startsWith('/openapi/vcc/'),
    prepare: async (world: World) => {
      const request = await cases[name].request(world);
      return () => world.merchant.client.call(name, request as never);
    },
  })),
  {
    name: 'Apply for a Card Opening',
    isOrder: true,
    prepare: async ({ merchant }: World) => {
      const request = { ...cardOpening(), userReqNo: requestNumber() };
      return () => merchant.client.call('cardApply', request as never);
    },
  },
  {
    name: 'Authorization, told',
    isOrder: false,
    prepare: async (world: World) => {
      const { client } = world.merchant;
      const { cardNo, cardExpiryDate, cardVerifyNo } = await client.call('cardInfo', {
        cardId: await card(world),
      });
      const purchase = {
        networkId: requestNumber(),
        cardNo,
        expiry: cardExpiryDate,
        cvv2: cardVerifyNo,
        transCurrency: 'USD',
        transCurrencyAmt: 20,
        merchantName: 'Coffee House',
      };
      return () => world.upstream.client.authorize(purchase);
    },
  },
  {
    name: 'card_transaction, told',
    isOrder: false,
    prepare: async (world: World) => {
      const transaction = sentTransaction(await card(world), { transCategory: 2 });
      return () => world.upstream.client.send('card_transaction', transaction);
    },
  },
];
