import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type Authorization,
  authorizationBalances,
  newAuthorization,
} from '../../../../../shared/domain/issuing/model/authorization.ts';
import { authorizationScopeOf } from '../../../../../shared/domain/issuing/transactions/match-authorization.ts';
import { transaction } from '../../../../support/fixtures/transactions.ts';
import { CARD, eventOf, SOURCE } from '../transactions/transaction-replay-fixture.ts';

const NEW = newAuthorization({ source: SOURCE, root: '5', cardId: CARD.cardId, currency: 'USD' });
const broughtBack = (authorization: Authorization) =>
  authorization.cleared - authorization.returned - authorizationBalances(authorization).spent;

it('a reversal of the purchase does not apply to a later capture', () => {
  const sums = {
    authorized: 100n,
    reversed: 60n,
    cleared: 200n,
    recaptured: 100n,
    settledReversalAmount: 80n,
  };
  expect(broughtBack({ ...NEW, ...sums })).toBe(80n);
});

it('settled reversals return at most their amount, and at most what was cleared', () => {
  const amount = fc.bigInt({ min: 0n, max: 200n });
  const sums = fc.record({
    authorized: amount,
    reversed: amount,
    cleared: amount,
    recaptured: amount,
    settledReversalAmount: amount,
    returned: amount,
  });
  fc.assert(
    fc.property(sums, (all) => {
      const recaptured = all.recaptured < all.cleared ? all.recaptured : all.cleared;
      const back = broughtBack({ ...NEW, ...all, recaptured });
      expect(back).toBeGreaterThanOrEqual(0n);
      expect(back).toBeLessThanOrEqual(all.settledReversalAmount);
      expect(back).toBeLessThanOrEqual(all.cleared);
    }),
  );
});

it('an authorization belongs to its card, and to the group of a supplementary card', () => {
  const event = eventOf(transaction(CARD.cardId));
  const scope = { source: SOURCE, cardId: CARD.cardId, currency: 'USD' };
  expect(authorizationScopeOf(event, { currency: 'USD' })).toEqual(scope);
  expect(authorizationScopeOf(event, { groupId: '9', currency: 'USD' })).toEqual({ ...scope, groupId: '9' });
  expect(newAuthorization({ ...scope, root: '5', groupId: '9' }).groupId).toBe('9');
  expect(NEW.groupId).toBeUndefined();
});
