import { beforeAll, describe, expect, it } from 'vitest';
import { readTables } from '../../../../infra/cli/audit.ts';
import type { TableContents } from '../../../../shared/domain/audit/snapshot.ts';
import {
  assignToCard,
  returnSuspended,
  writeOffSuspended,
} from '../../../../shared/domain/inbox/resolve-suspense.ts';
import type { Item } from '../../../../shared/runtime/store/item.ts';
import { sentTransaction, tradeFee } from '../../../support/fixtures/transactions.ts';
import { EFFECTS, openInboxFixture } from '../inbox/inbox-fixture.ts';
import { differencesOf } from './audit-fixture.ts';

let tables: TableContents;
let cardId: string;
beforeAll(async () => {
  const fixture = await openInboxFixture();
  cardId = await fixture.card();
  const clearing = (of: string) => sentTransaction(of, { transCategory: 2, settleAmount: 40 });
  await fixture.receive('card_transaction', clearing(cardId));
  await fixture.receive('trade_fee', tradeFee(cardId));
  const received = [clearing('1'), clearing('1'), clearing('1'), tradeFee('1')];
  for (const one of received)
    await fixture.receive('receiptNo' in one ? 'trade_fee' : 'card_transaction', one as object);
  await fixture.receive('card_transaction', { ...received[2], merchantName: 'Coffee House, High Street' });
  const [returned, written, assigned] = (await fixture.messages()).filter(({ suspended }) => suspended);
  const { deps } = fixture;
  if (!returned || !written || !assigned) throw new Error('nothing is in suspense');
  await returnSuspended(deps, returned, 'withdrawn');
  await writeOffSuspended(deps, written, 'nobody knows');
  await assignToCard(deps, assigned, { cardId, fields: {}, reason: 'as was told' }, EFFECTS);
  tables = await readTables(fixture.operator);
});

type Table = keyof TableContents;
const found = (table: Table, is: (item: Item) => boolean, fault: (item: Item) => Item | undefined) => {
  const items = tables[table];
  expect(items.filter(is)).not.toEqual([]);
  return differencesOf({
    ...tables,
    [table]: items.flatMap((item) => (is(item) ? (fault(item) ?? []) : [item])),
  }).join('\n');
};
const resolvedAs = (kind: string) => (item: Item) =>
  (item['resolution'] as { kind?: string } | undefined)?.kind === kind;

it('books with suspended, resolved and repeated messages are clean', () =>
  expect(differencesOf(tables)).toEqual([]));

describe('the audit finds', () => {
  it.each(['card_transaction', 'trade_fee'])(
    'a %s that is marked as applied, of which nothing is booked',
    (type) => {
      const isFirst = ({ pk }: Item) => /\/(card_transaction\/\d+\/2|trade_fee\/\d+)$/.test(String(pk));
      const applied = tables.inbox.filter((item) => item['type'] === type && item['status'] === 'applied');
      const key = String(applied.find(isFirst)?.['pk']);
      const lost = (item: Item) => ({
        ...item,
        pk: key.replace(/\d+(\/2)?$/, '77$1'),
        messageKey: key.replace(/^message\//, '').replace(/\d+(\/2)?$/, '77$1'),
      });
      expect(found('inbox', ({ pk }) => pk === key, lost)).toContain('applied, but nothing is booked');
    },
  );

  it.each(['returned', 'written-off'])('money that was %s, of a message that is applied', (kind) => {
    const text = found('inbox', resolvedAs(kind), ({ resolution: _, ...item }) => ({
      ...item,
      status: 'applied',
    }));
    expect(text).not.toBe('');
  });

  it('a fee whose number is stored for another network', () => {
    const isReceipt = ({ pk }: Item) => String(pk).startsWith('receipt/');
    const text = found('transactions', isReceipt, (item) => ({ ...item, source: '90000077' }));
    expect(text).toContain('its number is of 90000077');
  });

  it('two fees with one number', () => {
    const fee = tables.notifications.find(({ type }) => type === 'trade_fee');
    const notificationId = `${fee?.['userNo']}/trade_fee/90000077/1`;
    const other = { ...fee, notificationId, pk: `notification/${notificationId}` };
    const notifications = [...tables.notifications, other];
    expect(differencesOf({ ...tables, notifications }).join('\n')).toMatch(/its number \d+ is another fee's/);
  });

  it.each(['received', 'waiting', 'refused'])(
    'a message with money that was in suspense, which is %s',
    (status) => {
      const text = found('inbox', resolvedAs('returned'), (item) => ({ ...item, status }));
      expect(text).toContain(`${status}, with money that was in suspense`);
    },
  );

  it.each(['assigned', 'dismissed', 'written-off'])('returned money whose resolution says %s', (kind) => {
    const resolution = { kind, reason: 'x', at: 0 };
    expect(found('inbox', resolvedAs('returned'), (item) => ({ ...item, resolution }))).not.toBe('');
  });

  it.each(['card_operate', 'card_transaction', 'trade_fee'])(
    'a %s that was sent to another merchant',
    (type) => {
      const text = found(
        'notifications',
        (item) => item['type'] === type,
        (item) => ({ ...item, userNo: '999' }),
      );
      expect(text).toContain(': sent to 999');
    },
  );
});
