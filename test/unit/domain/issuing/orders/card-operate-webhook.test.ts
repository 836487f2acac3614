import { describe, expect, it } from 'vitest';
import type { Dependencies } from '../../../../../shared/domain/dependencies.ts';
import { externalIdWrites } from '../../../../../shared/domain/issuing/issuers/external-ids.ts';
import { type Order, orderItem } from '../../../../../shared/domain/issuing/model/order.ts';
import { handleCardOperate } from '../../../../../shared/domain/issuing/orders/card-operate-webhook.ts';
import type { UpstreamCall } from '../../../../../shared/domain/upstream-call.ts';
import { opTypes } from '../../../../../shared/wire/contract/codes.ts';
import type { InboundContent } from '../../../../../shared/wire/contract/notifications.ts';
import { NotEntitled, ParameterInvalid, StatusNotSuitable } from '../../../../../shared/wire/errors.ts';
import { MemoryStore } from '../../../../support/stores/model/memory-store.ts';
import { opening, recharge } from './orders-fixture.ts';

type Content = InboundContent<'card_operate'>;

const UPSTREAM = { userNo: '90000002', issuer: 'partner', binRangeIds: [] };
/** The final state of every order in these tests: a result does not change it, but it may contradict it. */
const ENDED = { issuer: 'partner', status: 'success', issuerOrderId: '77', cost: 0n } as const;

/** Reports the result of an order that has ended; the issuer's ids of card 5 and group 6 are 95 and 96. */
async function receive(order: Order, changes: Partial<Content>, upstream: object = UPSTREAM): Promise<void> {
  const store = new MemoryStore();
  await store.write([
    { kind: 'put', table: 'orders', item: orderItem(order) },
    ...externalIdWrites('partner', 'card', '95', '5'),
    ...externalIdWrites('partner', 'group', '96', '6'),
  ]);
  const content = {
    orderId: '77',
    userReqNo: order.orderId,
    opType: order.opType,
    status: 1,
    amount: '100',
    fee: '0',
    ...changes,
  } as Content;
  const deps = { store } as unknown as Dependencies;
  await handleCardOperate(content, { deps, upstream } as unknown as UpstreamCall);
}

describe('an order result matches its order', () => {
  const [ofCard, ofGroup] = [recharge({ ...ENDED, cardId: '5' }), recharge({ ...ENDED, groupId: '6' })];

  it.each<[string, Order, Partial<Content>]>([
    ['that names its card', ofCard, { cardId: '95' }],
    ['that names its card and any group', ofCard, { cardId: '95', groupId: '99' }],
    ['that names its group', ofGroup, { groupId: '96' }],
    ['that names its group and any card', ofGroup, { groupId: '96', cardId: '99' }],
    ['that names nothing', ofCard, {}],
    ['on a group that names nothing', ofGroup, {}],
  ])('%s', async (_, order, names) => {
    await expect(receive(order, names)).resolves.toBeUndefined();
  });

  it.each<[string, Order, Partial<Content>]>([
    ['another card', ofCard, { cardId: '96' }],
    ['another group', ofGroup, { groupId: '95' }],
  ])('but not where it names %s', async (_, order, names) => {
    await expect(receive(order, names)).rejects.toThrow(
      new ParameterInvalid('cardId', 'is not that of the order'),
    );
  });
});

describe('a result for a final order', () => {
  it('opens nothing where the order failed here', async () => {
    const failed = opening({ ...ENDED, status: 'failure', failure: 'card is closed' });
    const cardInfo = { cardNo: '499900******4242', cardExpiryDate: '2029-03' } as Content['cardInfo'];
    await expect(receive(failed, { cardId: '99', cardInfo })).resolves.toBeUndefined();
    await expect(receive(opening({ ...ENDED }), { cardId: '99', cardInfo })).rejects.toThrow(
      StatusNotSuitable,
    );
  });

  it.each<[string, Partial<Content>]>([
    ['another order number there', { orderId: '78' }],
    ['another price', { fee: '1' }],
  ])('contradicts the first one where it names %s', async (_, changes) => {
    const order = recharge({ ...ENDED, cardId: '5' });
    await expect(receive(order, changes)).rejects.toThrow(new StatusNotSuitable('order'));
  });
});

it('an upstream without the BIN range cannot report on its orders', async () => {
  const order = opening({ ...ENDED, issuer: 'embedded', opType: opTypes.cardOpening });
  const upstream = { userNo: '90000001', issuer: 'embedded', binRangeIds: ['M1'] };
  await expect(receive(order, {}, upstream)).rejects.toThrow(NotEntitled);
});
