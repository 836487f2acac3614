import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { NotificationContent } from '../../../../../shared/wire/contract/notifications.ts';
import {
  deliveries,
  type ReceivedTransaction,
  type ScenarioStep,
  scenarioContents,
} from '../../../../support/fixtures/transactions.ts';
import {
  CARD,
  type Delivery,
  type ReplayedState,
  SECOND_CARD,
  stateAfter,
  totalBalances,
} from './transaction-replay-fixture.ts';

/** The first id of the reseller's platform. */
const FIRST_RESELLER_ID = 1_000_000;

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
const withExpiries = deliveries.chain(({ story: [first, ...others], received }) =>
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

it('a reseller that gets all notifications in any order has the same holds and spending', async () => {
  await fc.assert(
    fc.asyncProperty(withExpiries, fc.infiniteStream(fc.nat()), async (steps, draws) => {
      const content = scenarioContents(CARD.cardId, SECOND_CARD.cardId);
      const atIssuer = await stateAfter(
        steps.map((step): Delivery => (step === 'expiry' ? step : content(step))),
      );
      const notifications = notificationsOf(atIssuer)
        .map((one) => ({ one, at: draws.next().value as number }))
        .sort((one, other) => one.at - other.at)
        .map(({ one }) => one);
      const above = await stateAfter(notifications, FIRST_RESELLER_ID);
      expect(totalBalances(above)).toEqual(totalBalances(atIssuer));
      expect(above.differences).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
