import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { NotificationContent } from '../../../shared/contract/notifications.ts';
import { narrator, type Step, type Transaction, tellings } from '../../support/transactions.ts';
import { CARD, positionsOf, SECOND_CARD, type State, stateAfter, type Telling } from './books.ts';

/** Where the ids of the platform above begin. */
const ABOVE = 1_000_000;

/** What merchants are told, as a platform above reads it. */
const received = (content: NotificationContent<'card_transaction'>): Transaction =>
  ({
    ...content,
    localCurrencyAmt: String(content.localCurrencyAmt),
    transCurrencyAmt: String(content.transCurrencyAmt),
    ...(content.settleAmount !== undefined && { settleAmount: String(content.settleAmount) }),
  }) as Transaction;

const newsOf = ({ notifications }: State): Transaction[] =>
  notifications.map(({ content }) => received(JSON.parse(content)));

/** Holds expire at any moment, or once the authorization is told and before all that is told of it. */
const withExpiries = tellings.chain(({ story: [first, ...others], told }) =>
  fc.oneof(
    fc
      .array(fc.nat({ max: told.length }), { maxLength: 2 })
      .map((places) =>
        places.reduce<(Step | 'expiry')[]>((all, place) => all.toSpliced(place, 0, 'expiry'), [...told]),
      ),
    fc.constant<(Step | 'expiry')[]>([...(first ? [first] : []), 'expiry', ...others]),
  ),
);

it('a platform above that is told all of it, in whatever order, holds and took the same', async () => {
  await fc.assert(
    fc.asyncProperty(withExpiries, fc.infiniteStream(fc.nat()), async (steps, draws) => {
      const content = narrator(CARD.cardId, SECOND_CARD.cardId);
      const below = await stateAfter(
        steps.map((step): Telling => (step === 'expiry' ? step : content(step))),
      );
      const news = newsOf(below)
        .map((one) => ({ one, at: draws.next().value as number }))
        .sort((one, other) => one.at - other.at)
        .map(({ one }) => one);
      const above = await stateAfter(news, ABOVE);
      expect(positionsOf(above)).toEqual(positionsOf(below));
      expect(above.differences).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
