import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { InboxType } from '../../../../shared/domain/inbox/inbound-message.ts';
import { assertMessagePermitted } from '../../../../shared/domain/inbox/message-permissions.ts';
import { EMBEDDED } from '../../../../shared/domain/issuer-name.ts';
import { orderKey } from '../../../../shared/domain/issuing/model/order.ts';
import { rechargeCard } from '../../../../shared/domain/issuing/orders/recharge.ts';
import type { PermittedUpstream } from '../../../../shared/domain/parties/upstream.ts';
import type { JsonObject } from '../../../../shared/wire/codec/json.ts';
import { NotEntitled } from '../../../../shared/wire/errors.ts';
import { newRequestNo, onCard } from '../../../support/fixtures/card-steps.ts';
import { type CountedRounds, countedRounds } from '../../../support/stores/counted-rounds.ts';
import { type InboxFixture, openInboxFixture, UNKNOWN_CARD_ID } from './inbox-fixture.ts';

const ACME = 'acme';
const ABOUT_CARDS = ['card_transaction', 'trade_fee'] as const;

let fixture: InboxFixture;
let counted: CountedRounds;
/** An opened and recharged card of range V1, and its orders. */
let [cardId, openingId, rechargeId] = ['', '', ''];

beforeAll(async () => {
  fixture = await openInboxFixture();
  cardId = await fixture.card({ binRangeId: 'V1' });
  openingId = cardId;
  const recharge = { ...onCard(cardId), userReqNo: newRequestNo('permitted'), authLimitAmount: '10' };
  ({ orderId: rechargeId } = await rechargeCard(recharge, fixture.own));
});
beforeEach(() => {
  counted = countedRounds(fixture.deps.store);
});

const upstreamOf = (...binRangeIds: string[]): PermittedUpstream => ({
  userNo: '90000001',
  issuer: EMBEDDED,
  binRangeIds,
});
const ofAcme: PermittedUpstream = { ...upstreamOf(), issuer: ACME };
const check = (upstream: PermittedUpstream, type: InboxType, content: JsonObject): Promise<void> =>
  assertMessagePermitted(type, content, {
    ...fixture.upstreamCall,
    deps: { ...fixture.deps, store: counted.store },
    upstream,
  });
const refused = async (upstream: PermittedUpstream, type: InboxType, content: JsonObject): Promise<void> => {
  const refusal = new NotEntitled('report on cards of this BIN range');
  await expect(check(upstream, type, content)).rejects.toThrow(refusal);
};

describe.each(ABOUT_CARDS)('a %s', (type) => {
  it('is permitted for a card of a granted BIN range', async () => {
    await check(upstreamOf('M1', 'V1'), type, { cardId });
    expect(counted.rounds).toEqual([['cards']]);
  });

  it('is refused for a card of another BIN range', async () => {
    await refused(upstreamOf('M1'), type, { cardId });
  });

  it('is refused for a card of another BIN range even if it names an order', async () => {
    await refused(upstreamOf('M1'), type, { cardId, userReqNo: UNKNOWN_CARD_ID });
  });

  it('is refused from an upstream without a BIN range, whatever it names, before anything is read', async () => {
    for (const content of [{ cardId }, { cardId: UNKNOWN_CARD_ID }, {}, { cardId: 'no id' }])
      await refused(upstreamOf(), type, content);
    expect(counted.rounds).toEqual([]);
  });

  it('is permitted for a card that is not known yet', async () => {
    await check(upstreamOf('M1'), type, { cardId: UNKNOWN_CARD_ID });
  });

  it('is permitted without the id of a card, and nothing is read', async () => {
    for (const content of [{}, { cardId: '' }, { cardId: null }, { cardId: 1.5 }])
      await check(upstreamOf('M1'), type, content);
    expect(counted.rounds).toEqual([]);
  });

  it('is not permitted while the card cannot be read', async () => {
    const store = { ...counted.store, get: () => Promise.reject(new Error('the store is away')) };
    const call = { ...fixture.upstreamCall, deps: { ...fixture.deps, store }, upstream: upstreamOf('V1') };
    await expect(assertMessagePermitted(type, { cardId }, call)).rejects.toThrow('the store is away');
  });
});

describe('a card_operate', () => {
  const orders = () => [{ userReqNo: openingId }, { userReqNo: rechargeId }];

  it('is permitted for an order of a granted BIN range, whatever card it names', async () => {
    for (const order of orders())
      for (const card of [{}, { cardId }, { cardId: UNKNOWN_CARD_ID }])
        await check(upstreamOf('V1'), 'card_operate', { ...order, ...card });
  });

  it('is refused for an order of another BIN range, whatever card it names', async () => {
    for (const order of orders())
      for (const card of [{}, { cardId }, { cardId: UNKNOWN_CARD_ID }])
        await refused(upstreamOf('M1'), 'card_operate', { ...order, ...card });
  });

  it('is refused from an upstream without a BIN range, whatever it names, before anything is read', async () => {
    for (const content of [...orders(), { userReqNo: UNKNOWN_CARD_ID }, { cardId }, {}])
      await refused(upstreamOf(), 'card_operate', content);
    expect(counted.rounds).toEqual([]);
  });

  it('is permitted for an order that is not known', async () => {
    await check(upstreamOf('M1'), 'card_operate', { userReqNo: UNKNOWN_CARD_ID });
    expect(counted.rounds).toEqual([['orders']]);
  });

  it('is permitted without the number of an order, and nothing is read', async () => {
    for (const content of [{}, { userReqNo: '' }, { cardId }, { orderId: rechargeId }])
      await check(upstreamOf('M1'), 'card_operate', content);
    expect(counted.rounds).toEqual([]);
  });

  it('is permitted for an order at an external issuer, which its BIN ranges are not about', async () => {
    const fromIssuer = (issuer: string) =>
      fixture.deps.store.write([
        { kind: 'update', table: 'orders', key: orderKey(rechargeId), set: { issuer } },
      ]);
    await fromIssuer(ACME);
    await check(upstreamOf('M1'), 'card_operate', { userReqNo: rechargeId });
    await fromIssuer(EMBEDDED);
    expect(counted.rounds).toEqual([['orders']]);
  });
});

describe('an upstream', () => {
  it('of coins is permitted without a BIN range, and nothing is read', async () => {
    await check(upstreamOf(), 'dpt_payment_bill', { orderNo: '1', cardId, userReqNo: openingId });
    await check(upstreamOf('M1'), 'dpt_payment_bill', { orderNo: '1', cardId, userReqNo: openingId });
    expect(counted.rounds).toEqual([]);
  });

  it.each([...ABOUT_CARDS, 'card_operate', 'dpt_payment_bill'] as const)(
    'of an external issuer may send a %s about whatever its issuer has, and nothing is read',
    async (type) => {
      for (const content of [{ cardId, userReqNo: rechargeId }, { cardId: '77', userReqNo: '78' }, {}])
        await check(ofAcme, type, content);
      expect(counted.rounds).toEqual([]);
    },
  );
});
