import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InboundMessage } from '../../../../shared/domain/inbox/inbound-message.ts';
import { assignToCard, returnSuspended } from '../../../../shared/domain/inbox/resolve-suspense.ts';
import { StatusNotSuitable } from '../../../../shared/wire/errors.ts';
import { newRecordNo, sentTransaction, tradeFee } from '../../../support/fixtures/transactions.ts';
import { EFFECTS, type InboxFixture, openInboxFixture } from './inbox-fixture.ts';

let world: InboxFixture;
beforeEach(async () => {
  world = await openInboxFixture();
});
afterEach(async () => {
  expect(await world.suspense()).toBe(0n);
  expect(await world.differences()).toEqual([]);
});

const suspended = async () =>
  (await world.messages()).find(({ status }) => status === 'suspended') as InboundMessage;
const reason = 'as the network wrote on 1 March';

describe.each([
  {
    type: 'card_transaction' as const,
    tell: (cardId: string) => sentTransaction(cardId, { transCategory: 2, settleAmount: 40 }),
    number: 'recordNo',
    owed: 4_000n,
  },
  {
    type: 'trade_fee' as const,
    tell: (cardId: string) => tradeFee(cardId),
    number: 'receiptNo',
    owed: 75n,
  },
])('a $type told of another card under the number of one that is booked', ({ type, tell, number, owed }) => {
  it('is not assigned to the card that has it: it is a repeat, or has another number', async () => {
    const [cardId, other] = [await world.card(), await world.card()];
    const booked = tell(cardId);
    await world.receive(type, booked);
    await world.receive(type, { ...booked, cardId: other });
    const message = await suspended();
    const onto = (fields: Record<string, string>) =>
      assignToCard(world.deps, message, { cardId, fields, reason }, EFFECTS);
    await expect(onto({})).rejects.toThrow(StatusNotSuitable);
    expect(await world.suspense()).toBe(-owed);
    await onto({ [number]: newRecordNo() });
    expect(await world.owed()).toBe(2n * owed);
  });
});

it('a settled reversal told again for more, which would release more, is another', async () => {
  const cardId = await world.card();
  const { recordNo: originRecordNo } = await world.sendTransaction(cardId);
  const reversal = sentTransaction(cardId, {
    originRecordNo,
    transType: '2',
    transCategory: 2,
    localCurrencyAmt: 20,
    settleAmount: 20,
  });
  await world.receive('card_transaction', reversal);
  await world.receive('card_transaction', { ...reversal, localCurrencyAmt: 15 });
  await world.receive('card_transaction', { ...reversal, localCurrencyAmt: 40 });
  expect((await world.messages()).map(({ status }) => status).sort()).toEqual([
    'applied',
    'applied',
    'suspended',
  ]);
  expect(world.alarms).toContain('money is in suspense');
  await returnSuspended(world.deps, await suspended(), reason);
  expect(await world.onCard(cardId)).toEqual([8_000n, 2_000n]);
});

it('what two speakers for one platform below tell is one message, and in suspense once', async () => {
  const told = sentTransaction('77', { transCategory: 2, settleAmount: 40 });
  await world.receive('card_transaction', told, { userNo: '91', issuer: 'acme' });
  await world.receive('card_transaction', told, { userNo: '92', issuer: 'acme' });
  expect(await world.suspense()).toBe(-4_000n);
  await world.receive('card_transaction', told, { userNo: '91' });
  expect(await world.suspense()).toBe(-8_000n);
  for (const message of await world.messages()) await returnSuspended(world.deps, message, reason);
});
