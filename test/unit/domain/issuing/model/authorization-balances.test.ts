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
const returnedBy = (authorization: Authorization) =>
  authorization.cleared - authorization.returned - authorizationBalances(authorization).spent;

it('a reversal of the purchase does not apply to a later capture', () => {
  const sums = {
    authorized: 100n,
    reversed: 60n,
    cleared: 200n,
    recaptured: 100n,
    settledReversalAmount: 80n,
  };
  expect(returnedBy({ ...NEW, ...sums })).toBe(80n);
});

it('money that an external issuer states as returned counts against captures after a reversal too', () => {
  const sums = { cleared: 10_091n, recaptured: 10_091n, statedReversalAmount: 3n, reversed: 8n };
  expect(returnedBy({ ...NEW, ...sums })).toBe(3n);
});

it('money that an external issuer states as returned is at most what was cleared: the clearing may arrive later', () => {
  const before = { authorized: 40n, cleared: 0n, statedReversalAmount: 4n, reversed: -4n };
  expect(authorizationBalances({ ...NEW, ...before })).toEqual({ hold: 40n, spent: 0n });
  expect(authorizationBalances({ ...NEW, ...before, cleared: 10n })).toEqual({ hold: 34n, spent: 6n });
});

it('settled reversals return at most their amount, and at most what was cleared', () => {
  const amount = fc.bigInt({ min: 0n, max: 200n });
  const sums = fc.record({
    authorized: amount,
    reversed: amount,
    cleared: amount,
    recaptured: amount,
    settledReversalAmount: amount,
    statedReversalAmount: amount,
    returned: amount,
  });
  fc.assert(
    fc.property(sums, (all) => {
      const recaptured = all.recaptured < all.cleared ? all.recaptured : all.cleared;
      const back = returnedBy({ ...NEW, ...all, recaptured });
      expect(back).toBeGreaterThanOrEqual(0n);
      expect(back).toBeLessThanOrEqual(all.settledReversalAmount + all.statedReversalAmount);
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
