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
  readonly ours: string;
  readonly theirs: string;
}

async function openedBelow(): Promise<BothIds> {
  const { orderId: ours } = await openCard(opening({ binRangeId: 'UV1' }), platforms.call);
  await platforms.settle(ours);
  const { issuerCardId } = await cardOf(platforms.reseller.deps.store, platforms.call.merchant.userNo, ours);
  return { ours, theirs: issuerCardId ?? '' };
}

/** Returns the card's balance and its used amount, in cents. */
async function stateOf({ deps: { store } }: TestPlatform, cardId: string) {
  const { available, frozen } = await readBalance(store, cardAccount(cardId, 'USD'));
  const { usedAmount } = cardFrom((await store.get('cards', cardKey(cardId))) ?? {});
  return { available, frozen, usedAmount };
}

const here = ({ ours }: BothIds) => stateOf(platforms.reseller, ours);
const there = ({ theirs }: BothIds) => stateOf(platforms.issuer, theirs);
const happens = (content: ReceivedTransaction) => handleCardTransaction(content, call);

/** Delivers the waiting notifications to the reseller in an order that the draws decide. */
async function deliverShuffled(draws: readonly number[]): Promise<void> {
  const waiting = (await platforms.notifications()).filter(({ status }) => status === 'pending');
  const generated = waiting.map((one, index) => ({ one, draw: draws[index % draws.length] ?? 0 }));
  for (const { one } of generated.sort((left, right) => left.draw - right.draw))
    expect(await platforms.redeliver(one)).toBe('SUCCESS');
}

it('both platforms return the same for a clearing that was reversed beforehand by more than its amount', async () => {
  const card = await openedBelow();
  const [authorization, clearing] = [newRecordNo(), newRecordNo()];
  const settled = (changes: Partial<ReceivedTransaction>) =>
    happens(transaction(card.theirs, { transCategory: 2, ...changes }));
  await settled({ recordNo: authorization, localCurrencyAmt: '40' });
  await settled({ originRecordNo: clearing, transType: '2', localCurrencyAmt: '60' });
  await settled({ recordNo: clearing, originRecordNo: authorization, localCurrencyAmt: '20' });
  const amounts = (await platforms.notifications())
    .map(({ content }) => JSON.parse(content))
    .filter(({ cardId, transType }) => cardId === card.theirs && transType !== undefined)
    .map(({ settleAmount }) => settleAmount);
  expect(amounts.toSorted()).toEqual([0, 0, 40, 40]);
  expect(await platforms.deliverAll()).toEqual(Array.from(amounts, () => 'SUCCESS'));
  expect(await there(card)).toEqual({ available: 10_000n, frozen: 0n, usedAmount: 0n });
  expect(await here(card)).toEqual(await there(card));
  expect(await platforms.differences()).toEqual([]);
});

it('a settled reversal beyond its local amount releases the same on both platforms', async () => {
  const card = await openedBelow();
  const { recordNo } = transaction(card.theirs);
  await happens(transaction(card.theirs, { recordNo, localCurrencyAmt: '60' }));
  const reversal = { transType: '2', transCategory: 2, originRecordNo: recordNo } as const;
  await happens(transaction(card.theirs, { ...reversal, localCurrencyAmt: '40', settleAmount: '40.5' }));
  await platforms.deliverAll();
  expect(await there(card)).toMatchObject({ available: 8_050n, frozen: 1_950n });
  expect(await here(card)).toEqual(await there(card));
});

it('both platforms have the same balance of a card, whatever the order of the notifications', async () => {
  const [card, second] = [await openedBelow(), await openedBelow()];
  const draws = fc.array(fc.nat(), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(scenarios, draws, async (story, generated) => {
      const before = [await here(card), await there(card)];
      for (const step of story.map(scenarioContents(card.theirs, second.theirs))) {
        // The notification of a settled reversal has only the amount that came back: an amount settled beyond the local
        // amount cannot be reported.
        const { settleAmount: _, ...whole } = step;
        await happens(step.transType === '2' ? whole : step);
      }
      await deliverShuffled(generated);
      const after = [await here(card), await there(card)];
      const [above, atIssuer] = after.map(({ available, frozen, usedAmount }, side) => ({
        available: available - (before[side]?.available ?? 0n),
        frozen: frozen - (before[side]?.frozen ?? 0n),
        used: usedAmount - (before[side]?.usedAmount ?? 0n),
      }));
      expect(above).toEqual(atIssuer);
    }),
    { numRuns: 15 },
  );
  expect(await platforms.differences()).toEqual([]);
});
