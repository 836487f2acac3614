import { beforeAll, expect, it } from 'vitest';
import { merchantCommand } from '../../../infra/ops/merchant.ts';
import { paymentsCommand } from '../../../infra/ops/payments.ts';
import { suspenseCommand } from '../../../infra/ops/suspense.ts';
import { transactionsCommand } from '../../../infra/ops/transactions.ts';
import { upstreamCommand } from '../../../infra/ops/upstream.ts';
import { acquire } from '../../../shared/dpt/acquire.ts';
import { applyPaymentBill } from '../../../shared/dpt/payment.ts';
import { listSender } from '../../../shared/dpt/screening.ts';
import { newNumber } from '../../support/card-steps.ts';
import { openNetworks, paymentBill } from '../../support/dpt.ts';
import { saveMerchant } from '../../support/records.ts';
import { openTestPlatform, type TestPlatform } from '../../support/test-platform.ts';
import { sentTransaction } from '../../support/transactions.ts';
import { openDoorUpstream } from '../doors/door.ts';
import { clearing, type InboxWorld, NOBODY, openInboxWorld } from '../inbox/inbox-fixture.ts';

/** Clears the screen, turns the direction of writing and begins a line of its own. */
const HOSTILE = '\u001b[2J\u202e\n90000009  enabled  \u009b31mTrustworthy';

let world: InboxWorld;
let operator: InboxWorld['operator'];
let elsewhere: TestPlatform;
let recordNo = '';

beforeAll(async () => {
  world = await openInboxWorld();
  operator = { ...world.operator, platform: world.platform };
  const { store } = world.platform;
  await saveMerchant(store, { ...world.own.merchant, name: HOSTILE });
  elsewhere = await openTestPlatform();
  await openDoorUpstream(elsewhere, '91', { name: HOSTILE });
  const content = sentTransaction(await world.card(), { merchantName: HOSTILE });
  ({ recordNo } = content);
  await world.receive('card_transaction', content);
  await world.receive('card_transaction', clearing(NOBODY, { merchantName: HOSTILE }));
  await openNetworks(store);
  const order = await acquire(
    { userReqNo: newNumber('paid'), currency: 'USDT', network: 'TRC20' },
    world.own,
  );
  const bill = paymentBill(order, '5');
  const listedAt = world.platform.now();
  await listSender(store, { network: 'TRC20', address: bill.fromAddress, reason: HOSTILE, listedAt });
  await applyPaymentBill(bill, world.told);
});

it.each<[string, () => Promise<string>]>([
  ['the list of merchants', () => merchantCommand(['list'], operator)],
  ['the list of upstreams', async () => upstreamCommand(['list'], elsewhere.operator)],
  ['a transaction', () => transactionsCommand(['show', recordNo], operator)],
  [
    'a message of an upstream',
    async () => {
      const [message] = (await world.messages()).filter(({ status }) => status === 'suspended');
      return suspenseCommand(['show', message?.messageKey ?? ''], operator);
    },
  ],
  ['the payments that wait', () => paymentsCommand(['list'], operator)],
])('%s shows what others wrote, and obeys nothing of it', async (_, run) => {
  const text = await run();
  expect(text).toContain('Trustworthy');
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(text).not.toMatch(/^ *90000009/m);
});
