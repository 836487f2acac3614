import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InboundMessage, InboxType } from '../../../../shared/domain/inbox/inbound-message.ts';
import {
  assignToCard,
  dismissMessage,
  returnSuspended,
  writeOffSuspended,
} from '../../../../shared/domain/inbox/resolve-suspense.ts';
import { externalIdWrites } from '../../../../shared/domain/issuing/issuers/external-ids.ts';
import { cardKey } from '../../../../shared/domain/issuing/model/card.ts';
import { openCard } from '../../../../shared/domain/issuing/orders/card-opening.ts';
import { fulfilOrder } from '../../../../shared/domain/issuing/orders/fulfil-order.ts';
import type { Item } from '../../../../shared/runtime/store/item.ts';
import { NothingFound, StatusNotSuitable } from '../../../../shared/wire/errors.ts';
import { opening } from '../../../support/fixtures/card-steps.ts';
import { tradeFee } from '../../../support/fixtures/transactions.ts';
import { Crash } from '../../../support/stores/faulty-store.ts';
import { interruptedStore } from '../../../support/stores/interrupted-store.ts';
import { clearing, EFFECTS, type InboxFixture, openInboxFixture, UNKNOWN_CARD_ID } from './inbox-fixture.ts';

const REASON = 'as the network wrote on 1 March';
let fixture: InboxFixture;
beforeEach(async () => {
  fixture = await openInboxFixture();
});

/** Receives the message and returns how it was stored, whether it was refused or not. */
async function deliver(type: InboxType, content: object, by = {}): Promise<InboundMessage> {
  const before = new Set((await fixture.messages()).map(({ messageKey }) => messageKey));
  await fixture.receive(type, content, by).catch(() => {});
  const [message] = (await fixture.messages()).filter(({ messageKey }) => !before.has(messageKey));
  if (!message) throw new Error('nothing was kept');
  return message;
}
const assigned = (message: InboundMessage, cardId: string, fields = {}) =>
  assignToCard(fixture.deps, message, { cardId, fields, reason: REASON }, EFFECTS);
const onJournal = async (account: string) =>
  (await fixture.snapshot()).entries
    .flatMap(({ postings }) => postings)
    .filter((posting) => posting.account === account)
    .reduce((sum, { amount }) => sum + amount, 0n);

describe('of the messages for an unknown card', () => {
  afterEach(async () => {
    expect(await fixture.differences()).toEqual([]);
  });

  it.each<[string, InboxType, object, bigint]>([
    [
      'a clearing without a settled amount',
      'card_transaction',
      clearing(UNKNOWN_CARD_ID, { settleAmount: undefined, localCurrencyAmt: 30 }),
      -3_000n,
    ],
    ['a fee', 'trade_fee', tradeFee(UNKNOWN_CARD_ID), -75n],
    ['a refunded fee', 'trade_fee', tradeFee(UNKNOWN_CARD_ID, { realFee: '-0.75' }), 75n],
  ])('%s is suspended', async (_, type, content, amount) => {
    expect(await deliver(type, content)).toMatchObject({ status: 'suspended', suspended: { amount } });
    expect(await fixture.suspense()).toBe(amount);
  });

  it.each<[string, InboxType, object]>([
    ['a clearing of zero', 'card_transaction', clearing(UNKNOWN_CARD_ID, { settleAmount: 0 })],
    ['a fee of zero', 'trade_fee', tradeFee(UNKNOWN_CARD_ID, { realFee: '0' })],
    ['a declined clearing', 'card_transaction', clearing(UNKNOWN_CARD_ID, { transStatus: '2' })],
  ])('%s waits without money', async (_, type, content) => {
    const message = await deliver(type, content);
    expect(message.status).toBe('waiting');
    expect(message).not.toHaveProperty('suspended');
    expect(await fixture.suspense()).toBe(0n);
  });

  it('messages that differ in type, number, card, currency or amount are suspended separately', async () => {
    const one = clearing(UNKNOWN_CARD_ID, { recordNo: 'a', transCategory: 2 });
    const others = [
      { recordNo: 'b' },
      { cardId: '1150000000000008' },
      { localCurrency: 'EUR' },
      { settleAmount: 41 },
      { recordNo: 'a/b', cardId: 'c' },
      { recordNo: 'a', cardId: 'b/c' },
    ];
    for (const changes of [{}, ...others, ...others])
      await fixture.receive('card_transaction', { ...one, ...changes });
    await fixture.receive('trade_fee', tradeFee(UNKNOWN_CARD_ID, { receiptNo: 'a', realFee: '40.00' }));
    expect(await fixture.suspense('EUR')).toBe(-4_000n);
    expect(await fixture.suspense()).toBe(-6n * 4_000n - 4_100n);
  });

  it('a suspended one raises an alarm with its key and amount', async () => {
    const message = await deliver('card_transaction', clearing(UNKNOWN_CARD_ID));
    const about = {
      message: message.messageKey,
      reason: '120001 nothing found',
      amount: '-4000',
      currency: 'USD',
    };
    expect(fixture.alarmDetails).toEqual([{ what: 'money is in suspense', about }]);
  });

  it('a repeat of a resolved one raises an alarm', async () => {
    const content = clearing(UNKNOWN_CARD_ID);
    const message = await deliver('card_transaction', content);
    await writeOffSuspended(fixture.deps, message, REASON);
    const again = await deliver('card_transaction', { ...content, merchantName: 'Tea House' });
    const about = { message: again.messageKey, resolution: 'written-off' };
    expect(fixture.alarmDetails.slice(1)).toEqual([
      { what: 'money that an operator resolved is reported again', about },
    ]);
    expect(again.status).toBe('applied');
    const stored = await fixture.operator.scan('inbox');
    fixture.moveClock(86_400_000);
    await fixture.receive('card_transaction', { ...content, merchantName: 'Tea House' });
    expect(fixture.alarmDetails).toHaveLength(2);
    expect(await fixture.operator.scan('inbox')).toEqual(stored);
  });
});

describe('an operator', () => {
  it('resolves open messages, and no others', async () => {
    const cardId = await fixture.card();
    const done = await deliver('card_transaction', clearing(cardId));
    const waits = await deliver('card_transaction', clearing(UNKNOWN_CARD_ID, { transCategory: 1 }));
    const suspended = await deliver('card_transaction', clearing(UNKNOWN_CARD_ID));
    const received: InboundMessage = { ...waits, status: 'received' };
    const states = [
      [done, 'applied'],
      [received, 'received, and not processed yet'],
      [{ ...suspended, status: 'closed' }, 'closed: resolved'],
    ] as const;
    for (const [message, state] of states) {
      const refused = new StatusNotSuitable('message', state);
      await expect(dismissMessage(fixture.deps, message, REASON)).rejects.toThrow(refused);
      await expect(assigned(message, cardId)).rejects.toThrow(refused);
      for (const act of [returnSuspended, writeOffSuspended])
        await expect(act(fixture.deps, message, REASON)).rejects.toThrow(refused);
    }
    const hasMoney = 'in suspense with its money: assign, return or write it off';
    await expect(dismissMessage(fixture.deps, suspended, REASON)).rejects.toThrow(
      new StatusNotSuitable('message', hasMoney),
    );
    for (const act of [returnSuspended, writeOffSuspended])
      await expect(act(fixture.deps, waits, REASON)).rejects.toThrow(
        new StatusNotSuitable('message', 'waiting: it has no money in suspense'),
      );
    expect(await fixture.suspense()).toBe(-4_000n);
    expect(await fixture.differences()).toEqual([]);
  });

  it('closes a message for good: its repeat books nothing, even if the card is known by then', async () => {
    const { orderId } = await openCard(opening(), fixture.own);
    const authorization = clearing(orderId, { transCategory: 1 });
    const settled = clearing(orderId);
    await dismissMessage(fixture.deps, await deliver('card_transaction', authorization), REASON);
    await returnSuspended(fixture.deps, await deliver('card_transaction', settled), REASON);
    await fulfilOrder(fixture.deps, orderId);
    const before = await fixture.messages();
    for (const content of [authorization, settled]) await fixture.receive('card_transaction', content);
    expect(await fixture.messages()).toEqual(before);
    expect(await fixture.onCard(orderId)).toEqual([10_000n, 0n]);
    expect(await fixture.suspense()).toBe(0n);
    expect(await fixture.differences()).toEqual([]);
  });

  it('gives a reason, and messages with entries are stored for ever', async () => {
    const waits = await deliver('card_transaction', clearing(UNKNOWN_CARD_ID, { transCategory: 1 }));
    const suspended = await deliver('card_transaction', clearing(UNKNOWN_CARD_ID));
    await dismissMessage(fixture.deps, waits, REASON);
    await returnSuspended(fixture.deps, suspended, REASON);
    const stored = (await fixture.operator.scan('inbox')).filter(({ pk }) =>
      String(pk).startsWith('message/'),
    );
    const of = ({ messageKey }: InboundMessage) => stored.find((item) => item['messageKey'] === messageKey);
    const resolution = { reason: REASON, at: fixture.deps.now() };
    expect(of(waits)).toMatchObject({
      resolution: { ...resolution, kind: 'dismissed' },
      expiresAt: Math.floor((fixture.deps.now() + 400 * 86_400_000) / 1_000),
    });
    expect(of(suspended)).toMatchObject({ resolution: { ...resolution, kind: 'returned' } });
    const [worked] = (await fixture.messages()).filter(({ suspended: money }) => money !== undefined);
    await expect(returnSuspended(fixture.deps, worked as InboundMessage, REASON)).rejects.toThrow(
      new StatusNotSuitable('message', 'closed: returned'),
    );
    for (const item of stored)
      for (const gone of ['dueAt', 'dueShard', 'worklist']) expect(item).not.toHaveProperty(gone);
    expect(of(suspended)).not.toHaveProperty('expiresAt');
    expect(await fixture.differences()).toEqual([]);
  });

  it('assigns a fee under a number of this platform where its own number is in use', async () => {
    const cardId = await fixture.card();
    const fee = tradeFee(cardId);
    await fixture.receive('trade_fee', fee);
    const [before] = await fixture.onAccount();
    await assigned(await deliver('trade_fee', { ...fee, realFee: '0.80' }), cardId);
    expect(await fixture.onAccount()).toEqual([before - 80n, 0n]);
    expect(await fixture.suspense()).toBe(0n);
    expect(await fixture.differences()).toEqual([]);
  });

  it('does not retry under another number after a failure of the tables', async () => {
    const cardId = await fixture.card();
    const message = await deliver('card_transaction', clearing(UNKNOWN_CARD_ID));
    const store = interruptedStore(fixture.deps.store, () => Promise.reject(new Crash()));
    const act = { cardId, fields: {}, reason: REASON };
    await expect(assignToCard({ ...fixture.deps, store }, message, act, EFFECTS)).rejects.toThrow(Crash);
    expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
    await assigned(message, cardId);
    expect(await fixture.differences()).toEqual([]);
  });

  it('assigns neither a message of another kind nor one to a card of another issuer', async () => {
    const answer = { orderId: '7', userReqNo: UNKNOWN_CARD_ID, opType: 16, status: 1, amount: 1, fee: 0 };
    const message = await deliver('card_operate', answer, { issuer: 'partner' });
    const cardId = await fixture.card();
    await expect(assigned(message, cardId)).rejects.toThrow(
      new StatusNotSuitable('message', 'a card_operate, which is not booked on a card'),
    );
    const foreignMessage = await deliver('card_transaction', clearing(UNKNOWN_CARD_ID), {
      issuer: 'acme',
      userNo: '90000007',
    });
    await expect(assigned(foreignMessage, cardId)).rejects.toThrow(NothingFound);
  });

  it('assigns a message of an external issuer to a card there, and books it on our account there', async () => {
    const [cardId, atIssuer] = [await fixture.card(), { issuer: 'acme', userNo: '90000007' }];
    const set: Item = { issuer: 'acme', issuerCardId: 'X9' };
    const { store } = fixture.deps;
    await store.write([
      { kind: 'update', table: 'cards', key: cardKey(cardId), set },
      ...externalIdWrites('acme', 'card', 'X9', cardId),
    ]);
    const message = await deliver('card_transaction', clearing('X8'), atIssuer);
    expect([await fixture.suspense(), await onJournal('platform:upstream/acme/USD')]).toEqual([
      -4_000n,
      4_000n,
    ]);
    await assigned(message, cardId);
    expect(await fixture.suspense()).toBe(0n);
    expect(await fixture.onCard(cardId)).toEqual([6_000n, 0n]);
    expect(await onJournal('platform:network/USD')).toBe(0n);
  });
});
