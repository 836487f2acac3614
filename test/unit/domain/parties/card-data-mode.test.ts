import { expect, it } from 'vitest';
import { applyCardDataMode } from '../../../../shared/domain/parties/card-data-mode.ts';
import type { CounterpartyKeys } from '../../../../shared/domain/parties/key-cache.ts';
import type { Merchant } from '../../../../shared/domain/parties/merchant.ts';

const NO_KEYS = { publicKeys: () => [] } as unknown as CounterpartyKeys;
const merchant = (cardData?: Merchant['cardData']) => ({ userNo: '1', cardData }) as Merchant;
const received = (cardData?: Merchant['cardData']) =>
  applyCardDataMode(NO_KEYS, merchant(cardData), { cardVerifyNo: '123' });

it('card data in JWE mode is never sent in clear to a merchant without a key', async () => {
  await expect(received('jwe')).rejects.toThrow('merchant 1 receives card data as JWE and has no key');
});

it('card data in clear or masked needs no key', async () => {
  expect(await received()).toEqual({ cardVerifyNo: '123' });
  expect(await received('masked')).toEqual({});
});
