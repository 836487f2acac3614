import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NETWORK_COMMANDS } from '../../infra/demo/network-simulator/commands.ts';
import type { CaseContext } from '../support/cases/case.ts';
import { assignedCard } from '../support/cases/pcc.ts';
import { auditDifferences, sharedDeployment } from '../support/clouds/deployment.ts';
import { openCard } from '../support/fixtures/cards-over-http.ts';
import { type CliWorld, openCliWorld, runCommandLine } from '../support/fixtures/cli.ts';
import type { TestMerchant } from '../support/fixtures/merchant.ts';

const deployment = sharedDeployment();
let world: CliWorld;
let merchant: TestMerchant;
let context: CaseContext;

const trigger = (line: string) =>
  runCommandLine(['trigger', ...line.split(' ')], { env: { ISSUARY_DATA: world.dataDir } });
/** Runs the command. Returns its output. */
async function type(line: string): Promise<string> {
  const { exitCode, out, err } = await trigger(line);
  if (exitCode !== 0) throw new Error(err);
  return out;
}
const recordIn = (line: string): string => /record (\d+)$/.exec(line)?.[1] ?? '';
const balance = async (cardId: string) => (await merchant.client.call('cardInfo', { cardId })).balanceAmt;
const received = (recordNo: string, transCategory = 1) =>
  merchant.awaitNotification(
    'card_transaction',
    (content) => content.recordNo === recordNo && content.transCategory === transCategory,
  );

beforeAll(async () => {
  world = await openCliWorld(deployment);
  ({ merchant } = world);
  context = { deployment, merchant, otherMerchant: merchant, upstream: world.upstream };
});
afterAll(async () => {
  await world.close();
  deployment.operator.close();
});

describe('issuary trigger', () => {
  it('uses an active card where none is named, and opens one where there is none', async () => {
    await type('refund --amount 1');
    const cards = await merchant.client.call('cardPage', {});
    expect(cards.totalCount).toBe(1);
    const cardId = String(cards.list[0]?.cardId);
    const before = await balance(cardId);
    expect(await type('authorize --amount 3')).toMatch(/^approved/);
    expect(await balance(cardId)).toBe(before - 3);
    expect((await merchant.client.call('cardPage', {})).totalCount).toBe(1);
    await type('authorize --amount 98');
    expect(await balance(cardId)).toBe(0);
    expect(await type('authorize --amount 3')).toMatch(/^approved/);
    expect((await merchant.client.call('cardPage', {})).totalCount).toBe(2);
  });

  it('sends increments, and reverses a clearing', async () => {
    const cardId = await openCard(merchant);
    const record = recordIn(await type(`authorize --card ${cardId} --amount 30`));
    expect(await type(`authorize --of ${record} --amount 12`)).toMatch(/^approved/);
    expect(await balance(cardId)).toBe(58);
    await type(`clear --record ${record} --amount 42`);
    expect(await type(`reverse --record ${record} --settled --amount 40`)).toContain('reversed 40 USD');
    await merchant.awaitNotification(
      'card_transaction',
      (content) => content.originRecordNo === record && content.transType === '2',
    );
    expect(await balance(cardId)).toBe(98);
  });

  it('walks a purchase from its authorization to its refund, with a fee', async () => {
    const cardId = await openCard(merchant);
    const approved = await type(`authorize --card ${cardId} --amount 30`);
    expect(approved).toMatch(/^approved, code [0-9A-Z]{6}, record \d+$/);
    const record = recordIn(approved);
    expect(await balance(cardId)).toBe(70);
    await type(`clear --record ${record} --amount 10 --partial`);
    await type(`reverse --record ${record} --amount 5`);
    expect(await balance(cardId)).toBe(75);
    expect(await type(`clear --record ${record}`)).toContain('cleared 15 USD');
    expect(await received(record, 2)).toMatchObject({ settleAmount: 15 });
    expect(await balance(cardId)).toBe(75);
    await received(recordIn(await type(`refund --record ${record} --amount 4`)), 2);
    await received(recordIn(await type(`refund --card ${cardId} --amount 1`)), 2);
    expect(await balance(cardId)).toBe(80);
    await type(`fee --record ${record} --amount 0.3`);
    const fee = await merchant.awaitNotification('trade_fee', (content) => content.recordNo === record);
    expect(fee).toMatchObject({ opType: 99, realFee: '0.3', userNo: merchant.userNo });
  });

  it('sends a purchase that is declined, and accepts a card by its number', async () => {
    const cardId = await openCard(merchant);
    const { cardNo, cardExpiryDate } = await merchant.client.call('cardInfo', { cardId });
    const declined = await type(`authorize --number ${cardNo} --expiry ${cardExpiryDate} --amount 101`);
    expect(declined).toMatch(/^declined with 200002 \(.+\), record \d+$/);
    expect(declined).not.toContain(cardNo);
  });

  it('sends a one-time password', async () => {
    const cardId = await openCard(merchant);
    await type(`otp --card ${cardId} --otp 314159`);
    const purchase = await merchant.awaitNotification('card_3ds_otp', (content) => content.cardId === cardId);
    expect(purchase).toMatchObject({ otp: '314159', transactionAmount: '20' });
  });

  it('pays an acquiring order, or one that it opens itself', async () => {
    const order = await merchant.client.call('dptAcquire', { currency: 'USDC', network: 'ERC20', amount: 7 });
    expect(await type(`deposit --order ${order.orderNo}`)).toContain('paid 7 USDC');
    expect(await type('deposit --amount 3')).toContain('paid 3 USDT');
    const bill = await merchant.awaitNotification(
      'dpt_payment_bill',
      (content) => content.orderNo === order.orderNo,
    );
    expect(bill).toMatchObject({ paymentAmount: 7, toAddress: order.address });
  });

  it('activates a physical card as its bureau', async () => {
    const cardId = await assignedCard(context);
    await type(`activation-code --card ${cardId} --code 27182818`);
    await merchant.awaitNotification('card_activation_code', (content) => content.cardId === cardId);
    await type(`activation-status --card ${cardId} --fail`);
    await type(`activation-status --card ${cardId}`);
    const status = await merchant.awaitNotification(
      'card_activation_status',
      (content) => String(content.cardId) === cardId && content.staus === 1,
    );
    expect(status.status).toBe(1);
    expect((await merchant.client.call('cardPage', {})).list[0]).toMatchObject({ cardStatus: '1' });
  });

  it.each([
    ['dance', 2, "unknown command 'dance'"],
    ['clear', 1, '--record is required'],
    ['clear --record 1000000000000001', 1, 'there is no transaction 1000000000000001'],
    ['deposit --amount much', 1, '--amount must be an amount'],
    ['decline --code 123456', 1, '--code must be one of 100001, 200001'],
    ['authorize --colour red', 2, "unknown option '--colour'"],
    ['clear --card 1', 2, "unknown option '--card'"],
    ['clear 1000000000000001', 2, 'too many arguments'],
    ['activation-code', 1, 'no physical card awaits its activation'],
  ])('%s is refused with exit code %i and one sentence', async (line, expectedCode, sentence) => {
    const { exitCode, out, err } = await trigger(line);
    expect({ exitCode, out }).toEqual({ exitCode: expectedCode, out: '' });
    expect(err).toContain(sentence);
  });

  it('reports a decline with each response code', async () => {
    const cardId = await openCard(merchant);
    for (const code of ['300001', '400008', '999999']) {
      const said = await type(`decline --card ${cardId} --code ${code}`);
      expect(said).toContain(`declined with ${code}`);
      expect(await received(recordIn(said))).toMatchObject({ respCode: code, transStatus: '2' });
    }
    expect(await balance(cardId)).toBe(100);
  });

  it('sends other values for fields, and prints what happened as JSON', async () => {
    const cardId = await openCard(merchant);
    const said = await type(`authorize --card ${cardId} --override merchantName=Night-Bus --json`);
    const { approved, recordNo } = JSON.parse(said) as { approved: number; recordNo: string };
    expect(approved).toBe(1);
    expect(await received(recordNo)).toMatchObject({ merchantName: 'Night-Bus' });
  });

  it('prints the help of every event on one screen', async () => {
    const overview = await type('--help');
    for (const event of Object.keys(NETWORK_COMMANDS)) {
      expect(overview).toContain(event);
      expect((await type(`${event} --help`)).split('\n').length).toBeLessThan(40);
    }
    expect(await type('clear --help')).toContain('--partial');
    expect(await type('clear --help')).not.toContain('--otp');
  });

  it('leaves clean books', async () => {
    expect(await auditDifferences(deployment, merchant.userNo)).toEqual([]);
  });
});
