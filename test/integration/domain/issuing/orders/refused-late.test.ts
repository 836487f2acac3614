import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_RANGES } from '../../../../../infra/demo/seed/seed.ts';
import { lastDayOfNewCard } from '../../../../../shared/domain/issuing/issuers/embedded/generate-card.ts';
import type { BinRange } from '../../../../../shared/domain/issuing/model/bin-range.ts';
import { readOrder } from '../../../../../shared/domain/issuing/model/order.ts';
import { cancelCard } from '../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { openCard } from '../../../../../shared/domain/issuing/orders/card-opening.ts';
import { rechargeCard } from '../../../../../shared/domain/issuing/orders/recharge.ts';
import { refundCard } from '../../../../../shared/domain/issuing/orders/refund.ts';
import { firstIdAt } from '../../../../../shared/runtime/ids.ts';
import { StatusNotSuitable } from '../../../../../shared/wire/errors.ts';
import { newRequestNo, onCard, opening } from '../../../../support/fixtures/card-steps.ts';
import { fulfilledLater } from '../../../../support/fixtures/test-platform.ts';
import { interruptedStore } from '../../../../support/stores/interrupted-store.ts';
import { openTransactionFixture, type TransactionFixture } from '../transactions/transaction-fixture.ts';

let fixture: TransactionFixture;
beforeAll(async () => {
  fixture = await openTransactionFixture(fulfilledLater);
});
afterAll(async () => {
  expect(await fixture.differences()).toEqual([]);
});

it('a refund of a card whose cancellation came first is refused, even if the card has money again', async () => {
  const cardId = await fixture.card();
  const store = interruptedStore(fixture.deps.store, async () => {
    await cancelCard({ userReqNo: newRequestNo('close'), cardId }, fixture.own);
    await fixture.sendTransaction(cardId, { transType: '3', transCategory: 2 });
  });
  const call = { ...fixture.own, deps: { ...fixture.deps, store } };
  await expect(refundCard({ ...onCard(cardId), refundAmount: '10' }, call)).rejects.toThrow(
    StatusNotSuitable,
  );
  await fixture.fulfilAll();
  expect(await fixture.onCard(cardId)).toEqual([0n, 0n]);
});

it('a recharge beyond the maximum balance of a card fails with a reason', async () => {
  const cardId = await fixture.card();
  const creditWithoutPurchase = {
    transType: '3',
    transCategory: 2,
    localCurrencyAmt: '9999999999000',
  } as const;
  await fixture.sendTransaction(cardId, creditWithoutPurchase);
  const { orderId } = await rechargeCard({ ...onCard(cardId), authLimitAmount: '1000' }, fixture.own);
  await fixture.fulfilAll();
  expect(await readOrder(fixture.deps.store, orderId)).toMatchObject({
    status: 'failure',
    failure: 'the balance would have more than 15 digits',
  });
});

describe('an opening', () => {
  it('gets another order number when the first one is already in use', async () => {
    // Draws the same number until the first write that uses it.
    let isStuck = true;
    const random = (limit: number) => (limit === 4_000 && isStuck ? 3_999 : fixture.deps.random(limit));
    const store = interruptedStore(fixture.deps.store, async () => {
      isStuck = false;
    });
    const first = await openCard(opening(), { ...fixture.own, deps: { ...fixture.deps, random } });
    const second = await openCard(opening(), { ...fixture.own, deps: { ...fixture.deps, random, store } });
    expect(BigInt(first.orderId) - BigInt(firstIdAt(fixture.deps.now()))).toBe(3_999n);
    expect(second.orderId).not.toBe(first.orderId);
    await fixture.fulfilAll();
  });

  it('may end on the last valid day of its card, and not later', async () => {
    const range = DEMO_RANGES.find(({ binRangeId }) => binRangeId === 'V1') as BinRange;
    const endDate = lastDayOfNewCard(fixture.deps, range, fixture.deps.now());
    const after = new Date(Date.parse(endDate) + 24 * 60 * 60_000).toISOString().slice(0, 10);
    await expect(openCard(opening({ endDate: after }), fixture.own)).rejects.toThrow(
      `endDate: must not be after the card's expiry, ${endDate}`,
    );
    await openCard(opening({ endDate }), fixture.own);
    await fixture.fulfilAll();
  });
});
