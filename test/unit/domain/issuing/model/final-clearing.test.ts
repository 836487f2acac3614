import { describe, expect, it } from 'vitest';
import { applyEvent, newAuthorization } from '../../../../../shared/domain/issuing/model/authorization.ts';
import { type ReceivedTransaction, transaction } from '../../../../support/fixtures/transactions.ts';
import { CARD, eventOf, SOURCE } from '../transactions/transaction-replay-fixture.ts';

const event = (changes: Partial<ReceivedTransaction>) =>
  eventOf(transaction(CARD.cardId, { recordNo: '5', ...changes }));
const NEW = newAuthorization({ source: SOURCE, root: '5', cardId: CARD.cardId, currency: 'USD' });

it.each<[string, Partial<ReceivedTransaction>, boolean]>([
  ['its own clearing', { transCategory: 2 }, true],
  ['a declined clearing', { transCategory: 2, transStatus: '2' }, false],
  ['its authorization', {}, false],
  ['a clearing that refers to it', { transCategory: 2, recordNo: '7', originRecordNo: '5' }, false],
  ['a refund under its number', { transCategory: 2, transType: '3' }, false],
])('an authorization is settled by %s: %j, %s', (_, content, settled) => {
  expect(applyEvent(NEW, event(content)).settled).toBe(settled);
});

describe('an event requests money', () => {
  it.each<[string, Partial<ReceivedTransaction>, boolean]>([
    [
      'in the currency of the card acceptor, even if it converts to zero',
      { transCurrencyAmt: '0.01', localCurrencyAmt: '0' },
      true,
    ],
    [
      'in the currency of the card, whatever the original amount',
      { transCurrencyAmt: '0', localCurrencyAmt: '0.01' },
      true,
    ],
    [
      'by its settled amount, whatever was authorized',
      { transCurrencyAmt: '0', localCurrencyAmt: '0', transCategory: 2, settleAmount: '0.01' },
      true,
    ],
    [
      'by its local amount, even if none of it is settled',
      { transCurrencyAmt: '0', localCurrencyAmt: '0.01', transCategory: 2, settleAmount: '0' },
      true,
    ],
    [
      'but not by an account verification',
      { transCurrencyAmt: '0', localCurrencyAmt: '0', transCategory: 2, settleAmount: '0' },
      false,
    ],
  ])('%s', (_, content, requestsMoney) => {
    expect(event(content).requestsMoney).toBe(requestsMoney);
  });
});
