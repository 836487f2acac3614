import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type Cvv2History,
  cvv2Trace,
  findCvv2,
  MOST_WRONG,
  SHUT_MS,
} from '../../../../shared/transactions/authorize/cvv2.ts';

const HOUR = 60 * 60_000;

/** The card's record after the number was presented. */
function presented(history: Cvv2History, found: 'right' | 'wrong' | undefined, nowMs: number): Cvv2History {
  const { set, remove } = cvv2Trace(found, history, nowMs);
  return Object.fromEntries(
    Object.entries({ ...history, ...set }).filter(([attribute]) => !remove.includes(attribute)),
  );
}

it('a guesser sees at most five numbers compared and then one a day, however the guesses are spread', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30 * HOUR), { minLength: 50, maxLength: 100 }), (pauses) => {
      let history: Cvv2History = {};
      let now = 0;
      const compared: number[] = [];
      for (const pause of pauses) {
        now += pause;
        const found = findCvv2('999', '123', history, now);
        expect(found).not.toBe('right');
        if (found === 'wrong') compared.push(now);
        history = presented(history, found === 'wrong' ? found : undefined, now);
      }
      const later = compared.slice(MOST_WRONG - 1);
      later.slice(1).forEach((at, index) => {
        expect(at - (later[index] ?? 0)).toBeGreaterThanOrEqual(SHUT_MS);
      });
    }),
  );
});

it('a right one ends the row', () => {
  const four = { wrongCvv2: 4, wrongCvv2At: 0 };
  expect(presented(four, 'right', 1)).toEqual({});
  expect(findCvv2('999', '123', presented({}, 'wrong', 1), 2)).toBe('wrong');
  expect(cvv2Trace('right', {}, 1)).toMatchObject({ set: {}, remove: [] });
});

it('one that is not presented is not compared, and neither right nor wrong', () => {
  expect(findCvv2(undefined, '123', {}, 1)).toBe('absent');
  expect(findCvv2(undefined, '123', { wrongCvv2: MOST_WRONG, wrongCvv2At: 0 }, 1)).toBe('absent');
});

it('a comparison only counts when nobody else made one meanwhile; where none was made nothing is written', () => {
  expect(cvv2Trace('wrong', {}, 1).when).toEqual([{ kind: 'absent', attribute: 'wrongCvv2' }]);
  expect(cvv2Trace('wrong', { wrongCvv2: 3, wrongCvv2At: 0 }, 1)).toMatchObject({
    set: { wrongCvv2: 4, wrongCvv2At: 1 },
    remove: [],
  });
  expect(cvv2Trace('right', { wrongCvv2: 3 }, 1).when).toEqual([
    { kind: 'equals', attribute: 'wrongCvv2', value: 3 },
  ]);
  expect(cvv2Trace(undefined, { wrongCvv2: 3 }, 1)).toEqual({ when: [], set: {}, remove: [] });
});
