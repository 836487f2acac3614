import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_RANGES } from '../../../../../infra/demo/seed/seed.ts';
import type { MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { type BinRange, saveBinRange } from '../../../../../shared/domain/issuing/model/bin-range.ts';
import { readOrder } from '../../../../../shared/domain/issuing/model/order.ts';
import { cancelCard } from '../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { openCard } from '../../../../../shared/domain/issuing/orders/card-opening.ts';
import { handleCardOperate } from '../../../../../shared/domain/issuing/orders/card-operate-webhook.ts';
import { rechargeCard } from '../../../../../shared/domain/issuing/orders/recharge.ts';
import { refundCard } from '../../../../../shared/domain/issuing/orders/refund.ts';
import type { UpstreamCall } from '../../../../../shared/domain/upstream-call.ts';
import { type InboundContent, notifications } from '../../../../../shared/wire/contract/notifications.ts';
import { parseContent } from '../../../../../shared/wire/contract/parse-content.ts';
import {
  NothingFound,
  ParameterInvalid,
  StatusNotSuitable,
  TryAgainLater,
} from '../../../../../shared/wire/errors.ts';
import { newRequestNo, onCard, opening } from '../../../../support/fixtures/card-steps.ts';
import { openTestPlatform, type TestPlatform } from '../../../../support/fixtures/test-platform.ts';
import { openWebhookUpstream } from '../../../lambda/webhook-fixture.ts';

type Answer = InboundContent<'card_operate'>;

let fixture: TestPlatform;
let call: MerchantCall;
let upstreamCall: UpstreamCall;
let orderId: string;
let merchants = 0;

const card = {
  cardNo: '499900******4242',
  cardExpiryDate: '2029-03',
  cardAlias: '',
  cardLabel: '',
  localCurrency: 'USD',
  startActiveDate: '2026-03-01',
  endCloseDate: '2027-03-01',
};
const answer = (changes: Partial<Answer> = {}): Answer => ({
  orderId: '77',
  cardId: `9${orderId}`,
  userReqNo: orderId,
  opType: 15,
  status: 1,
  amount: '100',
  fee: '0',
  cardInfo: card,
  createAt: '2026-03-01 10:00:00',
  ...changes,
});
const order = () => readOrder(fixture.deps.store, orderId);
const account = async () =>
  (await fixture.snapshot()).balances.get(`merchant/${call.merchant.userNo}:card/USD`);

beforeAll(async () => {
  fixture = await openTestPlatform();
  const range: BinRange = { ...(DEMO_RANGES[0] as BinRange), binRangeId: 'U1', issuer: 'upstream' };
  await saveBinRange(fixture.deps.store, range);
  const { upstream } = await openWebhookUpstream(fixture, '90', { issuer: 'upstream' });
  upstreamCall = { deps: fixture.deps, upstream, messageId: 'm', correlationId: 'door' };
});
beforeEach(async () => {
  merchants += 1;
  const merchant = await fixture.merchant(String(500 + merchants), 20_000n);
  call = fixture.call({ ...merchant, binRangeIds: ['U1'] });
  ({ orderId } = await openCard(opening({ binRangeId: 'U1' }), call));
});

describe('an order result from the issuer', () => {
  it('settles the order: the card has the number and expiry that the issuer reports', async () => {
    await handleCardOperate(answer(), upstreamCall);
    expect(await order()).toMatchObject({ status: 'success' });
    expect(await fixture.deps.store.get('cards', { pk: `card/${orderId}` })).toMatchObject({
      issuer: 'upstream',
      maskedNumber: '499900******4242',
      expiry: '2029-03',
    });
    expect(await account()).toMatchObject({ available: 9_900n, frozen: 0n });
  });

  it('returns the money of a failed order once', async () => {
    for (const _ of [1, 2]) await handleCardOperate(answer({ status: 2, cardInfo: undefined }), upstreamCall);
    expect(await order()).toMatchObject({ status: 'failure', failure: 'refused by the issuer' });
    expect(await account()).toMatchObject({ available: 20_000n, frozen: 0n });
    const { notifications } = await fixture.snapshot();
    expect(notifications.filter(({ content }) => content.includes(orderId))).toHaveLength(1);
  });

  it('stores the issuer’s ids and price', async () => {
    await handleCardOperate(answer({ fee: '1.5' }), upstreamCall);
    expect(await order()).toMatchObject({ issuerOrderId: '77', cost: 150n });
    const { deps } = fixture;
    expect(await deps.store.get('cards', { pk: `upstream/upstream/card/9${orderId}` })).toMatchObject({
      localId: orderId,
    });
  });

  it('with the card number as JWE settles nothing yet: an inquiry follows', async () => {
    const cardNo = 'eyJhbGciOiJSU0EtT0FFUC0yNTYifQ.a.b.c.d';
    const { inbound } = notifications.card_operate;
    const sealed = parseContent(inbound, { ...answer(), cardInfo: { ...card, cardNo } } as never);
    await expect(handleCardOperate(sealed, upstreamCall)).rejects.toThrow(TryAgainLater);
    expect(await order()).toMatchObject({ status: 'pending' });
  });

  it.each([
    [1, 2, 'success'],
    [2, 1, 'failure'],
  ] as const)(
    'of status %s, contradicted by %s, is refused the second time and stays',
    async (first, second, status) => {
      await handleCardOperate(answer({ status: first }), upstreamCall);
      await expect(handleCardOperate(answer({ status: second }), upstreamCall)).rejects.toThrow(
        StatusNotSuitable,
      );
      expect(await order()).toMatchObject({ status });
    },
  );

  it.each<[string, Partial<Answer>]>([
    ['another fee', { fee: '9' }],
    ['another order', { orderId: '78' }],
    ['another card', { cardId: '4711' }],
  ])('repeated with %s contradicts the first one', async (_, changes) => {
    await handleCardOperate(answer(), upstreamCall);
    const before = await account();
    await expect(handleCardOperate(answer(changes), upstreamCall)).rejects.toThrow(StatusNotSuitable);
    await handleCardOperate(answer(), upstreamCall);
    expect(await account()).toEqual(before);
  });

  it('for another card than the order’s is refused', async () => {
    await handleCardOperate(answer(), upstreamCall);
    const { orderId: rechargeId } = await rechargeCard({ ...onCard(orderId), authLimitAmount: '10' }, call);
    const recharged = { userReqNo: rechargeId, opType: 16, amount: '10', cardInfo: undefined } as const;
    const other = answer({ ...recharged, cardId: '4711' });
    await expect(handleCardOperate(other, upstreamCall)).rejects.toThrow(ParameterInvalid);
    await handleCardOperate(answer(recharged), upstreamCall);
    expect(await readOrder(fixture.deps.store, rechargeId)).toMatchObject({ status: 'success' });
  });

  it.each([['cardId'], ['cardInfo']])('without the %s of the opening has to be sent again', async (field) => {
    await expect(handleCardOperate(answer({ [field]: undefined }), upstreamCall)).rejects.toThrow(
      TryAgainLater,
    );
    expect(await order()).toMatchObject({ status: 'pending' });
  });

  it('leaves no full card number in the tables', async () => {
    const cardNo = '4999001012345678';
    await handleCardOperate(answer({ cardInfo: { ...card, cardNo } }), upstreamCall);
    const { scan } = fixture.operator;
    const stored = await Promise.all(
      (['cards', 'orders', 'notifications'] as const).map((table) => scan(table)),
    );
    expect(JSON.stringify(stored)).not.toContain(cardNo);
  });

  it.each(['4999001012344242', '4999 0010 1234 4242', '4999-0010-1234-4242'])(
    'stores and forwards a masked number only, however the full one is written: %s',
    async (cardNo) => {
      await handleCardOperate(answer({ cardInfo: { ...card, cardNo } }), upstreamCall);
      const stored = await fixture.deps.store.get('cards', { pk: `card/${orderId}` });
      expect(stored).toMatchObject({ maskedNumber: '499900******4242' });
      const { notifications } = await fixture.snapshot();
      const about = notifications.find(({ content }) => content.includes(orderId));
      expect(JSON.parse(about?.content ?? '{}').cardInfo.cardNo).toBe('499900******4242');
    },
  );

  it.each<[string, Partial<Answer>, string, string]>([
    ['another amount', { amount: '99.99' }, 'amount', 'is not that of the order'],
    ['an amount with more decimals', { amount: '100.001' }, 'amount', 'USD has 2 decimals'],
    ['a fee with more decimals', { fee: '0.001' }, 'fee', 'USD has 2 decimals'],
    ['another kind of order', { opType: 16 }, 'opType', 'of the order is 15'],
  ])('with %s is refused and changes nothing', async (_, changes, field, why) => {
    await expect(handleCardOperate(answer(changes), upstreamCall)).rejects.toThrow(
      new ParameterInvalid(field, why),
    );
    expect(await order()).toMatchObject({ status: 'pending' });
  });

  it('of success is recorded for an order that failed here because its card was closed', async () => {
    await handleCardOperate(answer(), upstreamCall);
    const late = await rechargeCard({ ...onCard(orderId), authLimitAmount: '10' }, call);
    const closing = await cancelCard({ userReqNo: newRequestNo('close'), cardId: orderId }, call);
    const cancelled = { userReqNo: closing.orderId, opType: 19, amount: '100', cardInfo: undefined } as const;
    await handleCardOperate(answer(cancelled), upstreamCall);
    const recharged = {
      userReqNo: late.orderId,
      orderId: '78',
      opType: 16,
      amount: '10',
      fee: '0.5',
    } as const;
    const success = answer({ ...recharged, cardInfo: undefined });
    for (const _ of [1, 2]) await handleCardOperate(success, upstreamCall);
    const ended = { status: 'failure', failure: 'card is closed', issuerOrderId: '78', cost: 50n };
    expect(await readOrder(fixture.deps.store, late.orderId)).toMatchObject(ended);
    await expect(handleCardOperate({ ...success, status: 2 }, upstreamCall)).rejects.toThrow(
      StatusNotSuitable,
    );
  });

  it('of a recharge opens nothing, whatever ids it names', async () => {
    await handleCardOperate(answer(), upstreamCall);
    const { orderId: userReqNo } = await rechargeCard({ ...onCard(orderId), authLimitAmount: '10' }, call);
    await handleCardOperate(answer({ userReqNo, opType: 16, amount: '10', groupId: '88' }), upstreamCall);
    expect(await readOrder(fixture.deps.store, userReqNo)).toMatchObject({ status: 'success' });
    expect(await fixture.deps.store.get('cards', { pk: 'upstream/upstream/group/88' })).toBeUndefined();
    const { notifications } = await fixture.snapshot();
    const received = notifications.find(({ notificationId }) => notificationId.endsWith(userReqNo));
    expect(JSON.parse(received?.content ?? '{}')).toMatchObject({ opType: 16, status: 1 });
    expect(JSON.parse(received?.content ?? '{}')).not.toHaveProperty('cardInfo');
  });

  it('of failure fails an order, whatever the state of its card', async () => {
    await handleCardOperate(answer(), upstreamCall);
    const { orderId: userReqNo } = await refundCard({ ...onCard(orderId), refundAmount: '10' }, call);
    await cancelCard({ userReqNo: newRequestNo('close'), cardId: orderId }, call);
    const failure = { userReqNo, opType: 18, amount: '10', status: 2, cardInfo: undefined } as const;
    await handleCardOperate(answer(failure), upstreamCall);
    const ended = { status: 'failure', failure: 'refused by the issuer' };
    expect(await readOrder(fixture.deps.store, userReqNo)).toMatchObject(ended);
  });

  it('is accepted from its own issuer alone, and for a known order alone', async () => {
    const { upstream } = await openWebhookUpstream(fixture, '91');
    await expect(handleCardOperate(answer(), { ...upstreamCall, upstream })).rejects.toThrow(NothingFound);
    await expect(handleCardOperate(answer({ userReqNo: '1150000000000000' }), upstreamCall)).rejects.toThrow(
      NothingFound,
    );
    expect(await order()).toMatchObject({ status: 'pending' });
  });
});
