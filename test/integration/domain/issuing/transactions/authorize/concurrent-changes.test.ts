import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MerchantCall } from '../../../../../../shared/domain/dependencies.ts';
import { modifyCard } from '../../../../../../shared/domain/issuing/cards/modify-card.ts';
import { changeGroupStatus } from '../../../../../../shared/domain/issuing/groups/change-group-status.ts';
import { cardFrom, cardKey } from '../../../../../../shared/domain/issuing/model/card.ts';
import { cancelCard } from '../../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { refundCard } from '../../../../../../shared/domain/issuing/orders/refund.ts';
import type { AuthorizeRequest } from '../../../../../../shared/domain/issuing/transactions/authorize/request.ts';
import {
  newRequestNo,
  onCard,
  openedCard,
  openedGroup,
  supplementary,
} from '../../../../../support/fixtures/card-steps.ts';
import { openTestPlatform, type TestPlatform } from '../../../../../support/fixtures/test-platform.ts';
import { interruptedStore } from '../../../../../support/stores/interrupted-store.ts';
import { type CardNetwork, openCardNetwork } from './network-fixture.ts';

let fixture: TestPlatform;
let call: MerchantCall;
let network: CardNetwork;

beforeAll(async () => {
  fixture = await openTestPlatform();
  call = fixture.call(await fixture.merchant('1', 10_000_000n));
  network = openCardNetwork(fixture);
});

afterAll(async () => {
  expect((await fixture.audit()).flatMap(({ differences }) => [...differences])).toEqual([]);
});

/** Authorizes a purchase; `happens` runs between the decision and its write. */
async function authorizeWhile(
  cardId: string,
  happens: () => Promise<unknown>,
  changes: Partial<AuthorizeRequest> = {},
) {
  let happened = false;
  const store = interruptedStore(fixture.deps.store, async () => {
    happened = true;
    await happens();
  });
  const answer = await openCardNetwork({ deps: { ...fixture.deps, store } }).authorize(cardId, {
    networkId: newRequestNo('meanwhile'),
    ...changes,
  });
  expect(happened).toBe(true);
  return answer;
}

const modify = (cardId: string, changes: object) =>
  modifyCard({ userReqNo: newRequestNo('modify'), cardId, ...changes }, call);
const openedMember = async (limit = '0') =>
  openedCard(call, supplementary(await openedGroup(call), { authLimitAmount: limit }));

describe('a purchase is decided again when meanwhile', () => {
  it('the card is frozen', async () => {
    const cardId = await openedCard(call);
    const answer = await authorizeWhile(cardId, () => modify(cardId, { status: 0 }));
    expect(answer).toMatchObject({ approved: 0, respCode: '200008' });
  });

  it('the card is cancelled', async () => {
    const cardId = await openedCard(call);
    const cancel = () => cancelCard({ userReqNo: newRequestNo('cancel'), cardId }, call);
    expect(await authorizeWhile(cardId, cancel)).toMatchObject({ approved: 0, respCode: '200008' });
    await fixture.fulfilAll();
  });

  it('its group is frozen', async () => {
    const groupId = await openedGroup(call);
    const cardId = await openedCard(call, supplementary(groupId));
    const freeze = () => changeGroupStatus({ userReqNo: newRequestNo('freeze'), groupId, status: 0 }, call);
    expect(await authorizeWhile(cardId, freeze)).toMatchObject({ approved: 0, respCode: '200008' });
  });

  it('the card’s limit is lowered', async () => {
    const cardId = await openedMember('100');
    const answer = await authorizeWhile(cardId, () => modify(cardId, { authLimitAmount: '10' }));
    expect(answer).toMatchObject({ approved: 0, respCode: '200007' });
  });

  it('the card gets a limit', async () => {
    const cardId = await openedMember();
    const answer = await authorizeWhile(cardId, () => modify(cardId, { authLimitAmount: '10' }));
    expect(answer).toMatchObject({ approved: 0, respCode: '200007' });
  });

  it('the card’s money is refunded to the account', async () => {
    const cardId = await openedCard(call);
    const refund = () => refundCard({ ...onCard(cardId), refundAmount: '90' }, call);
    expect(await authorizeWhile(cardId, refund)).toMatchObject({ approved: 0, respCode: '200002' });
    await fixture.fulfilAll();
  });

  it('another purchase is made that leaves too little', async () => {
    const cardId = await openedCard(call);
    const another = () => network.authorize(cardId, { transCurrencyAmt: '60' });
    const amount = { transCurrencyAmt: '50' };
    expect(await authorizeWhile(cardId, another, amount)).toMatchObject({ respCode: '200002' });
    expect(await network.authorize(cardId, { transCurrencyAmt: '40' })).toMatchObject({ approved: 1 });
  });

  it('the last wrong CVV2 that is compared is presented', async () => {
    const cardId = await openedCard(call);
    const { cvv2 } = await network.purchase(cardId);
    const wrong = { cvv2: cvv2 === '000' ? '001' : '000' };
    for (let count = 0; count < 4; count += 1) await network.authorize(cardId, wrong);
    const fifth = () => network.authorize(cardId, wrong);
    expect(await authorizeWhile(cardId, fifth)).toMatchObject({ approved: 0, respCode: '400011' });
  });

  it('the same purchase is answered, and returns that answer', async () => {
    const cardId = await openedCard(call);
    const same = await network.purchase(cardId);
    const { cardNo: _, ...rest } = same;
    let first: object | undefined;
    const identicalRequest = async () => {
      first = await network.authorize(cardId, same);
    };
    expect(await authorizeWhile(cardId, identicalRequest, rest)).toEqual(first);
    const item = await fixture.deps.store.get('cards', cardKey(cardId));
    expect(cardFrom(item ?? {}).usedAmount).toBe(2_000n);
  });
});
