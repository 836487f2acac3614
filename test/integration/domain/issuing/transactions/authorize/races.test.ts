import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MerchantCall } from '../../../../../../shared/domain/dependencies.ts';
import { modifyCard } from '../../../../../../shared/domain/issuing/cards/modify-card.ts';
import { cardFrom, cardKey } from '../../../../../../shared/domain/issuing/model/card.ts';
import {
  CVV2_LOCKOUT_MS,
  MAX_WRONG_CVV2,
} from '../../../../../../shared/domain/issuing/transactions/authorize/cvv2.ts';
import type { AuthorizeResult } from '../../../../../../shared/domain/issuing/transactions/authorize/request.ts';
import { cardAccount, groupAccount } from '../../../../../../shared/domain/money/ledger/account.ts';
import { readBalance } from '../../../../../../shared/domain/money/ledger/balance.ts';
import {
  newRequestNo,
  openedCard,
  openedGroup,
  supplementary,
} from '../../../../../support/fixtures/card-steps.ts';
import { openTestPlatform, type TestPlatform } from '../../../../../support/fixtures/test-platform.ts';
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

const times = <Result>(count: number, work: (index: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
const codes = (answers: AuthorizeResult[]) => answers.map(({ respCode }) => respCode);
const count = (answers: AuthorizeResult[], respCode: string) =>
  codes(answers).filter((code) => code === respCode).length;
const openedSupplementary = (groupId: string, changes: object = {}) =>
  openedCard(call, supplementary(groupId, changes));
const cardOf = async (cardId: string) => {
  const item = await fixture.deps.store.get('cards', cardKey(cardId));
  if (!item) throw new Error(`no card ${cardId}`);
  return cardFrom(item);
};

describe('concurrent authorizations', () => {
  it('never overdraw a pool that two cards share', async () => {
    const groupId = await openedGroup(call);
    const cards = [await openedSupplementary(groupId), await openedSupplementary(groupId)] as const;
    const answers = await times(100, (index) =>
      network.authorize(cards[index % 2] as string, { transCurrencyAmt: '10' }),
    );
    expect(count(answers, '000000')).toBe(50);
    expect(count(answers, '200002')).toBe(50);
    expect(await readBalance(fixture.deps.store, groupAccount(groupId, 'USD'))).toMatchObject({
      available: 0n,
      frozen: 50_000n,
    });
  });

  it('use a single-use card once', async () => {
    const cardId = await openedCard(call, { enableMultiUse: 0 });
    const answers = await times(10, () => network.authorize(cardId, { transCurrencyAmt: '1' }));
    expect(count(answers, '000000')).toBe(1);
    expect(count(answers, '200006')).toBe(9);
  });

  it('stay within a card’s own limit', async () => {
    const cardId = await openedSupplementary(await openedGroup(call), { authLimitAmount: '35' });
    const answers = await times(10, () => network.authorize(cardId, { transCurrencyAmt: '10' }));
    expect(count(answers, '000000')).toBe(3);
    expect(count(answers, '200007')).toBe(7);
    expect((await cardOf(cardId)).usedAmount).toBe(3_000n);
  });

  it('of a card that is being frozen are approved before the freeze or declined', async () => {
    const cardId = await openedCard(call);
    const freeze = modifyCard({ userReqNo: newRequestNo('freeze'), cardId, status: 0 }, call).then(async () =>
      readBalance(fixture.deps.store, cardAccount(cardId, 'USD')),
    );
    const [answers, whenFrozen] = await Promise.all([
      times(10, () => network.authorize(cardId, { transCurrencyAmt: '1' })),
      freeze,
    ]);
    expect(whenFrozen.frozen).toBe(BigInt(count(answers, '000000')) * 100n);
    expect(count(answers, '000000') + count(answers, '200008')).toBe(10);
  });
});

describe('guessing a CVV2', () => {
  const guesses = async (cardId: string, many: number) => {
    const { cvv2 } = await network.purchase(cardId);
    const wrong = Array.from({ length: many + 1 }, (_, index) => String(index).padStart(3, '0'));
    return wrong.filter((guess) => guess !== cvv2).slice(0, many);
  };

  it('is stopped after the fifth wrong one, even among a hundred at once, and then refuses the right one too', async () => {
    const cardId = await openedCard(call);
    const wrong = await guesses(cardId, 100);
    const answers = await times(100, (index) => network.authorize(cardId, { cvv2: wrong[index] }));
    expect(count(answers, '200003')).toBe(MAX_WRONG_CVV2);
    expect(count(answers, '400011')).toBe(100 - MAX_WRONG_CVV2);
    expect(await network.authorize(cardId)).toMatchObject({ approved: 0, respCode: '400011' });
    expect(await network.authorize(cardId, { cvv2: undefined })).toMatchObject({ approved: 1 });
  });

  it('is limited to one wrong CVV2 a day, until a right one resets the count', async () => {
    const cardId = await openedCard(call);
    const wrong = await guesses(cardId, MAX_WRONG_CVV2 + 3);
    for (const cvv2 of wrong.slice(0, MAX_WRONG_CVV2)) await network.authorize(cardId, { cvv2 });
    fixture.moveClock(CVV2_LOCKOUT_MS);
    const nextDay = await times(3, (index) =>
      network.authorize(cardId, { cvv2: wrong[MAX_WRONG_CVV2 + index] }),
    );
    expect(codes(nextDay).sort()).toEqual(['200003', '400011', '400011']);
    fixture.moveClock(CVV2_LOCKOUT_MS);
    expect(await network.authorize(cardId, { transCurrencyAmt: '1000' })).toMatchObject({
      respCode: '200002',
    });
    expect(await cardOf(cardId)).not.toHaveProperty('cvv2Failures');
    expect(await network.authorize(cardId, { cvv2: wrong[0] })).toMatchObject({ respCode: '200003' });
    expect(await network.authorize(cardId)).toMatchObject({ approved: 1 });
  });
});
