import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { cardFrom, cardKey, cardOf } from '../../../../../../shared/domain/issuing/model/card.ts';
import { openCard } from '../../../../../../shared/domain/issuing/orders/card-opening.ts';
import { handleCardTransaction } from '../../../../../../shared/domain/issuing/transactions/card-transaction-webhook.ts';
import { cardAccount } from '../../../../../../shared/domain/money/ledger/account.ts';
import { readBalance } from '../../../../../../shared/domain/money/ledger/balance.ts';
import type { UpstreamCall } from '../../../../../../shared/domain/upstream-call.ts';
import { openTwoPlatforms, type TwoPlatforms } from '../../../../../support/clouds/two-platforms.ts';
import { opening } from '../../../../../support/fixtures/card-steps.ts';
import type { TestPlatform } from '../../../../../support/fixtures/test-platform.ts';
import {
  newRecordNo,
  type ReceivedTransaction,
  scenarioContents,
  scenarios,
  transaction,
} from '../../../../../support/fixtures/transactions.ts';
import { openCardNetwork } from '../../transactions/authorize/network-fixture.ts';

let platforms: TwoPlatforms;
let call: UpstreamCall;
beforeAll(async () => {
  platforms = await openTwoPlatforms();
  call = { ...openCardNetwork(platforms.issuer).call, messageId: 'message' };
});

/** A card's id here and at the external issuer. */
interface BothIds {
  readonly cardId: string;
  readonly issuerCardId: string;
}

async function openExternalCard(): Promise<BothIds> {
  const { orderId: cardId } = await openCard(opening({ binRangeId: 'UV1' }), platforms.call);
  await platforms.settle(cardId);
  const { issuerCardId } = await cardOf(
    platforms.reseller.deps.store,
    platforms.call.merchant.userNo,
    cardId,
  );
  return { cardId, issuerCardId: issuerCardId ?? '' };
}

/** Returns the card's balance and its used amount, in cents. */
async function stateOf({ deps: { store } }: TestPlatform, cardId: string) {
  const { available, frozen } = await readBalance(store, cardAccount(cardId, 'USD'));
  const { usedAmount } = cardFrom((await store.get('cards', cardKey(cardId))) ?? {});
  return { available, frozen, usedAmount };
}

const stateAtReseller = ({ cardId }: BothIds) => stateOf(platforms.reseller, cardId);
const stateAtIssuer = ({ issuerCardId }: BothIds) => stateOf(platforms.issuer, issuerCardId);
const process = (content: ReceivedTransaction) => handleCardTransaction(content, call);

/** Delivers the waiting notifications to the reseller in an order that the draws decide. */
async function deliverShuffled(positions: readonly number[]): Promise<void> {
  const waiting = (await platforms.notifications()).filter(({ status }) => status === 'pending');
  const generated = waiting.map((one, index) => ({
    one,
    position: positions[index % positions.length] ?? 0,
  }));
  for (const { one } of generated.sort((left, right) => left.position - right.position))
    expect(await platforms.redeliver(one)).toBe('SUCCESS');
}

it('both platforms return the same for a clearing that was reversed beforehand by more than its amount', async () => {
  const card = await openExternalCard();
  const [authorization, clearing] = [newRecordNo(), newRecordNo()];
  const settled = (changes: Partial<ReceivedTransaction>) =>
    process(transaction(card.issuerCardId, { transCategory: 2, ...changes }));
  await settled({ recordNo: authorization, localCurrencyAmt: '40' });
  await settled({ originRecordNo: clearing, transType: '2', localCurrencyAmt: '60' });
  await settled({ recordNo: clearing, originRecordNo: authorization, localCurrencyAmt: '20' });
  const amounts = (await platforms.notifications())
    .map(({ content }) => JSON.parse(content))
    .filter(({ cardId, transType }) => cardId === card.issuerCardId && transType !== undefined)
    .map(({ settleAmount }) => settleAmount);
  expect(amounts.toSorted()).toEqual([0, 0, 40, 40]);
  expect(await platforms.deliverAll()).toEqual(Array.from(amounts, () => 'SUCCESS'));
  expect(await stateAtIssuer(card)).toEqual({ available: 10_000n, frozen: 0n, usedAmount: 0n });
  expect(await stateAtReseller(card)).toEqual(await stateAtIssuer(card));
  expect(await platforms.differences()).toEqual([]);
});

it('a settled reversal beyond its local amount releases the same on both platforms', async () => {
  const card = await openExternalCard();
  const { recordNo } = transaction(card.issuerCardId);
  await process(transaction(card.issuerCardId, { recordNo, localCurrencyAmt: '60' }));
  const reversal = { transType: '2', transCategory: 2, originRecordNo: recordNo } as const;
  await process(
    transaction(card.issuerCardId, { ...reversal, localCurrencyAmt: '40', settleAmount: '40.5' }),
  );
  await platforms.deliverAll();
  expect(await stateAtIssuer(card)).toMatchObject({ available: 8_050n, frozen: 1_950n });
  expect(await stateAtReseller(card)).toEqual(await stateAtIssuer(card));
});

it('both platforms have the same balance of a card, whatever the order of the notifications', async () => {
  const [card, second] = [await openExternalCard(), await openExternalCard()];
  const positions = fc.array(fc.nat(), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(scenarios, positions, async (scenario, generated) => {
      const before = [await stateAtReseller(card), await stateAtIssuer(card)];
      for (const step of scenario.map(scenarioContents(card.issuerCardId, second.issuerCardId))) {
        // The notification of a settled reversal has only the amount that came back: an amount settled beyond the local
        // amount cannot be reported.
        const { settleAmount: _, ...whole } = step;
        await process(step.transType === '2' ? whole : step);
      }
      await deliverShuffled(generated);
      const after = [await stateAtReseller(card), await stateAtIssuer(card)];
      const [atReseller, atIssuer] = after.map(({ available, frozen, usedAmount }, side) => ({
        available: available - (before[side]?.available ?? 0n),
        frozen: frozen - (before[side]?.frozen ?? 0n),
        used: usedAmount - (before[side]?.usedAmount ?? 0n),
      }));
      expect(atReseller).toEqual(atIssuer);
    }),
    { numRuns: 15 },
  );
  expect(await platforms.differences()).toEqual([]);
});
