import { beforeAll, describe, expect, it } from 'vitest';
import type { MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { changeGroupStatus } from '../../../../../shared/domain/issuing/groups/change-group-status.ts';
import { cardKey } from '../../../../../shared/domain/issuing/model/card.ts';
import { cancelCard } from '../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { openCard } from '../../../../../shared/domain/issuing/orders/card-opening.ts';
import { openGroup } from '../../../../../shared/domain/issuing/orders/group-opening.ts';
import { rechargeCard } from '../../../../../shared/domain/issuing/orders/recharge.ts';
import { refundCard } from '../../../../../shared/domain/issuing/orders/refund.ts';
import {
  AccountBalanceInsufficient,
  FeeRuleMissing,
  NothingFound,
  ParameterInvalid,
  ProductNotEnabled,
  StatusNotSuitable,
} from '../../../../../shared/wire/errors.ts';
import {
  newRequestNo,
  onCard,
  openedCard,
  openedGroup,
  opening,
  supplementary,
} from '../../../../support/fixtures/card-steps.ts';
import {
  fulfilledLaterBy,
  openTestPlatform,
  type TestPlatform,
} from '../../../../support/fixtures/test-platform.ts';
import { withoutRefusals } from '../../../../support/fixtures/without-refusals.ts';

let fixture: TestPlatform;
let call: MerchantCall;
let cardId: string;
let groupId: string;
let member: string;

beforeAll(async () => {
  fixture = await openTestPlatform();
  call = fixture.call(await fixture.merchant('1', 1_000_000n));
  cardId = await openedCard(call);
  groupId = await openedGroup(call);
  member = await openedCard(call, supplementary(groupId));
});

/** Expects the request to be refused with exactly this text and to change nothing. */
async function expectRefused(request: () => Promise<unknown>, refusal: Error): Promise<void> {
  const before = withoutRefusals(await fixture.snapshot());
  await expect(request()).rejects.toThrow(refusal);
  expect(withoutRefusals(await fixture.snapshot())).toEqual(before);
}
const invalid = (field: string, why: string) => new ParameterInvalid(field, why);

describe('the opening of a card is refused for', () => {
  it.each<[string, object, Error]>([
    ['a BIN range that the merchant does not have', { binRangeId: 'X9' }, new ProductNotEnabled()],
    ['a currency without a rule', { localCurrency: 'GBP' }, new FeeRuleMissing('GBP')],
    ['a start in the past', { startDate: '2026-02-28' }, invalid('startDate', 'must not be in the past')],
    [
      'an end before the start',
      { endDate: '2026-02-28' },
      invalid('endDate', 'must not be before startDate'),
    ],
    [
      'an end after the card’s expiry, 36 months on',
      { endDate: '2029-04-01' },
      invalid('endDate', "must not be after the card's expiry, 2029-03-31"),
    ],
    ['no amount', { authLimitAmount: undefined }, invalid('authLimitAmount', 'is required')],
    ['too many decimals', { authLimitAmount: '10.001' }, invalid('authLimitAmount', 'USD has 2 decimals')],
    ['too little', { authLimitAmount: '9.99' }, invalid('authLimitAmount', 'must be from 10 to 10000 USD')],
    ['too much', { authLimitAmount: '10000.01' }, invalid('authLimitAmount', 'must be from 10 to 10000 USD')],
    ['no currency check', { enableCurrencyCheck: undefined }, invalid('enableCurrencyCheck', 'is required')],
    [
      'an airline without its scene',
      { airLineCode: 'CA' },
      invalid('airLineCode', 'goes with sceneCode 1004 only'),
    ],
    [
      'an airline with another scene',
      { airLineCode: 'CA', sceneCode: 1003 },
      invalid('airLineCode', 'goes with sceneCode 1004 only'),
    ],
    [
      'an unknown group',
      { channelType: 2, groupId: '1234567890123456' },
      new NothingFound('groupId', 'group'),
    ],
    ['no group', { channelType: 2 }, invalid('groupId', 'is required for channelType 2')],
  ])('%s', (_, changes, refusal) => expectRefused(() => openCard(opening(changes), call), refusal));
});

describe('the opening of a supplementary card is refused for', () => {
  it.each<[string, object, Error]>([
    ['another currency', { localCurrency: 'EUR' }, invalid('localCurrency', "must be the group's, USD")],
    [
      'more decimals in its limit',
      { authLimitAmount: '0.001' },
      invalid('authLimitAmount', 'USD has 2 decimals'),
    ],
  ])('%s than its group', (_, changes, refusal) =>
    expectRefused(() => openCard(supplementary(groupId, changes), call), refusal),
  );

  it('an end after its expiry', () =>
    expectRefused(
      () => openCard(supplementary(groupId, { endDate: '2029-04-01' }), call),
      invalid('endDate', "must not be after the card's expiry, 2029-03-31"),
    ));

  it('a frozen group', async () => {
    const frozen = await openedGroup(call);
    await changeGroupStatus({ userReqNo: newRequestNo('status'), groupId: frozen, status: 0 }, call);
    await expectRefused(
      () => openCard(supplementary(frozen), call),
      new StatusNotSuitable('group', 'frozen'),
    );
  });
});

describe('the opening of a group is refused for', () => {
  it.each<[string, string, string]>([
    ['too many decimals', '100.001', 'USD has 2 decimals'],
    ['too little', '99.99', 'must be from 100 to 50000 USD'],
  ])('%s', (_, authLimitAmount, why) =>
    expectRefused(
      () => openGroup({ userReqNo: newRequestNo('group'), localCurrency: 'USD', authLimitAmount }, call),
      invalid('authLimitAmount', why),
    ),
  );
});

describe('a recharge and a refund are refused for', () => {
  const both = async (subject: object, refusal: Error, amount = '5') => {
    const request = { ...onCard(cardId), ...subject };
    await expectRefused(() => rechargeCard({ ...request, authLimitAmount: amount }, call), refusal);
    await expectRefused(() => refundCard({ ...request, refundAmount: amount }, call), refusal);
  };

  it('a missing card or group', async () => {
    await both({ cardId: undefined }, invalid('cardId', 'is required for channelType 1'));
    await both({ channelType: 2 }, invalid('groupId', 'is required for channelType 2'));
  });

  it('a supplementary card, which has no money of its own', () =>
    both({ cardId: member }, invalid('channelType', 'a supplementary card is funded through its group')));

  it('more decimals than the currency has', async () => {
    const why = 'USD has 2 decimals';
    const recharge = { ...onCard(cardId), authLimitAmount: '5.001' };
    await expectRefused(() => rechargeCard(recharge, call), invalid('authLimitAmount', why));
    const refund = { ...onCard(cardId), refundAmount: '5.001' };
    await expectRefused(() => refundCard(refund, call), invalid('refundAmount', why));
  });
});

describe('a recharge is refused outside the limits of its range', () => {
  const onGroup = () => ({ userReqNo: newRequestNo('pool'), channelType: 2 as const, groupId });

  it.each(['9.99', '0.01', '10000.01'])('of a card: %s', async (authLimitAmount) => {
    const refusal = invalid('authLimitAmount', 'must be from 10 to 10000 USD');
    await expectRefused(() => rechargeCard({ ...onCard(cardId), authLimitAmount }, call), refusal);
  });

  it.each(['99.99', '50000.01'])('of a pool: %s', async (authLimitAmount) => {
    const refusal = invalid('authLimitAmount', 'must be from 100 to 50000 USD');
    await expectRefused(() => rechargeCard({ ...onGroup(), authLimitAmount }, call), refusal);
  });

  it('but accepted at the limits', async () => {
    for (const request of [
      { ...onCard(cardId), authLimitAmount: '10' },
      { ...onGroup(), authLimitAmount: '100' },
    ])
      expect(await rechargeCard(request, call)).toMatchObject({ userReqNo: request.userReqNo });
    await fixture.fulfilAll();
  });
});

it('a recharge is refused for a card of an unknown range', async () => {
  const orphan = await openedCard(call);
  const set = { binRangeId: 'GONE' };
  await fixture.deps.store.write([{ kind: 'update', table: 'cards', key: cardKey(orphan), set }]);
  const recharge = { ...onCard(orphan), authLimitAmount: '5' };
  await expectRefused(() => rechargeCard(recharge, call), new ProductNotEnabled());
});

describe('a cancellation is refused for', () => {
  it.each([
    ['is being cancelled', false],
    ['is cancelled', true],
  ])('a card that %s', async (_, carriedOut) => {
    const closing = await openedCard(call);
    const by = carriedOut ? call : fulfilledLaterBy(call);
    await cancelCard({ userReqNo: newRequestNo('close'), cardId: closing }, by);
    const again = { userReqNo: newRequestNo('close'), cardId: closing };
    const state = carriedOut ? 'closed' : 'being cancelled';
    await expectRefused(() => cancelCard(again, call), new StatusNotSuitable('card', state));
  });
});

describe('a refusal for lack of funds states what is needed and what is available', () => {
  const poor = async (userNo: string, changes: object = {}) =>
    fixture.call({ ...(await fixture.merchant(userNo, 10_000n)), ...changes });

  it('on the account, the fee with it', async () => {
    const requested = openCard(opening({ authLimitAmount: '99.50' }), await poor('2'));
    await expect(requested).rejects.toThrow(
      new AccountBalanceInsufficient({ needed: '100.50 USD with the fee', available: '100.00' }),
    );
    await expect(requested).rejects.toThrow(/^needs 100\.50 USD with the fee, 100\.00 available$/);
  });

  it('on a sharded account, the sum of all shards', async () => {
    const requested = openCard(
      opening({ authLimitAmount: '99.50' }),
      await poor('3', { accountShards: { USD: 4 } }),
    );
    await expect(requested).rejects.toThrow(/^needs 100\.50 USD with the fee, 100\.00 available$/);
  });

  it('on a card', async () => {
    const card = await openedCard(call);
    await expect(refundCard({ ...onCard(card), refundAmount: '100.01' }, call)).rejects.toThrow(
      /^needs 100\.01 USD, 100\.00 available$/,
    );
  });

  it('but not for another merchant’s card, which is refused like an unknown one', async () => {
    const otherCall = await poor('4');
    const requested = (id: string) => refundCard({ ...onCard(id), refundAmount: '1' }, otherCall);
    await expect(requested(cardId)).rejects.toThrow(/^cardId: no such card$/);
    await expect(requested('1150000000000000')).rejects.toThrow(/^cardId: no such card$/);
  });
});
