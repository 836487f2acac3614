import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MerchantCall } from '../../../shared/domain/dependencies.ts';
import { handle3dsOtp } from '../../../shared/domain/issuing/cards/card-3ds-otp-webhook.ts';
import {
  handleActivationCode,
  handleActivationStatus,
} from '../../../shared/domain/issuing/cards/physical/activation-webhooks.ts';
import { rechargeCard } from '../../../shared/domain/issuing/orders/recharge.ts';
import { authorize } from '../../../shared/domain/issuing/transactions/authorize/authorize.ts';
import type { Upstream } from '../../../shared/domain/parties/upstream.ts';
import { logger } from '../../../shared/lambda/logger.ts';
import { networkOperation } from '../../../shared/lambda/network-operation.ts';
import type { ApiGatewayHandler } from '../../../shared/lambda/pipeline.ts';
import { networkAuthorize } from '../../../shared/wire/contract/card-network.ts';
import type { NotificationType } from '../../../shared/wire/contract/notifications.ts';
import { newRequestNo, onCard, openedCard } from '../../support/fixtures/card-steps.ts';
import { openTestPlatform, type TestPlatform } from '../../support/fixtures/test-platform.ts';
import { sentTransaction, tradeFee } from '../../support/fixtures/transactions.ts';
import { EFFECTS } from '../domain/inbox/inbox-fixture.ts';
import { openCardNetwork } from '../domain/issuing/transactions/authorize/network-fixture.ts';
import { apiEvent, invoke } from './api-fixture.ts';
import { openWebhookUpstream, responseTo, type WebhookUpstream, webhookHandler } from './webhook-fixture.ts';

const UNKNOWN_CARD = '1150000000000009';
const NO_RANGE = '110002 not entitled to report on cards of this BIN range';
const OTHER_UPSTREAM = '110002 not entitled to report on a transaction that another upstream authorized';

let fixture: TestPlatform;
let call: MerchantCall;
let handlers: Record<NotificationType, ApiGatewayHandler>;
/** Cards of V1 and M1. */
let [ownCardId, otherCardId] = ['', ''];
let numbers = 100;
const newUserNo = (): string => {
  numbers += 1;
  return String(numbers);
};

beforeAll(async () => {
  logger.setLogLevel('SILENT');
  fixture = await openTestPlatform();
  call = fixture.call(await fixture.merchant('10', 10_000_000n));
  const effects = {
    ...EFFECTS,
    card_3ds_otp: handle3dsOtp,
    card_activation_code: handleActivationCode,
    card_activation_status: handleActivationStatus,
  };
  handlers = Object.fromEntries(
    Object.entries(effects).map(([type, effect]) => [
      type,
      webhookHandler(fixture, type as NotificationType, effect as never),
    ]),
  ) as typeof handlers;
});
beforeEach(async () => {
  ownCardId = await openedCard(call);
  otherCardId = await openedCard(call, { binRangeId: 'M1' });
});
afterEach(async () => {
  vi.restoreAllMocks();
  expect((await fixture.audit()).flatMap(({ differences }) => [...differences])).toEqual([]);
});

const upstreamOf = (changes: Partial<Upstream>): Promise<WebhookUpstream> =>
  openWebhookUpstream(fixture, newUserNo(), changes);
const send = async (by: WebhookUpstream, type: NotificationType, content: object): Promise<string> =>
  (await responseTo(handlers[type], by.notification(type, content))).replace(
    'text/plain; charset=utf-8 ',
    '',
  );
/** Returns everything that an upstream could have changed. */
const everything = async () =>
  Promise.all(
    (['cards', 'ledger', 'orders', 'transactions', 'inbox', 'notifications', 'dpt'] as const).map((table) =>
      fixture.operator.scan(table),
    ),
  );

/** Returns the content of each message type for a card, or for an order to recharge it. */
async function contents(cardId: string): Promise<readonly (readonly [NotificationType, object])[]> {
  const order = await rechargeCard(
    { ...onCard(cardId), userReqNo: newRequestNo('rights'), authLimitAmount: '10' },
    call,
  );
  const answer = {
    orderId: '7',
    userReqNo: order.orderId,
    opType: 16,
    status: 2,
    amount: 10,
    fee: 0,
    cardId,
  };
  return [
    ['card_transaction', sentTransaction(cardId)],
    ['card_transaction', sentTransaction(cardId, { transCategory: 2, settleAmount: 40 })],
    ['card_operate', answer],
    ['trade_fee', tradeFee(cardId)],
    ['card_3ds_otp', { otp: '314159', cardId }],
    ['card_activation_code', { activationCode: '12345678', cardId }],
    ['card_activation_status', { cardId, staus: 1 }],
  ];
}

describe('an upstream', () => {
  it('without permissions is refused with the name of the type, an alarm and no effect', async () => {
    const alarm = vi.spyOn(logger, 'error');
    const withoutTypes = await upstreamOf({ types: [] });
    const all = await contents(ownCardId);
    const before = await everything();
    for (const [type, content] of all)
      expect(await send(withoutTypes, type, content)).toBe(`403 110002 not entitled to send ${type}`);
    expect(await everything()).toEqual(before);
    expect(alarm.mock.calls.map(([what]) => what)).toEqual(all.map(() => 'refused'));
  });

  it('without a BIN range can report on no card, not even an unknown one', async () => {
    const withoutRanges = await upstreamOf({ binRangeIds: [] });
    const all = [
      ...(await contents(ownCardId)),
      ...(await contents(ownCardId)).map(
        ([type, content]) => [type, { ...content, cardId: UNKNOWN_CARD }] as const,
      ),
    ];
    const before = await everything();
    for (const [type, content] of all)
      expect(await send(withoutRanges, type, content)).toBe(`403 ${NO_RANGE}`);
    expect(await everything()).toEqual(before);
  });

  it('can report on cards of its own BIN ranges alone', async () => {
    const alarm = vi.spyOn(logger, 'error');
    const processor = await upstreamOf({ binRangeIds: ['V1'] });
    const all = await contents(otherCardId);
    const before = await everything();
    for (const [type, content] of all) expect(await send(processor, type, content)).toBe(`403 ${NO_RANGE}`);
    expect(await everything()).toEqual(before);
    expect(alarm).toHaveBeenCalledTimes(all.length);
    expect(await send(processor, 'card_transaction', sentTransaction(ownCardId))).toBe('200 SUCCESS');
    expect(await send(processor, 'trade_fee', tradeFee(ownCardId))).toBe('200 SUCCESS');
  });

  it('has its money for an unknown card suspended', async () => {
    const processor = await upstreamOf({ binRangeIds: ['V1'] });
    const content = sentTransaction(UNKNOWN_CARD, { transCategory: 2, settleAmount: 40 });
    expect(await send(processor, 'card_transaction', content)).toBe('200 SUCCESS');
    const [message] = (await fixture.operator.scan('inbox')).filter(
      ({ sender }) => (sender as Upstream | undefined)?.userNo === processor.upstream.userNo,
    );
    expect(message).toMatchObject({ status: 'suspended', reason: '120001 nothing found' });
  });
});

describe('a network', () => {
  const authorizing = async (by: WebhookUpstream, cardId: string, changes = {}) => {
    const handler = networkOperation(networkAuthorize, authorize, fixture.deps);
    const request = await openCardNetwork(fixture).purchase(cardId, {
      networkId: newRequestNo('rights'),
      ...changes,
    });
    const { body } = await invoke(handler, apiEvent(by.request({ ...request, transCurrencyAmt: 20 })));
    const { errorCode = 'answered', errorMsg = '' } = JSON.parse(body);
    return `${errorCode} ${errorMsg}`.trim();
  };

  it.each<[string, Partial<Upstream>, string]>([
    ['may not authorize', { types: ['card_transaction'] }, '110002 not entitled to authorize'],
    ['does not have the card’s BIN range', { binRangeIds: ['M1'] }, NO_RANGE],
  ])('that %s is refused with an alarm', async (_, changes, refusal) => {
    const alarm = vi.spyOn(logger, 'error');
    const network = await upstreamOf(changes);
    const before = await everything();
    expect(await authorizing(network, ownCardId)).toBe(refusal);
    expect(await everything()).toEqual(before);
    expect(alarm).toHaveBeenCalledTimes(1);
  });

  it('cannot increment an authorization of another network', async () => {
    const [one, other] = [await upstreamOf({}), await upstreamOf({})];
    const first = sentTransaction(ownCardId);
    expect(await send(one, 'card_transaction', first)).toBe('200 SUCCESS');
    expect(await authorizing(one, ownCardId, { originRecordNo: first.recordNo })).toBe('answered');
    const before = await everything();
    expect(await authorizing(other, ownCardId, { originRecordNo: first.recordNo })).toBe(OTHER_UPSTREAM);
    expect(await everything()).toEqual(before);
  });
});

describe('a follow-up of an authorization', () => {
  const balances = async (cardId: string) =>
    (await fixture.snapshot()).balances.get(`card/${cardId}:card/USD`);

  it('is accepted from its own upstream alone: a reversal of another is refused without effect', async () => {
    const [one, other] = [await upstreamOf({}), await upstreamOf({})];
    const first = sentTransaction(ownCardId);
    await send(one, 'card_transaction', first);
    const [before, notifications] = [
      await balances(ownCardId),
      (await fixture.snapshot()).notifications.length,
    ];
    const reversal = sentTransaction(ownCardId, { originRecordNo: first.recordNo, transType: '2' });
    expect(await send(other, 'card_transaction', reversal)).toBe(`403 ${OTHER_UPSTREAM}`);
    expect(await send(other, 'card_transaction', reversal)).toBe(`403 ${OTHER_UPSTREAM}`);
    expect([await balances(ownCardId), (await fixture.snapshot()).notifications.length]).toEqual([
      before,
      notifications,
    ]);
    expect(await send(one, 'card_transaction', reversal)).toBe('200 SUCCESS');
  });

  it.each<[string, (recordNo: string) => object]>([
    ['clearing', (recordNo) => ({ recordNo, transCategory: 2, settleAmount: 40 })],
    [
      'clearing under its own number',
      (originRecordNo) => ({ originRecordNo, transCategory: 2, settleAmount: 40 }),
    ],
    ['refund', (originRecordNo) => ({ originRecordNo, transType: '3', transCategory: 2, settleAmount: 40 })],
  ])('from another upstream, a %s, is suspended until an operator resolves it', async (_, about) => {
    const [one, other] = [await upstreamOf({}), await upstreamOf({})];
    const first = sentTransaction(ownCardId);
    await send(one, 'card_transaction', first);
    const before = await balances(ownCardId);
    expect(await send(other, 'card_transaction', sentTransaction(ownCardId, about(first.recordNo)))).toBe(
      '200 SUCCESS',
    );
    expect(await balances(ownCardId)).toEqual(before);
    const [message] = (await fixture.operator.scan('inbox')).filter(
      ({ sender }) => (sender as Upstream | undefined)?.userNo === other.upstream.userNo,
    );
    expect(message).toMatchObject({ status: 'suspended', reason: OTHER_UPSTREAM });
    expect(await send(one, 'card_transaction', { ...first, transCategory: 2, settleAmount: 40 })).toBe(
      '200 SUCCESS',
    );
  });

  it('applies to its own upstream’s authorization where two use one number', async () => {
    const [one, other] = [await upstreamOf({}), await upstreamOf({})];
    const first = sentTransaction(ownCardId);
    for (const by of [one, other]) {
      expect(await send(by, 'card_transaction', first)).toBe('200 SUCCESS');
      expect(await send(by, 'card_transaction', { ...first, transCategory: 2, settleAmount: 40 })).toBe(
        '200 SUCCESS',
      );
    }
    expect(await balances(ownCardId)).toMatchObject({ available: 2_000n, frozen: 0n });
  });

  it('waits when it comes before its own authorization, and is booked after that', async () => {
    const [one, other] = [await upstreamOf({}), await upstreamOf({})];
    const first = sentTransaction(ownCardId);
    await send(one, 'card_transaction', first);
    const clearing = { ...first, transCategory: 2, settleAmount: 30 };
    expect(await send(other, 'card_transaction', clearing)).toBe('200 SUCCESS');
    expect(await send(other, 'card_transaction', first)).toBe('200 SUCCESS');
    expect(await send(other, 'card_transaction', clearing)).toBe('200 SUCCESS');
    expect(await balances(ownCardId)).toMatchObject({ available: 3_000n, frozen: 4_000n });
  });
});
