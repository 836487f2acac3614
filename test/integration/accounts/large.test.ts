import { beforeAll, describe, expect, it } from 'vitest';
import { merchantCommand } from '../../../infra/ops/merchant.ts';
import { inquireCard } from '../../../shared/cards/card-inquiry.ts';
import { ParameterInvalid } from '../../../shared/contract/errors.ts';
import { queryBalances } from '../../../shared/ledger/account-balance.ts';
import {
  type Account,
  cardAccount,
  merchantCardAccount,
  settlementAccount,
} from '../../../shared/ledger/accounts.ts';
import { readBalance } from '../../../shared/ledger/balance.ts';
import { entryWrites, transfer } from '../../../shared/ledger/entry.ts';
import { MAX_MINOR } from '../../../shared/money/amount.ts';
import { fulfilOrder } from '../../../shared/orders/fulfil.ts';
import { cancelCard } from '../../../shared/orders/kinds/card-cancellation.ts';
import { rechargeCard } from '../../../shared/orders/kinds/recharge.ts';
import { refundCard } from '../../../shared/orders/kinds/refund.ts';
import { readOrder } from '../../../shared/orders/order.ts';
import { newNumber, onCard, openedCard } from '../../support/card-steps.ts';
import { type AccountWorld, openAccountWorld } from './world.ts';

let world: AccountWorld;
beforeAll(async () => {
  world = await openAccountWorld();
});

const account = (currency: string) => merchantCardAccount('801', currency);

/** Money that nobody could refuse. */
async function come(to: Account, currency: string, amount: bigint): Promise<void> {
  const postings = transfer([settlementAccount(currency), 'available'], [to, 'available'], amount);
  const entry = { cause: newNumber('came'), at: world.platform.now(), postings };
  await world.platform.store.write(entryWrites(entry, () => new Error('refused')));
}

describe('a balance of more digits than the wire carries', () => {
  it('hides no other account, and is told as far as it goes', async () => {
    await come(account('IRR'), 'IRR', 12_345_678_901_234_567n);
    const { list } = await queryBalances({}, world.own);
    expect(list.find(({ currency }) => currency === 'IRR')).toEqual({
      accountType: 1,
      currency: 'IRR',
      currentBalance: 123_456_789_012_345,
      availableBalance: 123_456_789_012_345,
      frozenBalance: 0,
    });
    expect(list.find(({ currency }) => currency === 'USD')).toMatchObject({ availableBalance: 1_000 });
  });

  it('hides no card either', async () => {
    const cardId = await openedCard(world.own);
    await come(cardAccount(cardId, 'USD'), 'USD', 10n * MAX_MINOR);
    expect(await inquireCard({ cardId }, world.own)).toMatchObject({ balanceAmt: 100_000_000_000_099 });
  });
});

describe('what would lead to one is refused', () => {
  it('a deposit', async () => {
    await come(account('JPY'), 'JPY', MAX_MINOR - 10n);
    const deposit = (amount: string, reference: string) =>
      merchantCommand(['deposit', '801', '--currency', 'JPY', '--amount', amount, '--reference', reference], {
        ...world.operator,
        platform: world.platform,
      });
    await expect(deposit('11', 'B801')).rejects.toThrow('more than 15 digits');
    expect(await deposit('10', 'B801')).toContain('booked 10 JPY');
  });

  it('an exchange into it', async () => {
    await expect(world.exchange({ buyCurrency: 'JPY' })).rejects.toThrow(ParameterInvalid);
    await expect(world.exchange({ buyCurrency: 'JPY' })).rejects.toThrow(
      'sellAmount: leaves more than 15 digits on an account',
    );
  });

  it('a recharge, which fails and gives the money back, and so does a refund', async () => {
    const cardId = await openedCard(world.own);
    await come(cardAccount(cardId, 'USD'), 'USD', MAX_MINOR - 10_000n - 999n);
    const charging = await rechargeCard({ ...onCard(cardId), authLimitAmount: '10' }, world.own);
    await world.fulfilAll();
    expect(await readOrder(world.platform.store, charging.orderId)).toMatchObject({
      status: 'failure',
      failure: 'the balance would have more than 15 digits',
    });
    await come(account('USD'), 'USD', MAX_MINOR - 100_000n);
    const refunding = await refundCard({ ...onCard(cardId), refundAmount: '1000' }, world.own);
    await world.fulfilAll();
    expect(await readOrder(world.platform.store, refunding.orderId)).toMatchObject({ status: 'failure' });
  });

  it('not a refund from a card that was closed meanwhile: it fails, and its money is on the account for all that', async () => {
    const { platform } = world;
    const cardId = await openedCard(world.own, { authLimitAmount: '100' });
    const { orderId } = await refundCard({ ...onCard(cardId), refundAmount: '10' }, world.own);
    const closing = await cancelCard({ userReqNo: newNumber('close'), cardId }, world.own);
    await fulfilOrder(platform, closing.orderId);
    const { available } = await readBalance(platform.store, account('USD'));
    await come(account('USD'), 'USD', MAX_MINOR - available);
    expect(await fulfilOrder(platform, orderId)).toMatchObject({
      status: 'failure',
      failure: 'the balance would have more than 15 digits',
    });
    expect(await readBalance(platform.store, account('USD'))).toMatchObject({
      available: MAX_MINOR + 1_000n,
    });
    expect(await readBalance(platform.store, cardAccount(cardId, 'USD'))).toMatchObject({
      available: 0n,
      frozen: 0n,
    });
  });
});
