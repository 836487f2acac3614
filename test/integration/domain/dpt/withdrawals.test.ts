import { beforeAll, describe, expect, it } from 'vitest';
import { DEMO_WALLETS } from '../../../../infra/demo/seed/wallets.ts';
import { dptOrderOf, heldByWithdrawal, type Withdrawal } from '../../../../shared/domain/dpt/dpt-order.ts';
import { settleWithdrawal } from '../../../../shared/domain/dpt/settle-withdrawal.ts';
import { saveWallet, type Wallet } from '../../../../shared/domain/dpt/wallet.ts';
import { withdraw } from '../../../../shared/domain/dpt/withdraw.ts';
import {
  AccountBalanceInsufficient,
  FeeRuleMissing,
  NothingFound,
  ParameterInvalid,
  ProductNotEnabled,
  RequestNumberReused,
  StatusNotSuitable,
  TransferConfirmedAnother,
} from '../../../../shared/wire/errors.ts';
import { newRequestNo } from '../../../support/fixtures/card-steps.ts';
import { newTxId, paymentBill } from '../../../support/fixtures/dpt.ts';
import { type DptFixture, openDptFixture } from './dpt-fixture.ts';

const TRON = 'TBXSw8fM4jpQkGc6zZjsVABFpVN7UvXPdV';
const ETHEREUM = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';

let fixture: DptFixture;
beforeAll(async () => {
  fixture = await openDptFixture();
  await fixture.deposit('1000');
});

const request = (changes: object = {}) => ({
  userReqNo: newRequestNo('withdraw'),
  currency: 'USDT' as const,
  network: 'TRC20' as const,
  address: TRON,
  amount: '10',
  ...changes,
});
const claimed = (changes: object = {}) => withdraw(request(changes), fixture.own);
const confirmation = (orderNo: string, changes: object = {}) =>
  paymentBill({ orderNo, address: TRON }, '10', changes);
const fail = async (orderNo: string, failure = 'the network is down') =>
  settleWithdrawal(fixture.deps, (await dptOrderOf(fixture.deps.store, orderNo)) as Withdrawal, {
    status: 'failure',
    failure,
  });

/** Returns by how much a step changes the account, in minor units. */
async function change(step: () => Promise<unknown>) {
  const before = await fixture.balance();
  await step();
  const after = await fixture.balance();
  return { available: after.available - before.available, frozen: after.frozen - before.frozen };
}
const noAddressOf = (network: string) => new ParameterInvalid('address', `must be an address of ${network}`);
const nothing = { available: 0n, frozen: 0n };

describe('Digital Withdraw', () => {
  it('freezes amount and fee', async () => {
    const requested = request({ amount: '10.5' });
    let answer: object = {};
    const moved = await change(async () => {
      answer = await withdraw(requested, fixture.own);
    });
    expect(answer).toEqual({
      orderNo: expect.stringMatching(/^\d{16}$/),
      userReqNo: requested.userReqNo,
      currency: 'USDT',
      amount: 10.5,
      fee: 1,
      status: 0,
    });
    expect(moved).toEqual({ available: -11_500_000n, frozen: 11_500_000n });
  });

  it.each([
    ['the contract of a coin', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t'],
    ['the same contract in hex', '41a614f803b6fd780986a42c78ec9c7f77e6ded13c'],
    ['the contract of the other coin', 'TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8'],
  ])('is refused to %s', async (_, address) => {
    const refusal = new ParameterInvalid('address', 'is the contract of a coin: what is sent there is lost');
    expect(await change(() => expect(claimed({ address })).rejects.toThrow(refusal))).toEqual(nothing);
  });

  it('is refused to a deposit address of this platform, on any network of the same address format', async () => {
    const other = await openDptFixture();
    await saveWallet(other.deps.store, { ...DEMO_WALLETS[1], network: 'BEP20' } as Wallet);
    const own = await other.order();
    const hex = await other.order({ network: 'ERC20' });
    for (const [network, address] of [
      ['TRC20', own.address],
      ['ERC20', hex.address.toLowerCase()],
      ['BEP20', hex.address],
    ]) {
      const requested = request({ network, address });
      const refusal = new ParameterInvalid('address', 'is a deposit address of this platform');
      await expect(withdraw(requested, other.own)).rejects.toThrow(refusal);
    }
  });

  it('accepts an address in hex', async () => {
    await expect(claimed({ address: `41${'1'.repeat(40)}` })).resolves.toMatchObject({ status: 0 });
  });

  it('is booked once for concurrent repeats, and refused with other content', async () => {
    const requested = request();
    const many = () => Promise.all(Array.from({ length: 6 }, () => withdraw(requested, fixture.own)));
    expect(await change(many)).toEqual({ available: -11_000_000n, frozen: 11_000_000n });
    await expect(withdraw({ ...requested, amount: '11' }, fixture.own)).rejects.toThrow(RequestNumberReused);
  });

  it('never overdraws the account, even under concurrency', async () => {
    const { available } = await fixture.balance();
    const half = String(Number(available / 2n) / 1e6 - 1);
    const results = await Promise.allSettled([1, 2, 3, 4].map(() => claimed({ amount: half })));
    const refused = results.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(refused).toHaveLength(2);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(AccountBalanceInsufficient);
    for (const result of results) if (result.status === 'fulfilled') await fail(result.value.orderNo);
    expect(await fixture.balance()).toMatchObject({ available });
  });

  it('returns the address in the spelling of its network', async () => {
    const { orderNo } = await claimed({ network: 'ERC20', address: ETHEREUM.toLowerCase() });
    expect(await fixture.inquire(orderNo)).toMatchObject({ address: ETHEREUM, network: 'ERC20' });
  });

  it.each([
    ['an address of another network', { address: ETHEREUM }, noAddressOf('TRC20')],
    [
      'an address with a wrong checksum',
      { network: 'ERC20', address: ETHEREUM.replace('aA', 'Aa') },
      noAddressOf('ERC20'),
    ],
    ['the zero address', { address: 'T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb' }, noAddressOf('TRC20')],
    [
      'more decimals than the coin has',
      { amount: '0.0000001' },
      new ParameterInvalid('amount', 'USDT has 6 decimals'),
    ],
    ['a network without a wallet', { network: 'BEP20', address: ETHEREUM }, ProductNotEnabled],
    ['more than the balance', { amount: '100000' }, AccountBalanceInsufficient],
    ['a coin that the merchant does not hold', { currency: 'USDC' }, AccountBalanceInsufficient],
  ])('is refused for %s', async (_, changes, error) => {
    expect(await change(() => expect(claimed(changes)).rejects.toThrow(error))).toEqual(nothing);
  });

  it('is refused when the balance covers the amount but not its fee', async () => {
    const { available } = await fixture.balance();
    const all = String(Number(available) / 1e6);
    await expect(claimed({ amount: all })).rejects.toThrow(AccountBalanceInsufficient);
  });

  it('is refused for a merchant without a fee rule for the coin', async () => {
    const { fees, ...merchant } = fixture.own.merchant;
    for (const rules of [{}, fees && { fees: { ...fees, withdrawal: { USDC: 1 } } }]) {
      const call = { ...fixture.own, merchant: { ...merchant, ...rules } };
      await expect(withdraw(request(), call)).rejects.toThrow(FeeRuleMissing);
    }
  });
});

describe('a withdrawal', () => {
  it('is confirmed once by the chain watcher: coins leave, the fee is earned, no notification is sent', async () => {
    const { orderNo } = await claimed();
    const bill = confirmation(orderNo);
    expect(await change(() => fixture.sendBill(bill))).toEqual({ available: 0n, frozen: -11_000_000n });
    expect(await change(() => fixture.sendBill(bill))).toEqual(nothing);
    const { entries, notifications } = await fixture.snapshot();
    expect(entries.find(({ cause }) => cause === `withdrawal/${orderNo}/settled`)?.postings).toEqual([
      { account: 'merchant/701:dpt/USDT', side: 'frozen', amount: -10_000_000n },
      { account: 'platform:custody/USDT', side: 'available', amount: 10_000_000n },
      { account: 'merchant/701:dpt/USDT', side: 'frozen', amount: -1_000_000n },
      { account: 'platform:fees/USDT', side: 'available', amount: 1_000_000n },
    ]);
    expect(notifications.filter(({ content }) => content.includes(orderNo))).toEqual([]);
    expect(await fixture.inquire(orderNo)).toMatchObject({
      status: 1,
      statusDesc: 'success',
      fee: 1,
      txIds: [bill.txId],
    });
  });

  it('is confirmed only once its transaction is final', async () => {
    const { orderNo } = await claimed();
    const early = confirmation(orderNo, { confirmations: 1 });
    expect(await change(() => fixture.sendBill(early))).toEqual(nothing);
    const final = () => fixture.sendBill({ ...early, confirmations: 20 });
    expect(await change(final)).toEqual({ available: 0n, frozen: -11_000_000n });
    await expect(fixture.sendBill({ ...early, removed: 1 })).rejects.toThrow(
      new ParameterInvalid('removed', 'is for payments to an acquiring order'),
    );
  });

  it('that fails returns amount and fee once', async () => {
    const { orderNo } = await claimed();
    const back = { available: 11_000_000n, frozen: -11_000_000n };
    expect(await change(() => Promise.all([fail(orderNo), fail(orderNo)]))).toEqual(back);
    expect(await fixture.inquire(orderNo)).toMatchObject({
      status: 2,
      statusDesc: 'the network is down',
      txIds: [],
    });
  });

  it('becomes final once: it neither fails after its confirmation nor is confirmed after its failure', async () => {
    const [confirmed, failed] = [await claimed(), await claimed()];
    await fixture.sendBill(confirmation(confirmed.orderNo));
    await fail(failed.orderNo);
    const refused = async () => {
      await expect(fail(confirmed.orderNo)).rejects.toThrow(StatusNotSuitable);
      await expect(fixture.sendBill(confirmation(failed.orderNo))).rejects.toThrow(StatusNotSuitable);
      await expect(fail(failed.orderNo, 'another reason')).rejects.toThrow(StatusNotSuitable);
      const again = confirmation(confirmed.orderNo, { txId: newTxId() });
      await expect(fixture.sendBill(again)).rejects.toThrow(StatusNotSuitable);
    };
    expect(await change(refused)).toEqual(nothing);
  });

  it('becomes final once when confirmation and failure are concurrent', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { orderNo } = await claimed();
      const both = await Promise.allSettled([fixture.sendBill(confirmation(orderNo)), fail(orderNo)]);
      expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    }
  });

  const both = async () => [(await claimed()).orderNo, (await claimed()).orderNo] as const;

  it.each<[string, { logIndex?: number }, { logIndex?: number }]>([
    ['by its log index', { logIndex: 3 }, { logIndex: 3 }],
    ['without a log index, as the only one of its transaction', {}, {}],
    ['first without a log index', {}, { logIndex: 3 }],
    ['then without a log index', { logIndex: 3 }, {}],
  ])('is not confirmed by a transfer that confirmed another one, %s', async (_, first, second) => {
    const [one, other] = await both();
    const txId = newTxId();
    await fixture.sendBill(confirmation(one, { txId, ...first }));
    const again = () =>
      expect(fixture.sendBill(confirmation(other, { txId, ...second }))).rejects.toThrow(
        TransferConfirmedAnother,
      );
    expect(await change(again)).toEqual(nothing);
    expect(await fixture.inquire(other)).toMatchObject({ status: 0, txIds: [] });
    await fail(other);
  });

  it('and another one are confirmed by two transfers of one transaction', async () => {
    const [one, other] = await both();
    const txId = newTxId();
    await fixture.sendBill(confirmation(one, { txId, logIndex: 3 }));
    await fixture.sendBill(confirmation(other, { txId, logIndex: 4 }));
    for (const orderNo of [one, other])
      expect(await fixture.inquire(orderNo)).toMatchObject({ status: 1, txIds: [txId] });
  });

  it('is one of two that a concurrently reported transfer confirms', async () => {
    const orders = await both();
    const txId = newTxId();
    const received = await Promise.allSettled(
      orders.map((orderNo) => fixture.sendBill(confirmation(orderNo, { txId, logIndex: 3 }))),
    );
    expect(received.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    for (const [index, { status }] of received.entries())
      if (status === 'rejected') await fail(orders[index] ?? '');
  });

  it('accepts repeats of its transfer with and without a log index', async () => {
    const { orderNo } = await claimed();
    const bill = confirmation(orderNo, { logIndex: 3 });
    const { logIndex: _, ...without } = bill;
    await fixture.sendBill(bill);
    const repeated = async () => {
      await fixture.sendBill(bill);
      await fixture.sendBill(without);
      await expect(fixture.sendBill({ ...bill, logIndex: 4 })).rejects.toThrow(StatusNotSuitable);
    };
    expect(await change(repeated)).toEqual(nothing);
  });

  it.each([
    [
      'another amount',
      { paymentAmount: '9.999999', factAmount: '9.999999' },
      new ParameterInvalid('paymentAmount', 'must be the amount of the withdrawal'),
    ],
    [
      'more than the books can carry',
      { paymentAmount: '1000000000' },
      new ParameterInvalid('paymentAmount', 'has more than 15 digits'),
    ],
    ['another address', { toAddress: 'TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8' }, NothingFound],
    ['an unknown order', { orderNo: '1234567890123456' }, NothingFound],
  ])('is not confirmed by %s', async (_, changes, error) => {
    const { orderNo } = await claimed();
    expect(
      await change(() => expect(fixture.sendBill(confirmation(orderNo, changes))).rejects.toThrow(error)),
    ).toEqual(nothing);
  });

  it('holds amount and fee as long as it is in process', async () => {
    const before = await held();
    const { orderNo } = await claimed();
    expect(await held()).toBe(before + 11_000_000n);
    await fixture.sendBill(confirmation(orderNo));
    expect(await held()).toBe(before);
    expect((await fixture.balance()).frozen).toBe(before);
  });
});

/** Returns the sum that the dpt table records as frozen. */
async function held(): Promise<bigint> {
  const items = await fixture.operator.scan('dpt');
  return items.reduce((sum, item) => sum + (heldByWithdrawal(item)?.amount ?? 0n), 0n);
}
