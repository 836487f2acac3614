import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { NotificationContent } from '../../../../../shared/wire/contract/notifications.ts';
import {
  deliveries,
  deliveriesOf,
  type ScenarioStep,
  scenarioContents,
  scenariosOf,
} from '../../../../support/fixtures/transactions.ts';
import { MerchantLedger } from './merchant-books-fixture.ts';
import {
  CARD,
  type Delivery,
  type ReplayedState,
  SECOND_CARD,
  statesAfter,
  totalBalances,
} from './transaction-replay-fixture.ts';

/**
 * Scenarios in which every reference names the authorization, and each reversal is reported once, with its own amount.
 */
const simple = scenariosOf(1).map((scenario) =>
  scenario
    .filter(
      ({ record, content }) =>
        content.transType !== '2' || scenario.find((one) => one.record === record)?.content === content,
    )
    .map((step): ScenarioStep => {
      const { settleAmount: _, ...received } = step.content;
      return received.transType === '2' ? { ...step, content: received } : step;
    }),
);

const expiringAmong = (received: fc.Arbitrary<{ readonly received: readonly ScenarioStep[] }>) =>
  received.chain(({ received: steps }) =>
    fc
      .array(fc.nat({ max: steps.length }), { maxLength: 2 })
      .map((positions) =>
        positions.reduce<(ScenarioStep | 'expiry')[]>(
          (all, position) => all.toSpliced(position, 0, 'expiry'),
          [...steps],
        ),
      ),
  );

const withExpiries = expiringAmong(deliveriesOf(simple));

/** Returns the contents of the notifications that are new in each state. */
function notificationsIn(states: readonly ReplayedState[]) {
  const seen = new Set<string>();
  return states.map(({ notifications }) =>
    notifications
      .filter(({ notificationId }) => !seen.has(notificationId))
      .map(({ notificationId, content }) => {
        seen.add(notificationId);
        return JSON.parse(content) as NotificationContent<'card_transaction'>;
      }),
  );
}

it('notified settlements equal what was taken at every moment, and are never negative', async () => {
  await fc.assert(
    fc.asyncProperty(expiringAmong(deliveries), async (steps) => {
      const content = scenarioContents(CARD.cardId, SECOND_CARD.cardId);
      const states = await statesAfter(
        steps.map((step): Delivery => (step === 'expiry' ? step : content(step))),
      );
      const books = new MerchantLedger();
      for (const [index, notifications] of notificationsIn(states).entries()) {
        for (const one of notifications) {
          expect(one.settleAmount ?? 0).toBeGreaterThanOrEqual(0);
          books.apply(one);
        }
        expect(books.spent).toBe(totalBalances(states[index] as ReplayedState).spent);
      }
      expect(states.at(-1)?.differences).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

/**
 * Whether a notification settles an earlier reversal anew. An authorization can show that reversals were of the
 * purchase and not of the capture after them, which is taken again and notified as an adjustment. Books that take each
 * settlement from the hold take this one as well, although the platform's hold no longer includes it.
 */
const hasOverlap = ({
  transCategory,
  fundsDirection,
  respCodeDesc,
}: NotificationContent<'card_transaction'>) =>
  transCategory === 2 && fundsDirection === 0 && respCodeDesc === 'adjustment for an earlier message';

it('books kept from notifications equal those of the platform at every moment', async () => {
  await fc.assert(
    fc.asyncProperty(withExpiries, async (steps) => {
      const content = scenarioContents(CARD.cardId, SECOND_CARD.cardId);
      const received = steps.map((step): Delivery => (step === 'expiry' ? step : content(step)));
      const [books, states] = [new MerchantLedger(), await statesAfter(received)];
      let isTakenBeside = false;
      for (const [index, notifications] of notificationsIn(states).entries()) {
        for (const one of notifications) books.apply(one);
        isTakenBeside ||= notifications.some(hasOverlap);
        const { hold, spent } = totalBalances(states[index] as ReplayedState);
        expect(books.spent).toBe(spent);
        if (!isTakenBeside) expect(books.held).toBe(hold);
      }
    }),
    { numRuns: 200 },
  );
});
