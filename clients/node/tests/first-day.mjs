// A merchant's first day, with the installed package alone. clients/sdks.ts lists the variables.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Issuary, NothingFound, ParametersInvalid } from 'issuary';

const { env } = process;
const issuary = new Issuary({
  userNo: env.ISSUARY_USER_NO,
  privateKey: readFileSync(env.ISSUARY_MERCHANT_KEY),
  platformKey: readFileSync(env.ISSUARY_PLATFORM_KEY),
  baseUrl: env.ISSUARY_API,
});

const received = new Map();
const waiting = new Set();
const receiver = createServer(
  issuary.webhooks.node((event) => {
    received.set(event.id, event);
    for (const check of waiting) check();
  }),
);
await new Promise((resolve) => receiver.listen(Number(env.ISSUARY_RECEIVER_PORT), '127.0.0.1', resolve));

/** Resolves with the first notification that matches; fails after a minute. */
const notified = (type, matches) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${type} arrived`)), 60_000);
    const check = () => {
      const event = [...received.values()].find((each) => each.type === type && matches(each.content));
      if (!event) return;
      clearTimeout(timer);
      waiting.delete(check);
      resolve(event);
    };
    waiting.add(check);
    check();
  });

const balance = async () => {
  const { list } = await issuary.accounts.balance({ accountType: 1, currency: 'USD' });
  return Math.round(list[0].availableBalance * 100);
};
/** A day from now in the platform's zone. */
const inDays = (days) => new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
const purchase = (cardId, amount) => {
  const args = ['run', '-s', 'network', '--', 'authorize', '--card', cardId, '--amount', String(amount)];
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: env.ISSUARY_PROJECT, encoding: 'utf8' });
  assert.equal(status, 0, `${stdout}${stderr}`);
};

const before = await balance();
const bins = await issuary.bins.list({ cardType: 1 });
const bin = bins.list.find((row) => row.currency === 'USD' && row.cardForm === 1 && row.needCardholder === 0);
const opening = await issuary.cards.apply({
  binRangeId: bin.binRangeId,
  localCurrency: 'USD',
  authLimitAmount: 100,
  startDate: inDays(0),
  endDate: inDays(365),
  enableCurrencyCheck: 0,
});
const opened = await notified('card_operate', ({ orderId }) => orderId === opening.orderId);
assert.equal(opened.content.status, 1);
assert.ok(opened.timestamp instanceof Date && opened.attempt >= 1);
const { cardId } = await issuary.orders.wait(opening);
assert.equal(opened.content.cardId, cardId);
const order = await issuary.orders.wait(opening.userReqNo);
assert.equal(order.orderId, opening.orderId);

const recharge = await issuary.orders.wait(await issuary.cards.recharge({ cardId, authLimitAmount: 50 }));
assert.equal((await issuary.cards.get({ cardId })).balanceAmt, 150);

purchase(cardId, 20);
const approved = await notified(
  'card_transaction',
  (each) => each.cardId === cardId && each.transStatus === '1',
);
purchase(cardId, 5_000);
const declined = await notified(
  'card_transaction',
  (each) => each.cardId === cardId && each.transStatus === '2',
);
assert.equal(declined.content.respCode, '200002');

const transactions = [];
for await (const row of issuary.transactions.list({ cardId, pageSize: 1 })) transactions.push(row.recordNo);
assert.deepEqual(transactions, [declined.content.recordNo, approved.content.recordNo]);
assert.ok((await issuary.cards.list({ status: '1' })).list.some((card) => card.cardId === cardId));

await issuary.orders.wait(await issuary.cards.refund({ cardId, refundAmount: 30 }));
assert.equal((await issuary.cards.get({ cardId })).balanceAmt, 100);
const spent = 120 + opened.content.fee + recharge.fee;
assert.equal(await balance(), before - Math.round(spent * 100));

await assert.rejects(issuary.cards.get({ cardId: '1' }), NothingFound);
await assert.rejects(issuary.cards.recharge({ cardId, authLimitAmount: -1 }), (error) => {
  assert.ok(error instanceof ParametersInvalid);
  assert.equal(error.field, 'authLimitAmount');
  assert.ok(error.requestId);
  return true;
});
receiver.close();
receiver.closeAllConnections?.();
console.log(
  'a card was opened, funded, used, declined and refunded; every notification arrived and the balances agree',
);
process.exit(0);
