import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { NotificationContent } from '../../../shared/contract/notifications.ts';
import { narrator, type Step, storiesOf, tellings, tellingsOf } from '../../support/transactions.ts';
import { CARD, positionsOf, SECOND_CARD, type State, statesAfter, type Telling } from './books.ts';
import { MerchantBooks } from './merchant-books.ts';

/** All that names something names the authorization, and reversals are told once, by their own amount. */
const simple = storiesOf(1).map((story) =>
  story
    .filter(
      ({ record, told }) =>
        told.transType !== '2' || story.find((one) => one.record === record)?.told === told,
    )
    .map((step): Step => {
      const { settleAmount: _, ...told } = step.told;
      return told.transType === '2' ? { ...step, told } : step;
    }),
);

const expiringAmong = (told: fc.Arbitrary<{ readonly told: readonly Step[] }>) =>
  told.chain(({ told: steps }) =>
    fc
      .array(fc.nat({ max: steps.length }), { maxLength: 2 })
      .map((places) =>
        places.reduce<(Step | 'expiry')[]>((all, place) => all.toSpliced(place, 0, 'expiry'), [...steps]),
      ),
  );

const withExpiries = expiringAmong(tellingsOf(simple));

/** The contents of what was told for the first time in each state. */
function newsIn(states: readonly State[]) {
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

it('what is told as settled is what was taken, at every moment of any telling, and never less than nothing', async () => {
  await fc.assert(
    fc.asyncProperty(expiringAmong(tellings), async (steps) => {
      const content = narrator(CARD.cardId, SECOND_CARD.cardId);
      const states = await statesAfter(
        steps.map((step): Telling => (step === 'expiry' ? step : content(step))),
      );
      const books = new MerchantBooks();
      for (const [index, news] of newsIn(states).entries()) {
        for (const one of news) {
          expect(one.settleAmount ?? 0).toBeGreaterThanOrEqual(0);
          books.take(one);
        }
        expect(books.spent).toBe(positionsOf(states[index] as State).spent);
      }
      expect(states.at(-1)?.differences).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

/**
 * An authorization can tell that reversals were of the purchase itself, and not of the capture after them, which is taken
 * again. That is told beside it as a settled difference. Books that take each settlement from the hold take this one as
 * well, though what the platform holds is without it already.
 */
const takesBeside = ({
  transCategory,
  fundsDirection,
  respCodeDesc,
}: NotificationContent<'card_transaction'>) =>
  transCategory === 2 && fundsDirection === 0 && respCodeDesc === 'what was told earlier took effect';

it('whoever keeps books from what merchants are told has those of the platform, at every moment', async () => {
  await fc.assert(
    fc.asyncProperty(withExpiries, async (steps) => {
      const content = narrator(CARD.cardId, SECOND_CARD.cardId);
      const told = steps.map((step): Telling => (step === 'expiry' ? step : content(step)));
      const [books, states] = [new MerchantBooks(), await statesAfter(told)];
      let isTakenBeside = false;
      for (const [index, news] of newsIn(states).entries()) {
        for (const one of news) books.take(one);
        isTakenBeside ||= news.some(takesBeside);
        const { hold, spent } = positionsOf(states[index] as State);
        expect(books.spent).toBe(spent);
        if (!isTakenBeside) expect(books.held).toBe(hold);
      }
    }),
    { numRuns: 200 },
  );
});
