import { beforeAll, describe, expect, it } from 'vitest';
import type { MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import {
  type BinRange,
  findBinRange,
  saveBinRange,
} from '../../../../../shared/domain/issuing/model/bin-range.ts';
import { readOrder } from '../../../../../shared/domain/issuing/model/order.ts';
import type { AcceptedOrder } from '../../../../../shared/domain/issuing/orders/accept-order.ts';
import { cancelCard } from '../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { openCard } from '../../../../../shared/domain/issuing/orders/card-opening.ts';
import { fulfilOrder } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { openGroup } from '../../../../../shared/domain/issuing/orders/group-opening.ts';
import { rechargeCard } from '../../../../../shared/domain/issuing/orders/recharge.ts';
import { refundCard } from '../../../../../shared/domain/issuing/orders/refund.ts';
import { settleOrder } from '../../../../../shared/domain/issuing/orders/settle-order.ts';
import { cardAccount, merchantCardAccount } from '../../../../../shared/domain/money/ledger/account.ts';
import {
  findStoredResult,
  type IdempotentRequest,
} from '../../../../../shared/runtime/idempotency/idempotency-key.ts';
import { cardApply } from '../../../../../shared/wire/contract/operations/card-orders.ts';
import { parseContent } from '../../../../../shared/wire/contract/parse-content.ts';
import {
  AccountBalanceInsufficient,
  CardBalanceInsufficient,
  NothingFound,
  RequestNumberReused,
  StatusNotSuitable,
} from '../../../../../shared/wire/errors.ts';
import { onCard, openedCard, opening } from '../../../../support/fixtures/card-steps.ts';
import {
  fulfilledLaterBy,
  openTestPlatform,
  type TestPlatform,
} from '../../../../support/fixtures/test-platform.ts';

type OpeningRequest = Parameters<typeof openCard>[0];

let fixture: TestPlatform;
const balanceOf = async (call: MerchantCall) =>
  (await fixture.snapshot()).balances.get(merchantCardAccount(call.merchant.userNo, 'USD'));

const expectCleanAudit = async () => {
  const checks = await fixture.audit();
  expect(checks.flatMap(({ differences }) => differences)).toEqual([]);
};

beforeAll(async () => {
  fixture = await openTestPlatform();
});

describe('a recharge', () => {
  it('costs the minimum recharge fee of its range where its share is less', async () => {
    const call = fixture.call(await fixture.merchant('120', 50_000n));
    const cardId = await openedCard(call);
    const range = (await findBinRange(fixture.deps.store, 'V1')) as BinRange;
    const rules = range.rules.map((rule) => ({ ...rule, minRechargeFee: 30n }));
    await saveBinRange(fixture.deps.store, { ...range, rules });
    const fees = [];
    for (const authLimitAmount of ['10', '30.01']) {
      const { orderId } = await rechargeCard({ ...onCard(cardId), authLimitAmount }, call);
      fees.push((await fulfilOrder(fixture.deps, orderId))?.fee);
    }
    await saveBinRange(fixture.deps.store, range);
    expect(fees).toEqual([30n, 31n]);
    await expectCleanAudit();
  });
});

describe('a card opening', () => {
  it('freezes funding and fee, then moves them', async () => {
    const call = fixture.call(await fixture.merchant('101', 50_000n));
    const { orderId } = await openCard(opening(), fulfilledLaterBy(call));
    expect(await balanceOf(call)).toMatchObject({ available: 39_900n, frozen: 10_100n });
    await fulfilOrder(fixture.deps, orderId);
    expect(await balanceOf(call)).toMatchObject({ available: 39_900n, frozen: 0n });
    await expectCleanAudit();
  });

  it('is refused when the account lacks the fee', async () => {
    const call = fixture.call(await fixture.merchant('102', 10_099n));
    await expect(openCard(opening(), call)).rejects.toThrow(AccountBalanceInsufficient);
    expect(await balanceOf(call)).toMatchObject({ available: 10_099n, frozen: 0n });
  });
});

describe('a request number', () => {
  it('gives 50 concurrent requests one order and one answer', async () => {
    const call = fixture.call(await fixture.merchant('104', 1_000_000n));
    const request = opening();
    const answers = await Promise.all(Array.from({ length: 50 }, () => openCard({ ...request }, call)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const orders = (await fixture.snapshot()).orders.filter(({ userNo }) => userNo === '104');
    expect(orders).toHaveLength(1);
  });

  it('gets the same answer after the card is closed', async () => {
    const call = fixture.call(await fixture.merchant('105', 50_000n));
    const cardId = await openedCard(call);
    const recharge = { ...onCard(cardId), authLimitAmount: '10' };
    const first = await rechargeCard(recharge, call);
    await fulfilOrder(fixture.deps, first.orderId);
    const close = await cancelCard({ userReqNo: 'close-105', cardId }, call);
    await fulfilOrder(fixture.deps, close.orderId);
    expect(await rechargeCard(recharge, call)).toEqual(first);
    expect(await cancelCard({ userReqNo: 'close-105', cardId }, call)).toEqual(close);
    await expectCleanAudit();
  });

  it('identifies the same opening with an empty alias and without one', async () => {
    const call = fixture.call(await fixture.merchant('121', 50_000n));
    const { cardAlias: _, ...without } = cardApply.example ?? {};
    const send = (changes: object) =>
      openCard(parseContent(cardApply.request, { ...without, ...changes }) as OpeningRequest, call);
    const first = await send({});
    for (const changes of [{ cardAlias: '' }, { cardAlias: null }, { CardAlias: '' }])
      expect(await send(changes)).toEqual(first);
    await expect(send({ cardAlias: 'x' })).rejects.toThrow(RequestNumberReused);
  });

  it('is refused with other content, or for another operation', async () => {
    const call = fixture.call(await fixture.merchant('106', 50_000n));
    const request = opening();
    await openCard(request, call);
    await expect(openCard({ ...request, authLimitAmount: '101' }, call)).rejects.toThrow(RequestNumberReused);
    await expect(cancelCard({ userReqNo: request.userReqNo, cardId: '1' }, call)).rejects.toThrow(
      RequestNumberReused,
    );
  });

  it('is stored with the operation that used it', async () => {
    const call = fixture.call(await fixture.merchant('114', 100_000n));
    const expectTaken = async (
      operation: string,
      content: IdempotentRequest['content'],
      result: AcceptedOrder,
    ) => {
      const { userNo } = call.merchant;
      const request = { userNo, userReqNo: result.userReqNo, operation, content };
      expect(await findStoredResult(fixture.deps.store, request)).toEqual(result);
    };
    const group = { userReqNo: 'group-114', localCurrency: 'USD', authLimitAmount: '100' };
    await expectTaken('groupApply', group, await openGroup(group, call));
    const card = opening();
    await expectTaken('cardApply', card, await openCard(card, call));
    const cardId = await openedCard(call);
    const recharge = { ...onCard(cardId), authLimitAmount: '10' };
    await expectTaken('cardRecharge', recharge, await rechargeCard(recharge, call));
    const refund = { ...onCard(cardId), refundAmount: '5' };
    await expectTaken('cardRefund', refund, await refundCard(refund, call));
    const close = { userReqNo: 'close-114', cardId };
    await expectTaken('cardClose', close, await cancelCard(close, call));
  });

  it('stays free after a refusal', async () => {
    const call = fixture.call(await fixture.merchant('107', 10_099n));
    const request = opening();
    await expect(openCard(request, call)).rejects.toThrow(AccountBalanceInsufficient);
    await openCard({ ...request, authLimitAmount: '50' }, call);
  });
});

describe('a refund', () => {
  it('returns at most what is available on the card', async () => {
    const call = fixture.call(await fixture.merchant('108', 50_000n));
    const cardId = await openedCard(call);
    await expect(refundCard({ ...onCard(cardId), refundAmount: '100.01' }, call)).rejects.toThrow(
      CardBalanceInsufficient,
    );
    await refundCard({ ...onCard(cardId), refundAmount: '60' }, call);
    await expect(refundCard({ ...onCard(cardId), refundAmount: '40.01' }, call)).rejects.toThrow(
      CardBalanceInsufficient,
    );
    await fixture.fulfilAll();
    expect(await balanceOf(call)).toMatchObject({ available: 50_000n - 10_100n + 6_000n, frozen: 0n });
    await expectCleanAudit();
  });
});

describe('a cancellation', () => {
  it('returns the balance and accepts nothing onto the card afterwards', async () => {
    const call = fixture.call(await fixture.merchant('109', 50_000n));
    const cardId = await openedCard(call);
    const late = await rechargeCard({ ...onCard(cardId), authLimitAmount: '20' }, fulfilledLaterBy(call));
    const { orderId } = await cancelCard({ userReqNo: 'close-109', cardId }, fulfilledLaterBy(call));
    await expect(rechargeCard({ ...onCard(cardId), authLimitAmount: '10' }, call)).rejects.toThrow(
      StatusNotSuitable,
    );
    await fulfilOrder(fixture.deps, orderId);
    expect(await fulfilOrder(fixture.deps, late.orderId)).toMatchObject({ status: 'failure' });
    expect(await balanceOf(call)).toMatchObject({ available: 50_000n - 100n, frozen: 0n });
    await expectCleanAudit();
  });

  it('includes the money of a refund that the issuer refuses afterwards', async () => {
    const call = fixture.call(await fixture.merchant('113', 50_000n));
    const cardId = await openedCard(call);
    const refunding = await refundCard({ ...onCard(cardId), refundAmount: '30' }, fulfilledLaterBy(call));
    await cancelCard({ userReqNo: 'close-113', cardId }, call);
    const order = await readOrder(fixture.deps.store, refunding.orderId);
    const settled = await settleOrder(fixture.deps, order, { state: 'refused', reason: 'no' });
    expect(settled).toMatchObject({ status: 'failure', failure: 'no' });
    expect(await balanceOf(call)).toMatchObject({ available: 50_000n - 100n, frozen: 0n });
    expect((await fixture.snapshot()).balances.get(cardAccount(cardId, 'USD'))).toMatchObject({
      available: 0n,
      frozen: 0n,
    });
    await expectCleanAudit();
  });

  it('does not find another merchant’s card', async () => {
    const owner = fixture.call(await fixture.merchant('110', 50_000n));
    const other = fixture.call(await fixture.merchant('111', 50_000n));
    const cardId = await openedCard(owner);
    await expect(cancelCard({ userReqNo: 'close-111', cardId }, other)).rejects.toThrow(NothingFound);
    await expect(rechargeCard({ ...onCard(cardId), authLimitAmount: '10' }, other)).rejects.toThrow(
      NothingFound,
    );
  });
});

describe('orders under contention', () => {
  it.each([
    ['at once', '112', (call: MerchantCall) => call],
    ['later', '122', fulfilledLaterBy],
  ])(
    'never overdraw: 300 recharges and refunds over 10 cards, settled %s',
    {
      timeout: 120_000,
    },
    async (_, userNo, settledBy) => {
      // Without the money from refunds, there is enough for a third of the recharges.
      const call = settledBy(fixture.call(await fixture.merchant(userNo, 10n * 10_100n + 70n * 1_010n)));
      const cards = await Promise.all(Array.from({ length: 10 }, () => openedCard(call)));
      const moves = Array.from({ length: 300 }, (_, index) => {
        const cardId = cards[index % 10] ?? '';
        return index % 3 === 2
          ? refundCard({ ...onCard(cardId), refundAmount: '10' }, call)
          : rechargeCard({ ...onCard(cardId), authLimitAmount: '10' }, call);
      });
      const outcomes = await Promise.allSettled(moves);
      const refusals = outcomes.flatMap((outcome) =>
        outcome.status === 'rejected' ? [outcome.reason.constructor.name] : [],
      );
      expect(new Set(refusals)).toEqual(new Set(['AccountBalanceInsufficient']));
      await fixture.fulfilAll();
      const { orders } = await fixture.snapshot();
      expect(orders.filter(({ status }) => status === 'pending')).toEqual([]);
      await expectCleanAudit();
    },
  );
});
