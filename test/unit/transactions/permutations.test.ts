import fc from 'fast-check';
import { expect, it } from 'vitest';
import { positions } from '../../../shared/transactions/chain.ts';
import { narrator, stories, tellings } from '../../support/transactions.ts';
import { CARD, moved, positionsOf, SECOND_CARD, stateAfter } from './books.ts';

const tell = () => narrator(CARD.cardId, SECOND_CARD.cardId);

it('a story ends the same in whatever order and however often it is told', () => {
  fc.assert(
    fc.property(tellings, ({ story, told }) => {
      const content = tell();
      const [straight, other] = [stateAfter(story.map(content)), stateAfter(told.map(content))];
      expect(other.records).toEqual(straight.records);
      expect(other.chains).toEqual(straight.chains);
      expect(other.usedAmount).toBe(straight.usedAmount);
      for (const side of ['available', 'frozen'] as const)
        for (const account of [`card/${CARD.cardId}`, `card/${SECOND_CARD.cardId}`, 'platform:network'])
          expect(moved(other, account, side)).toBe(moved(straight, account, side));
    }),
    { numRuns: 300 },
  );
});

it('no hold is ever negative, nor more than was authorized, at any moment of any telling', () => {
  fc.assert(
    fc.property(tellings, ({ told }) => {
      const content = tell();
      for (let length = 1; length <= told.length; length += 1) {
        for (const chain of stateAfter(told.slice(0, length).map(content)).chains.values()) {
          const { hold } = positions(chain);
          expect(hold).toBeGreaterThanOrEqual(0n);
          expect(hold).toBeLessThanOrEqual(chain.authorized);
        }
      }
    }),
  );
});

it('money is neither made nor lost, and is where the chains say', () => {
  fc.assert(
    fc.property(tellings, ({ told }) => {
      const state = stateAfter(told.map(tell()));
      const { hold, spent } = positionsOf(state);
      expect(moved(state, 'card/', 'frozen')).toBe(hold);
      expect(moved(state, 'card/', 'available')).toBe(-hold - spent);
      expect(moved(state, 'platform:network', 'available')).toBe(spent);
      expect(state.usedAmount).toBe(hold + spent);
    }),
    { numRuns: 150 },
  );
});

it('what moves is what the settled events say, whatever was held for it', () => {
  fc.assert(
    fc.property(stories, (story) => {
      const settled = story.filter(({ told }) => told.transCategory === 2 && told.transStatus === '1');
      const out = settled.map(({ told }) => {
        const cents = BigInt(Math.round(Number(told.settleAmount ?? told.localCurrencyAmt) * 100));
        const comesBack = told.transType === '4' ? told.fundsDirection === 1 : '23'.includes(told.transType);
        return comesBack ? -cents : cents;
      });
      const sum = out.reduce((total, each) => total + each, 0n);
      expect(positionsOf(stateAfter(story.map(tell()))).spent).toBe(sum);
    }),
    { numRuns: 150 },
  );
});
