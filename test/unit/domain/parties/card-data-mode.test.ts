import { expect, it } from 'vitest';
import { applyCardDataMode } from '../../../../shared/domain/parties/card-data-mode.ts';
import type { CounterpartyKeys } from '../../../../shared/domain/parties/key-cache.ts';
import type { Merchant } from '../../../../shared/domain/parties/merchant.ts';

const NO_KEYS = { publicKeys: () => [] } as unknown as CounterpartyKeys;
const merchant = (cardData?: Merchant['cardData']) => ({ userNo: '1', cardData }) as Merchant;
const received = (cardData?: Merchant['cardData']) =>
  applyCardDataMode(NO_KEYS, merchant(cardData), { cardVerifyNo: '123' });

it('card data that is to be sealed is told in clear to nobody who has no key', async () => {
  await expect(received('jwe')).rejects.toThrow('merchant 1 receives card data as JWE and has no key');
});

it('card data needs no key where it is told in clear, or masked', async () => {
  expect(await received()).toEqual({ cardVerifyNo: '123' });
  expect(await received('masked')).toEqual({});
});
