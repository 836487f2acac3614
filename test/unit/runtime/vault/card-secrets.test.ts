import { expect, it } from 'vitest';
import { isSameSecret } from '../../../../shared/runtime/vault/card-secrets.ts';

it('two secrets are equal only when every character is', () => {
  expect(isSameSecret('123', '123')).toBe(true);
  for (const presented of ['124', '023', '12', '1234', '', '１２３']) {
    expect(isSameSecret(presented, '123')).toBe(false);
  }
});
