import { beforeAll, describe, expect, it } from 'vitest';
import { merchantCommand } from '../../../../../infra/cli/merchant.ts';
import { inquireCard } from '../../../../../shared/domain/issuing/cards/card-inquiry.ts';
import { readOrder } from '../../../../../shared/domain/issuing/model/order.ts';
import { cancelCard } from '../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { fulfilOrder } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { rechargeCard } from '../../../../../shared/domain/issuing/orders/recharge.ts';
import { refundCard } from '../../../../../shared/domain/issuing/orders/refund.ts';
import { inquireBalances } from '../../../../../shared/domain/money/accounts/balance-inquiry.ts';
import {
  type Account,
  cardAccount,
  merchantCardAccount,
  settlementAccount,
} from '../../../../../shared/domain/money/ledger/account.ts';
import { readBalance } from '../../../../../shared/domain/money/ledger/balance.ts';
import { entryWrites } from '../../../../../shared/domain/money/ledger/entry.ts';
import { transfer } from '../../../../../shared/domain/money/ledger/posting.ts';
import { ParameterInvalid } from '../../../../../shared/wire/errors.ts';
import { MAX_MINOR } from '../../../../../shared/wire/money/amount.ts';
import { newRequestNo, onCard, openedCard } from '../../../../support/fixtures/card-steps.ts';
import { fulfilledLater } from '../../../../support/fixtures/test-platform.ts';
import { type ExchangeFixture, openExchangeFixture } from '../exchange/exchange-fixture.ts';

let fixture: ExchangeFixture;
beforeAll(async () => {
  fixture = await openExchangeFixture(fulfilledLater);
});

const account = (currency: string) => merchantCardAccount('801', currency);

/** Books money onto the account, whatever its balance. */
async function credit(to: Account, currency: string, amount: bigint): Promise<void> {
  const postings = transfer([settlementAccount(currency), 'available'], [to, 'available'], amount);
  const entry = { cause: newRequestNo('came'), at: fixture.deps.now(), postings };
  await fixture.deps.store.write(entryWrites(entry, () => new Error('refused')));
}

describe('a balance of more digits than the wire carries', () => {
  it('is capped, and does not hide the other accounts', async () => {
    await credit(account('IRR'), 'IRR', 12_345_678_901_234_567n);
    const { list } = await inquireBalances({}, fixture.own);
    expect(list.find(({ currency }) => currency === 'IRR')).toEqual({
      accountType: 1,
      currency: 'IRR',
      currentBalance: 123_456_789_012_345,
      availableBalance: 123_456_789_012_345,
      frozenBalance: 0,
    });
    expect(list.find(({ currency }) => currency === 'USD')).toMatchObject({ availableBalance: 1_000 });
  });

  it('does not hide its card', async () => {
    const cardId = await openedCard(fixture.own);
    await credit(cardAccount(cardId, 'USD'), 'USD', 10n * MAX_MINOR);
    expect(await inquireCard({ cardId }, fixture.own)).toMatchObject({ balanceAmt: 100_000_000_000_099 });
  });
});

describe('the platform refuses', () => {
  it('a deposit', async () => {
    await credit(account('JPY'), 'JPY', MAX_MINOR - 10n);
    const deposit = (amount: string, reference: string) =>
      merchantCommand(['deposit', '801', '--currency', 'JPY', '--amount', amount, '--reference', reference], {
        ...fixture.operator,
        deps: fixture.deps,
      });
    await expect(deposit('11', 'B801')).rejects.toThrow('more than 15 digits');
    expect(await deposit('10', 'B801')).toContain('booked 10 JPY');
  });

  it('an exchange into it', async () => {
    await expect(fixture.exchange({ buyCurrency: 'JPY' })).rejects.toThrow(ParameterInvalid);
    await expect(fixture.exchange({ buyCurrency: 'JPY' })).rejects.toThrow(
      'sellAmount: would leave more than 15 digits on an account',
    );
  });

  it('a recharge, which fails and returns the money, and a refund likewise', async () => {
    const cardId = await openedCard(fixture.own);
    await credit(cardAccount(cardId, 'USD'), 'USD', MAX_MINOR - 10_000n - 999n);
    const charging = await rechargeCard({ ...onCard(cardId), authLimitAmount: '10' }, fixture.own);
    await fixture.fulfilAll();
    expect(await readOrder(fixture.deps.store, charging.orderId)).toMatchObject({
      status: 'failure',
      failure: 'the balance would have more than 15 digits',
    });
    await credit(account('USD'), 'USD', MAX_MINOR - 100_000n);
    const refunding = await refundCard({ ...onCard(cardId), refundAmount: '1000' }, fixture.own);
    await fixture.fulfilAll();
    expect(await readOrder(fixture.deps.store, refunding.orderId)).toMatchObject({ status: 'failure' });
  });

  it('a refund of a card that was closed meanwhile, whose money is on the account nevertheless', async () => {
    const { deps } = fixture;
    const cardId = await openedCard(fixture.own, { authLimitAmount: '100' });
    const { orderId } = await refundCard({ ...onCard(cardId), refundAmount: '10' }, fixture.own);
    const closing = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, fixture.own);
    await fulfilOrder(deps, closing.orderId);
    const { available } = await readBalance(deps.store, account('USD'));
    await credit(account('USD'), 'USD', MAX_MINOR - available);
    expect(await fulfilOrder(deps, orderId)).toMatchObject({
      status: 'failure',
      failure: 'the balance would have more than 15 digits',
    });
    expect(await readBalance(deps.store, account('USD'))).toMatchObject({
      available: MAX_MINOR + 1_000n,
    });
    expect(await readBalance(deps.store, cardAccount(cardId, 'USD'))).toMatchObject({
      available: 0n,
      frozen: 0n,
    });
  });
});
