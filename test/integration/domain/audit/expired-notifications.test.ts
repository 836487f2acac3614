import { beforeAll, describe, expect, it } from 'vitest';
import { readTables } from '../../../../infra/cli/audit.ts';
import { MIN_NOTIFICATION_RETENTION_DAYS } from '../../../../shared/domain/notifications/retention.ts';
import type { Item } from '../../../../shared/runtime/store/item.ts';
import { START } from '../../../support/fixtures/test-platform.ts';
import { openTransactionFixture } from '../issuing/transactions/transaction-fixture.ts';
import { type AuditFixture, differencesOf, openAuditFixture } from './audit-fixture.ts';

const DAY = 86_400_000;
/** One day less than the shortest retention of a notification. */
const RETAINED_MS = (MIN_NOTIFICATION_RETENTION_DAYS - 1) * DAY;
const EXPIRING = ['card_operate', 'card_transaction', 'dpt_payment_bill'];

let books: AuditFixture;
beforeAll(async () => {
  books = await openAuditFixture();
});

/** Returns the books without the notifications that match. */
const without = (isGone: (item: Item) => boolean) => {
  const notifications = books.tables.notifications.filter((item) => !isGone(item));
  expect(notifications.length).toBeLessThan(books.tables.notifications.length);
  return { ...books.tables, notifications };
};
const isExpiring = ({ type }: Item) => EXPIRING.includes(String(type));

describe('the audit of books whose notifications have expired', () => {
  it('finds nothing missing, with all or with some of them gone', () => {
    expect(differencesOf(without(isExpiring), START + 10_000 * DAY)).toEqual([]);
    let count = 0;
    const everySecond = (item: Item) => isExpiring(item) && count++ % 2 === 0;
    expect(differencesOf(without(everySecond), START + 10_000 * DAY)).toEqual([]);
  });

  it('still misses that of an order until it may have been dropped', () => {
    const { recharge, tables } = books;
    const order = tables.orders.find(({ orderId }) => orderId === recharge) ?? {};
    const gone = without(({ notificationId }) =>
      String(notificationId).endsWith(`/card_operate/${recharge}`),
    );
    const dropped = Number(order['finishedAt']) + RETAINED_MS;
    expect(differencesOf(gone, dropped - 1)).toEqual([
      `every final order has its notification: order ${recharge}: success without a notification`,
    ]);
    expect(differencesOf(gone, dropped)).toEqual([]);
  });

  it('still misses that of a transaction until it may have been dropped', () => {
    const { clearing, tables } = books;
    const record = tables.transactions.find(({ pk }) => pk === `record/${clearing}`) ?? {};
    const id = `${record['userNo']}/card_transaction/${clearing}/2`;
    const gone = without(({ notificationId }) => notificationId === id);
    const dropped = Number(record['createdAt']) + RETAINED_MS;
    expect(differencesOf(gone, dropped - 1)).toEqual([
      `every transaction has its notification: ${id}: no notification of it`,
    ]);
    expect(differencesOf(gone, dropped)).toEqual([]);
  });

  it('still misses that of a late clearing, however old its authorization', () => {
    const { clearing, tables } = books;
    const ofClearing = ({ notificationId }: Item) =>
      String(notificationId).endsWith(`/card_transaction/${clearing}/2`);
    const transactions = tables.transactions.map((item) =>
      item['pk'] === `record/${clearing}`
        ? { ...item, createdAt: Number(item['createdAt']) - 60 * DAY }
        : item,
    );
    const gone = { ...without(ofClearing), transactions };
    expect(differencesOf(gone)).toContainEqual(
      expect.stringContaining(`/card_transaction/${clearing}/2: no notification`),
    );
  });

  it.each([1, 2] as const)(
    'still misses that of a late event of category %d that moves no money',
    async (late) => {
      const fixture = await openTransactionFixture();
      const card = await fixture.card();
      const declined = { transStatus: '2', respCode: '200002' } as const;
      const { recordNo } = await fixture.sendTransaction(card, {
        ...declined,
        transCategory: late === 1 ? 2 : 1,
      });
      fixture.moveClock(60 * DAY);
      await fixture.sendTransaction(card, { ...declined, recordNo, transCategory: late });
      const tables = await readTables(fixture.operator);
      const id = `${fixture.own.merchant.userNo}/card_transaction/${recordNo}/${late}`;
      expect((await fixture.snapshot()).entries.filter(({ cause }) => cause.includes(recordNo))).toEqual([]);
      const notifications = tables.notifications.filter(({ notificationId }) => notificationId !== id);
      const dropped = fixture.deps.now() + RETAINED_MS;
      expect(differencesOf({ ...tables, notifications }, dropped - 1)).toEqual([
        `every transaction has its notification: ${id}: no notification of it`,
      ]);
      expect(differencesOf({ ...tables, notifications }, dropped)).toEqual([]);
    },
  );

  it('misses the notification of a fee at any time: it is the record of the fee', () => {
    const isGone = ({ type }: Item) => type === 'trade_fee';
    expect(differencesOf(without(isGone), START + 10_000 * DAY).join('\n')).toMatch(
      /^.*fee\/.+: has no record/,
    );
  });

  it('compares those that are still there', () => {
    const notifications = books.tables.notifications.map((item) =>
      item['type'] === 'card_operate' ? { ...item, content: JSON.stringify({ orderId: '0' }) } : item,
    );
    const found = differencesOf({ ...books.tables, notifications }, START + 10_000 * DAY).join('\n');
    expect(found).toContain('the notification of order');
  });
});
