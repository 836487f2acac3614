import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InboundMessage } from '../../../../shared/domain/inbox/inbound-message.ts';
import { assignToCard, returnSuspended } from '../../../../shared/domain/inbox/resolve-suspense.ts';
import { StatusNotSuitable } from '../../../../shared/wire/errors.ts';
import { newRecordNo, sentTransaction, tradeFee } from '../../../support/fixtures/transactions.ts';
import { EFFECTS, type InboxFixture, openInboxFixture } from './inbox-fixture.ts';

let fixture: InboxFixture;
beforeEach(async () => {
  fixture = await openInboxFixture();
});
afterEach(async () => {
  expect(await fixture.suspense()).toBe(0n);
  expect(await fixture.differences()).toEqual([]);
});

const suspended = async () =>
  (await fixture.messages()).find(({ status }) => status === 'suspended') as InboundMessage;
const reason = 'as the network wrote on 1 March';

describe.each([
  {
    type: 'card_transaction' as const,
    contentFor: (cardId: string) => sentTransaction(cardId, { transCategory: 2, settleAmount: 40 }),
    number: 'recordNo',
    owed: 4_000n,
  },
  {
    type: 'trade_fee' as const,
    contentFor: (cardId: string) => tradeFee(cardId),
    number: 'receiptNo',
    owed: 75n,
  },
])('a $type for another card under a number that is already booked', ({ type, contentFor, number, owed }) => {
  it('is assigned to the first card only under another number', async () => {
    const [cardId, other] = [await fixture.card(), await fixture.card()];
    const booked = contentFor(cardId);
    await fixture.receive(type, booked);
    await fixture.receive(type, { ...booked, cardId: other });
    const message = await suspended();
    const onto = (fields: Record<string, string>) =>
      assignToCard(fixture.deps, message, { cardId, fields, reason }, EFFECTS);
    await expect(onto({})).rejects.toThrow(StatusNotSuitable);
    expect(await fixture.suspense()).toBe(-owed);
    await onto({ [number]: newRecordNo() });
    expect(await fixture.owed()).toBe(2n * owed);
  });
});

it('a repeated settled reversal that would release more is a different message', async () => {
  const cardId = await fixture.card();
  const { recordNo: originRecordNo } = await fixture.sendTransaction(cardId);
  const reversal = sentTransaction(cardId, {
    originRecordNo,
    transType: '2',
    transCategory: 2,
    localCurrencyAmt: 20,
    settleAmount: 20,
  });
  await fixture.receive('card_transaction', reversal);
  await fixture.receive('card_transaction', { ...reversal, localCurrencyAmt: 15 });
  await fixture.receive('card_transaction', { ...reversal, localCurrencyAmt: 40 });
  expect((await fixture.messages()).map(({ status }) => status).sort()).toEqual([
    'applied',
    'applied',
    'suspended',
  ]);
  expect(fixture.alarms).toContain('money is in suspense');
  await returnSuspended(fixture.deps, await suspended(), reason);
  expect(await fixture.onCard(cardId)).toEqual([8_000n, 2_000n]);
});

it('one message from two upstreams of one external issuer is suspended once', async () => {
  const received = sentTransaction('77', { transCategory: 2, settleAmount: 40 });
  await fixture.receive('card_transaction', received, { userNo: '91', issuer: 'acme' });
  await fixture.receive('card_transaction', received, { userNo: '92', issuer: 'acme' });
  expect(await fixture.suspense()).toBe(-4_000n);
  await fixture.receive('card_transaction', received, { userNo: '91' });
  expect(await fixture.suspense()).toBe(-8_000n);
  for (const message of await fixture.messages()) await returnSuspended(fixture.deps, message, reason);
});
