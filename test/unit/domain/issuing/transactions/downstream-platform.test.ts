import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { NotificationContent } from '../../../../../shared/wire/contract/notifications.ts';
import {
  deliveries,
  newRecordNo,
  type ReceivedTransaction,
  type ScenarioStep,
  scenarioContents,
  transaction,
} from '../../../../support/fixtures/transactions.ts';
import {
  CARD,
  type Delivery,
  type ReplayedState,
  SECOND_CARD,
  stateAfter,
  totalBalances,
} from './transaction-replay-fixture.ts';

/** The first ids of the platforms that resell: no two platforms have the same numbers. */
const FIRST_IDS = { reseller: 1_000_000, resellersReseller: 2_000_000 };

/** Returns a merchant's notification as the reseller's platform receives it. */
const received = (content: NotificationContent<'card_transaction'>): ReceivedTransaction =>
  ({
    ...content,
    localCurrencyAmt: String(content.localCurrencyAmt),
    transCurrencyAmt: String(content.transCurrencyAmt),
    ...(content.settleAmount !== undefined && { settleAmount: String(content.settleAmount) }),
  }) as ReceivedTransaction;

const notificationsOf = ({ notifications }: ReplayedState): ReceivedTransaction[] =>
  notifications.map(({ content }) => received(JSON.parse(content)));

/**
 * Deliveries with hold expiries at any time, or right after the authorization and before everything that follows it.
 */
const withExpiries = deliveries.chain(({ scenario: [first, ...others], received }) =>
  fc.oneof(
    fc
      .array(fc.nat({ max: received.length }), { maxLength: 2 })
      .map((positions) =>
        positions.reduce<(ScenarioStep | 'expiry')[]>(
          (all, index) => all.toSpliced(index, 0, 'expiry'),
          [...received],
        ),
      ),
    fc.constant<(ScenarioStep | 'expiry')[]>([...(first ? [first] : []), 'expiry', ...others]),
  ),
);

/** The platform's state after the notifications. Whoever sends them is the issuer of its cards. */
const stateAt = (
  platform: keyof typeof FIRST_IDS,
  notifications: readonly ReceivedTransaction[],
): Promise<ReplayedState> => stateAfter(notifications, FIRST_IDS[platform], 'downstream');

const shuffled = (notifications: readonly ReceivedTransaction[], draws: fc.Stream<number>) =>
  notifications
    .map((one) => ({ one, at: draws.next().value as number }))
    .sort((one, other) => one.at - other.at)
    .map(({ one }) => one);

it('resellers that get all notifications in any order have the same holds and spending', async () => {
  await fc.assert(
    fc.asyncProperty(withExpiries, fc.infiniteStream(fc.nat()), async (steps, draws) => {
      const content = scenarioContents(CARD.cardId, SECOND_CARD.cardId);
      const atIssuer = await stateAfter(
        steps.map((step): Delivery => (step === 'expiry' ? step : content(step))),
      );
      const reseller = await stateAt('reseller', shuffled(notificationsOf(atIssuer), draws));
      const resellersReseller = await stateAt(
        'resellersReseller',
        shuffled(notificationsOf(reseller), draws),
      );
      for (const each of [reseller, resellersReseller]) {
        expect(totalBalances(each)).toEqual(totalBalances(atIssuer));
        expect(each.differences).toEqual([]);
      }
    }),
    { numRuns: 100 },
  );
});

const usd = (cents: number) => String(cents / 100);
const [PURCHASE, CAPTURE, REVERSAL] = [newRecordNo(), newRecordNo(), newRecordNo()];
const clearing = transaction(CARD.cardId, { recordNo: PURCHASE, transCategory: 2, localCurrencyAmt: usd(4) });
const reversal = transaction(CARD.cardId, {
  recordNo: REVERSAL,
  originRecordNo: PURCHASE,
  transType: '2',
  transCategory: 2,
  localCurrencyAmt: usd(8),
  settleAmount: usd(7),
});

it.each<[string, ReceivedTransaction[], { hold: bigint; spent: bigint }]>([
  [
    'a reversal is settled before a capture that follows it, and before its clearing',
    [
      reversal,
      transaction(CARD.cardId, {
        recordNo: CAPTURE,
        originRecordNo: PURCHASE,
        transType: '5',
        transCategory: 2,
        localCurrencyAmt: '100.91',
      }),
      clearing,
    ],
    { hold: 0n, spent: 10_088n },
  ],
  [
    'a reversal is joined with a clearing by the authorization of both',
    [
      transaction(CARD.cardId, {
        recordNo: CAPTURE,
        originRecordNo: '77',
        transCategory: 2,
        localCurrencyAmt: usd(4),
      }),
      reversal,
      transaction(CARD.cardId, {
        recordNo: '77',
        originRecordNo: PURCHASE,
        transType: '7',
        transStatus: '2',
      }),
      transaction(CARD.cardId, { recordNo: PURCHASE, localCurrencyAmt: usd(100) }),
    ],
    { hold: 92n, spent: 0n },
  ],
])('when %s, a reseller ends with what its issuer has', async (_, contents, balances) => {
  const atIssuer = await stateAfter(contents);
  expect(totalBalances(atIssuer)).toEqual(balances);
  const notifications = notificationsOf(atIssuer);
  for (const order of [notifications, notifications.toReversed()])
    expect(totalBalances(await stateAt('reseller', order))).toEqual(balances);
});
