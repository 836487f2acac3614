import { expect, it } from 'vitest';
import { cardExpiredAt } from '../../../../shared/runtime/vault/secret-retention.ts';

it.each([
  ['2029-03', '2029-04-02T00:00:00.000Z'],
  ['2028-02', '2028-03-02T00:00:00.000Z'],
  ['2029-12', '2030-01-02T00:00:00.000Z'],
])('a card with expiry %s is expired in every time zone from %s on', (expiry, moment) => {
  expect(new Date(cardExpiredAt(expiry)).toISOString()).toBe(moment);
});
