import { beforeAll, describe, expect, it } from 'vitest';
import type { TableContents } from '../../../../shared/domain/audit/snapshot.ts';
import type { Item } from '../../../../shared/runtime/store/item.ts';
import { type AuditFixture, differencesOf, openAuditFixture } from './audit-fixture.ts';

let books: AuditFixture;
beforeAll(async () => {
  books = await openAuditFixture();
});

type Table = keyof TableContents;
type Fault = (item: Item) => Item | undefined;

/**
 * Returns the books with the fault in each item that matches. An item for which the fault returns undefined is removed.
 */
function planted(table: Table, is: (item: Item) => boolean, fault: Fault): TableContents {
  const items = books.tables[table];
  expect(items.filter(is)).not.toEqual([]);
  const changed = items.flatMap((item) => (is(item) ? (fault(structuredClone(item)) ?? []) : [item]));
  return { ...books.tables, [table]: changed };
}
const isKey = (pk: string) => (item: Item) => item['pk'] === pk;
const isEntry = (cause: string) => isKey(`entry/${cause}`);
const set =
  (changes: object): Fault =>
  (item) => ({ ...item, ...changes });

/** Returns the books with another entry and the balances that follow from it. */
function booked(cause: string, postings: { account: string; side: string; amount: bigint }[]): TableContents {
  const entry: Item = { pk: `entry/${cause}`, sk: 'entry', cause, at: 0, postings };
  return rebalanced({ ...books.tables, ledger: [...books.tables.ledger, entry] });
}

/** Returns the tables with the balances that follow from the entries, so that the ledger itself is consistent. */
function rebalanced(tables: TableContents): TableContents {
  const sums = new Map<string, bigint>();
  for (const { postings } of tables.ledger)
    for (const { account, side, amount } of (postings ?? []) as {
      account: string;
      side: string;
      amount: bigint;
    }[])
      sums.set(`${account} ${side}`, (sums.get(`${account} ${side}`) ?? 0n) + BigInt(amount));
  const ledger = tables.ledger.map((item) => {
    if (!String(item['sk']).startsWith('balance/')) return item;
    const account = `${item['pk']}:${String(item['sk']).slice('balance/'.length)}`;
    const of = (side: string) => sums.get(`${account} ${side}`) ?? 0n;
    return { ...item, available: of('available'), frozen: of('frozen') };
  });
  return { ...tables, ledger };
}

const amounts =
  (change: (amount: bigint, account: string) => bigint): Fault =>
  (item) => ({
    ...item,
    postings: (item['postings'] as { account: string; amount: bigint }[]).map((posting) => ({
      ...posting,
      amount: change(BigInt(posting.amount), posting.account),
    })),
  });

describe('books with every operation of the platform', () => {
  it('are clean', () => expect(differencesOf(books.tables)).toEqual([]));
});

describe('the audit finds', () => {
  const found = (tables: TableContents) => differencesOf(tables).join('\n');

  it('a clearing of 25 that was booked as 4, even if the balances agree', () => {
    const cause = `transaction/${books.clearing}/2`;
    const short = amounts((amount) => (amount === 2_500n ? 400n : amount === -2_500n ? -400n : amount));
    expect(found(rebalanced(planted('ledger', isEntry(cause), short)))).toContain(`${cause}: `);
  });

  it('a recharge that was booked on another card', () => {
    const cause = `order/${books.recharge}/settled`;
    const elsewhere: Fault = (item) =>
      JSON.parse(
        JSON.stringify(item, (_, value) => (typeof value === 'bigint' ? Number(value) : value)).replaceAll(
          `card/${books.card}:`,
          `card/${books.other}:`,
        ),
      );
    expect(found(rebalanced(planted('ledger', isEntry(cause), elsewhere)))).toContain(`${cause}: `);
  });

  it('an order that was settled at once and has an entry of its acceptance as well, or a part of its sums', () => {
    const cause = `order/${books.recharge}/settled`;
    const accepted = booked(`order/${books.recharge}/accepted`, [
      { account: 'merchant/801:card/USD', side: 'available', amount: -5_050n },
      { account: 'merchant/801:card/USD', side: 'frozen', amount: 5_050n },
    ]);
    expect(found(accepted)).toContain(`${cause}: `);
    const withoutFee: Fault = (item) => ({
      ...item,
      postings: (item['postings'] as { account: string; amount: bigint }[]).flatMap((posting) =>
        posting.account === 'platform:fees/USD'
          ? []
          : [posting.account.startsWith('merchant/') ? { ...posting, amount: -5_000n } : posting],
      ),
    });
    expect(found(rebalanced(planted('ledger', isEntry(cause), withoutFee)))).toContain(`${cause}: `);
    expect(found(rebalanced(planted('ledger', isEntry(cause), () => undefined)))).toContain(
      `${cause}: has no entry`,
    );
  });

  it('an order that was pending first and lacks the entry of its acceptance', () => {
    const is = ({ pk, status, finishedAt, createdAt }: Item) =>
      String(pk) === `order/${books.recharge}` && status === 'success' && finishedAt === createdAt;
    const later = planted('orders', is, (item) => ({ ...item, finishedAt: Number(item['createdAt']) + 1 }));
    expect(found(later)).toContain(`order/${books.recharge}/accepted: has no entry`);
  });

  it.each([
    ['gift/1', 'of no known kind'],
    ['order/1/accepted', 'has no record'],
    ['transaction/embedded/1/2', 'has no record'],
    ['hold/embedded/1/1/expired', 'has no record'],
    ['fee/90000001/1', 'has no record'],
    ['exchange/1', 'has no record'],
    ['transfer/1', 'has no record'],
    ['withdrawal/1/settled', 'has no record'],
    ['assignment/1', 'has no record'],
    ['rebalance/1/0', "not between parts of one merchant's account"],
    ['prefunding/acme/2', 'not between platform:upstream/acme/USD and platform:settlement/USD'],
  ])('an invented entry of 10,000: %s', (cause, what) => {
    const tables = booked(cause, [
      { account: 'platform:network/USD', side: 'available', amount: -1_000_000n },
      { account: 'merchant/801:card/USD', side: 'available', amount: 1_000_000n },
    ]);
    expect(found(tables)).toContain(`${cause}: ${what}`);
  });

  it('a deposit whose money did not come from the settlement account', () => {
    const tables = booked('deposit/2', [
      { account: 'platform:fees/USD', side: 'available', amount: -1_000_000n },
      { account: 'merchant/801:card/USD', side: 'available', amount: 1_000_000n },
    ]);
    expect(found(tables)).toContain('deposit/2: not from platform:settlement/USD');
  });

  it('coins of a payment that does not exist', () => {
    const tables = booked('payment/1/abc/1', [
      { account: 'platform:custody/USDT', side: 'available', amount: -1_000_000n },
      { account: 'merchant/801:dpt/USDT', side: 'available', amount: 1_000_000n },
    ]);
    expect(found(tables)).toContain('payment/1/abc/1: has no record');
  });

  it('a used amount that was reset to zero', () => {
    const tables = planted('cards', isKey(`card/${books.card}`), set({ usedAmount: 0n }));
    expect(found(tables)).toContain(`card ${books.card}: used 0, by its transactions`);
  });

  it('a pool whose paid-in amount is too high, and a group with a wrong card count', () => {
    const more: Fault = (item) => ({ ...item, funded: BigInt(String(item['funded'])) + 1n, cardCount: 7 });
    const text = found(planted('cards', isKey(`group/${books.group}`), more));
    expect(text).toContain(`group ${books.group}: paid in `);
    expect(text).toContain(`group ${books.group}: cards 7, by its cards 1`);
  });

  it('a closed card with money on it', () => {
    const cause = 'deposit/3';
    const tables = booked(cause, [
      { account: 'platform:settlement/USD', side: 'available', amount: -500n },
      { account: `card/${books.closed}:card/USD`, side: 'available', amount: 500n },
    ]);
    const text = found(tables);
    expect(text).toContain(`card ${books.closed} is closed: available 500`);
    expect(text).toContain(`${cause}: not onto one merchant's card account`);
  });

  it('a cancelled card that is active again', () => {
    const tables = planted('cards', isKey(`card/${books.closed}`), set({ status: 'active' }));
    expect(found(tables)).toContain(`card ${books.closed}: ended undefined, by its orders closed`);
  });

  it('a use that is counted on a card for many uses', () => {
    const tables = planted('cards', isKey(`card/${books.card}`), set({ uses: 1 }));
    expect(found(tables)).toContain(`card ${books.card}: uses 1, by its transactions 0`);
  });

  it('a card without an order, and a card of another merchant than its order’s', () => {
    const ofAnotherMerchant = planted('cards', isKey(`card/${books.other}`), set({ userNo: '802' }));
    expect(found(ofAnotherMerchant)).toContain(`card ${books.other}: userNo 802, by its order 801`);
    const invented = planted('cards', isKey(`card/${books.other}`), set({ cardId: '1', pk: 'card/1' }));
    expect(found(invented)).toContain('card 1: no order for it');
  });

  it('a cardholder whose card count is too low', () => {
    const tables = planted('cardholders', isKey(`holder/${books.holder}`), set({ liveCards: 1 }));
    expect(found(tables)).toContain(`holder ${books.holder}: cards 1, by its cards 2`);
  });

  it('a notification whose amount differs from the record, and a missing one', () => {
    const id = `notification/801/card_transaction/${books.clearing}/2`;
    const other: Fault = (item) => ({
      ...item,
      content: JSON.stringify({ ...JSON.parse(String(item['content'])), settleAmount: 4 }),
    });
    expect(found(planted('notifications', isKey(id), other))).toContain(
      'the notification differs from the record',
    );
    expect(found(planted('notifications', isKey(id), () => undefined))).toContain('no notification of it');
  });

  const differencesForMessage = (type: string, changes: object): string => {
    const is = (item: Item) => item['type'] === type;
    const content = (item: Item) => JSON.stringify({ ...JSON.parse(String(item['content'])), ...changes });
    return found(planted('notifications', is, (item) => ({ ...item, content: content(item) })));
  };

  it.each([
    ['trade_fee', 'cardId', 'its entry'],
    ['trade_fee', 'recordNo', 'its entry'],
    ['trade_fee', 'receiptNo', 'its entry'],
    ['card_operate', 'cardId', 'the order'],
    ['card_operate', 'groupId', 'the order'],
  ])('a notification %s with another %s', (type, field, by) => {
    expect(differencesForMessage(type, { [field]: '4711' })).toMatch(new RegExp(`${field} 4711, by ${by}`));
  });

  it('a fee notification with another opType', () => {
    expect(differencesForMessage('trade_fee', { opType: 91 })).toMatch(/opType 91, by its entry 9[79]/);
  });

  it('a missing transaction record', () => {
    const tables = planted('transactions', isKey(`record/${books.clearing}`), () => undefined);
    expect(found(tables)).toContain(`transaction/${books.clearing}/1: has no record`);
  });

  it('a card whose number is missing from the vault', () => {
    const tables = planted('vault', isKey(`card/${books.card}`), () => undefined);
    expect(found(tables)).toContain(`card ${books.card}: the vault has no number for it`);
  });

  it('a CVV2 and a PIN of a closed card', () => {
    const tables = planted('cards', isKey(`card/${books.card}`), set({ status: 'closed' }));
    const pin = { pk: `pin/${books.card}`, pin: { wrapped: '', sealed: '' } };
    const text = found({ ...tables, pins: [...tables.pins, pin] });
    for (const secret of ['CVV2', 'PIN'])
      expect(text).toContain(`card ${books.card}: its ${secret} is still stored`);
  });

  it('a number of a closed card that is not due for removal', () => {
    const tables = planted('cards', isKey(`card/${books.card}`), set({ status: 'closed' }));
    const stored = planted('vault', isKey(`card/${books.card}`), ({ dueAt: _, ...item }) => item);
    expect(found({ ...tables, vault: stored.vault })).toContain(
      `card ${books.card}: its number is never removed`,
    );
  });

  it('an id of an external issuer that leads to another card', () => {
    const tables = planted('cards', isKey('upstream/acme/card/77'), set({ localId: '1' }));
    expect(found(tables)).toContain('upstream/acme/card/77: it is 1, by cards and groups ');
  });

  it('an item that cannot be read, and still every other difference', () => {
    const broken = planted('cards', isKey(`card/${books.card}`), set({ usedAmount: 'much' }));
    const text = found(broken);
    expect(text).toContain(`card/${books.card}: SyntaxError`);
    expect(text).toContain(`card ${books.card}: used undefined, by its transactions`);
  });
});
