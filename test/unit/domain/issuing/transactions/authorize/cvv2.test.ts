import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  CVV2_LOCKOUT_MS,
  type Cvv2History,
  checkCvv2,
  cvv2AttemptUpdate,
  MAX_WRONG_CVV2,
} from '../../../../../../shared/domain/issuing/transactions/authorize/cvv2.ts';

const HOUR = 60 * 60_000;

/** Returns the card's record after a CVV2 was presented. */
function presented(
  history: Cvv2History,
  found: 'match' | 'mismatch' | undefined,
  nowMs: number,
): Cvv2History {
  const { set, remove } = cvv2AttemptUpdate(found, history, nowMs);
  return Object.fromEntries(
    Object.entries({ ...history, ...set }).filter(([attribute]) => !remove.includes(attribute)),
  );
}

it('guesses are compared at most five times and then once a day, however they are spread', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30 * HOUR), { minLength: 50, maxLength: 100 }), (pauses) => {
      let history: Cvv2History = {};
      let now = 0;
      const compared: number[] = [];
      for (const pause of pauses) {
        now += pause;
        const found = checkCvv2('999', '123', history, now);
        expect(found).not.toBe('match');
        if (found === 'mismatch') compared.push(now);
        history = presented(history, found === 'mismatch' ? found : undefined, now);
      }
      const later = compared.slice(MAX_WRONG_CVV2 - 1);
      later.slice(1).forEach((at, index) => {
        expect(at - (later[index] ?? 0)).toBeGreaterThanOrEqual(CVV2_LOCKOUT_MS);
      });
    }),
  );
});

it('a right CVV2 resets the count', () => {
  const four = { cvv2Failures: 4, cvv2FailedAt: 0 };
  expect(presented(four, 'match', 1)).toEqual({});
  expect(checkCvv2('999', '123', presented({}, 'mismatch', 1), 2)).toBe('mismatch');
  expect(cvv2AttemptUpdate('match', {}, 1)).toMatchObject({ set: {}, remove: [] });
});

it('a missing CVV2 is not compared, and neither right nor wrong', () => {
  expect(checkCvv2(undefined, '123', {}, 1)).toBe('absent');
  expect(checkCvv2(undefined, '123', { cvv2Failures: MAX_WRONG_CVV2, cvv2FailedAt: 0 }, 1)).toBe('absent');
});

it('a comparison requires that no other was made meanwhile, and without one nothing is written', () => {
  expect(cvv2AttemptUpdate('mismatch', {}, 1).when).toEqual([{ kind: 'absent', attribute: 'cvv2Failures' }]);
  expect(cvv2AttemptUpdate('mismatch', { cvv2Failures: 3, cvv2FailedAt: 0 }, 1)).toMatchObject({
    set: { cvv2Failures: 4, cvv2FailedAt: 1 },
    remove: [],
  });
  expect(cvv2AttemptUpdate('match', { cvv2Failures: 3 }, 1).when).toEqual([
    { kind: 'equals', attribute: 'cvv2Failures', value: 3 },
  ]);
  expect(cvv2AttemptUpdate(undefined, { cvv2Failures: 3 }, 1)).toEqual({ when: [], set: {}, remove: [] });
});
