import { openOperator } from '../../../infra/cli/command.ts';
import { setDemoRates } from '../../../infra/demo/seed/rates.ts';
import { DEMO_RANGES } from '../../../infra/demo/seed/seed.ts';
import { catalogue, type OperationName } from '../../../shared/wire/contract/catalogue.ts';
import type { Operation } from '../../../shared/wire/contract/operations/operation.ts';
import { type CaseContext, requestNumber } from '../../support/cases/case.ts';
import { cases } from '../../support/cases/cases.ts';
import { card } from '../../support/cases/opened-cards.ts';
import { cardOpening } from '../../support/fixtures/cards-over-http.ts';
import { openCoinNetworks } from '../../support/fixtures/dpt.ts';
import { openMerchant } from '../../support/fixtures/merchant.ts';
import { sentTransaction } from '../../support/fixtures/transactions.ts';
import { openUpstream } from '../../support/fixtures/upstream.ts';
import type { MeteredCloud } from './metered-cloud.ts';

/** An action whose costs are counted: first prepared, then executed until all of its effects are complete. */
export interface BenchAction {
  readonly name: string;
  readonly prepare: (context: CaseContext) => Promise<() => Promise<unknown>>;
}

/** Opens a merchant with money and an upstream with all permissions. */
export async function openPricedMerchant({ cloud }: MeteredCloud): Promise<CaseContext> {
  const deployment = { ...cloud, operator: openOperator(cloud.env) };
  const { deps } = deployment.operator;
  const changes = { binRangeIds: DEMO_RANGES.map(({ binRangeId }) => binRangeId) };
  const merchant = await openMerchant(deployment, { usd: 100_000_000n, changes });
  const otherMerchant = await openMerchant(deployment);
  await openCoinNetworks(deps.store);
  await setDemoRates(deps);
  return { deployment, merchant, otherMerchant, upstream: await openUpstream(deployment) };
}

export async function closePricedMerchant({
  merchant,
  otherMerchant,
  deployment,
}: CaseContext): Promise<void> {
  await Promise.all([merchant.close(), otherMerchant.close()]);
  deployment.operator.close();
}

/** A supplementary card's opening, as in the tests; the usual opening is a separate action. */
export const CARD_IN_GROUP = 'Apply for a Card Opening in a group';

const entries = Object.entries(catalogue) as [OperationName, Operation][];

/** Every operation, as in the tests, and the most frequent requests of a card network and an upstream. */
export const benchActions: readonly BenchAction[] = [
  ...entries.map(([name, entry]) => ({
    name: name === 'cardApply' ? CARD_IN_GROUP : entry.title,
    prepare: async (context: CaseContext) => {
      const request = await cases[name].request(context);
      return () => context.merchant.client.call(name, request as never);
    },
  })),
  {
    name: 'Apply for a Card Opening',
    prepare: async ({ merchant }: CaseContext) => {
      const request = { ...cardOpening(), userReqNo: requestNumber() };
      return () => merchant.client.call('cardApply', request as never);
    },
  },
  {
    name: 'Authorization, with its notification',
    prepare: async (context: CaseContext) => {
      const { client } = context.merchant;
      const { cardNo, cardExpiryDate, cardVerifyNo } = await client.call('cardInfo', {
        cardId: await card(context),
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
      return () => context.upstream.client.authorize(purchase);
    },
  },
  {
    name: 'card_transaction webhook, with its notification',
    prepare: async (context: CaseContext) => {
      const transaction = sentTransaction(await card(context), { transCategory: 2 });
      return () => context.upstream.client.send('card_transaction', transaction);
    },
  },
];
