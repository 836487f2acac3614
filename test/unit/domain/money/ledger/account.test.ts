import { describe, expect, it } from 'vitest';
import {
  type Account,
  accountFromKey,
  balanceKey,
  cardAccount,
  currencyOf,
  custodyAccount,
  feesAccount,
  fxAccount,
  groupAccount,
  hasBalance,
  hasValidCurrency,
  merchantCardAccount,
  merchantDptAccount,
  networkAccount,
  settlementAccount,
  suspenseAccount,
  upstreamAccount,
  upstreamCardsAccount,
  upstreamCostAccount,
  userNoOf,
  writeOffAccount,
} from '../../../../../shared/domain/money/ledger/account.ts';

const account = merchantCardAccount('100001', 'USD');
const card = cardAccount('1234', 'USD');
const fees = feesAccount('USD');

describe('an account', () => {
  it.each([account, card, merchantCardAccount('7', 'JPY')])('%s has a balance under its owner', (name) => {
    expect(accountFromKey(balanceKey(name))).toBe(name);
    expect(hasBalance(name)).toBe(true);
  });

  it('has one currency', () => {
    expect([account, fees, merchantCardAccount('7', 'JPY')].map(currencyOf)).toEqual(['USD', 'USD', 'JPY']);
    expect([fees, settlementAccount('USD')].some(hasBalance)).toBe(false);
  });

  it('of cards has a card currency, and any other account may have a coin', () => {
    const coins = [merchantCardAccount('7', 'USDT'), cardAccount('7', 'USDT'), groupAccount('7', 'USDT')];
    expect(coins.map(hasValidCurrency)).toEqual([false, false, false]);
    expect(
      [account, card, merchantDptAccount('7', 'USDT'), custodyAccount('USDT')].every(hasValidCurrency),
    ).toBe(true);
  });

  it('has a userNo if it is a merchant’s', () => {
    const all: Account[] = [account, merchantDptAccount('7', 'USDT'), card, groupAccount('8', 'USD'), fees];
    expect(all.map(userNoOf)).toEqual(['100001', '7', undefined, undefined, undefined]);
  });

  // The journal has these names forever: under another name the money would not be found.
  it.each([
    [account, 'merchant/100001:card/USD'],
    [merchantDptAccount('7', 'USDT'), 'merchant/7:dpt/USDT'],
    [card, 'card/1234:card/USD'],
    [groupAccount('5', 'EUR'), 'group/5:card/EUR'],
    [fees, 'platform:fees/USD'],
    [settlementAccount('USD'), 'platform:settlement/USD'],
    [networkAccount('USD'), 'platform:network/USD'],
    [upstreamAccount('acme', 'USD'), 'platform:upstream/acme/USD'],
    [upstreamCardsAccount('acme', 'USD'), 'platform:upstream-cards/acme/USD'],
    [upstreamCostAccount('acme', 'USD'), 'platform:upstream-cost/acme/USD'],
    [suspenseAccount('USD'), 'platform:suspense/USD'],
    [writeOffAccount('USD'), 'platform:write-offs/USD'],
    [fxAccount('USD'), 'platform:fx/USD'],
    [custodyAccount('USDT'), 'platform:custody/USDT'],
  ])('is named %s for ever', (name, stored) => {
    expect(name).toBe(stored);
  });
});
