import { beforeAll, expect, it } from 'vitest';
import { merchantCommand } from '../../../../infra/cli/merchant.ts';
import { paymentsCommand } from '../../../../infra/cli/payments.ts';
import { suspenseCommand } from '../../../../infra/cli/suspense.ts';
import { transactionsCommand } from '../../../../infra/cli/transactions.ts';
import { upstreamCommand } from '../../../../infra/cli/upstream.ts';
import { acquire } from '../../../../shared/domain/dpt/acquire.ts';
import { handlePaymentBill } from '../../../../shared/domain/dpt/payment-bill-webhook.ts';
import { listSender } from '../../../../shared/domain/dpt/sender-screening.ts';
import { newRequestNo } from '../../../support/fixtures/card-steps.ts';
import { openCoinNetworks, paymentBill } from '../../../support/fixtures/dpt.ts';
import { saveMerchant } from '../../../support/fixtures/save-parties.ts';
import { openTestPlatform, type TestPlatform } from '../../../support/fixtures/test-platform.ts';
import { sentTransaction } from '../../../support/fixtures/transactions.ts';
import {
  clearing,
  type InboxFixture,
  openInboxFixture,
  UNKNOWN_CARD_ID,
} from '../../domain/inbox/inbox-fixture.ts';
import { openWebhookUpstream } from '../../lambda/webhook-fixture.ts';

/** Clears the screen, reverses the writing direction and begins a line of its own. */
const HOSTILE = '\u001b[2J\u202e\n90000009  enabled  \u009b31mTrustworthy';

let fixture: InboxFixture;
let operator: InboxFixture['operator'];
let elsewhere: TestPlatform;
let recordNo = '';

beforeAll(async () => {
  fixture = await openInboxFixture();
  operator = { ...fixture.operator, deps: fixture.deps };
  const { store } = fixture.deps;
  await saveMerchant(store, { ...fixture.own.merchant, name: HOSTILE });
  elsewhere = await openTestPlatform();
  await openWebhookUpstream(elsewhere, '91', { name: HOSTILE });
  const content = sentTransaction(await fixture.card(), { merchantName: HOSTILE });
  ({ recordNo } = content);
  await fixture.receive('card_transaction', content);
  await fixture.receive('card_transaction', clearing(UNKNOWN_CARD_ID, { merchantName: HOSTILE }));
  await openCoinNetworks(store);
  const order = await acquire(
    { userReqNo: newRequestNo('paid'), currency: 'USDT', network: 'TRC20' },
    fixture.own,
  );
  const bill = paymentBill(order, '5');
  const listedAt = fixture.deps.now();
  await listSender(store, { network: 'TRC20', address: bill.fromAddress, reason: HOSTILE, listedAt });
  await handlePaymentBill(bill, fixture.upstreamCall);
});

it.each<[string, () => Promise<string>]>([
  ['the list of merchants', () => merchantCommand(['list'], operator)],
  ['the list of upstreams', async () => upstreamCommand(['list'], elsewhere.operator)],
  ['a transaction', () => transactionsCommand(['show', recordNo], operator)],
  [
    'a message of an upstream',
    async () => {
      const [message] = (await fixture.messages()).filter(({ status }) => status === 'suspended');
      return suspenseCommand(['show', message?.messageKey ?? ''], operator);
    },
  ],
  ['the payments that wait', () => paymentsCommand(['list'], operator)],
])('%s escapes control characters in texts of others', async (_, run) => {
  const text = await run();
  expect(text).toContain('Trustworthy');
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(text).not.toMatch(/^ *90000009/m);
});
