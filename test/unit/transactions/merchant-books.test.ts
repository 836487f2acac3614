import fc from 'fast-check';
import { expect, it } from 'vitest';
import { narrator, type Step, storiesOf, tellingsOf } from '../../support/transactions.ts';
import { CARD, positionsOf, SECOND_CARD, statesAfter, type Telling } from './books.ts';
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

const withExpiries = tellingsOf(simple).chain(({ told }) =>
  fc
    .array(fc.nat({ max: told.length }), { maxLength: 2 })
    .map((places) =>
      places.reduce<(Step | 'expiry')[]>((all, place) => all.toSpliced(place, 0, 'expiry'), [...told]),
    ),
);

it('whoever keeps books from what merchants are told has those of the platform, at every moment', async () => {
  await fc.assert(
    fc.asyncProperty(withExpiries, async (steps) => {
      const content = narrator(CARD.cardId, SECOND_CARD.cardId);
      const told = steps.map((step): Telling => (step === 'expiry' ? step : content(step)));
      const [books, seen] = [new MerchantBooks(), new Set<string>()];
      for (const state of await statesAfter(told)) {
        for (const { notificationId, content: text } of state.notifications) {
          if (seen.has(notificationId)) continue;
          seen.add(notificationId);
          books.take(JSON.parse(text));
        }
        expect({ hold: books.held, spent: books.spent }).toEqual(positionsOf(state));
      }
    }),
    { numRuns: 200 },
  );
});
